import type { PieceKind } from '../../knowledge/index.ts';

/** 草稿 → 待审 → 已发布 → 已撤回. */
export const CHANGE_STATES = ['草稿', '待审', '已发布', '已撤回'] as const;
export type ChangeState = (typeof CHANGE_STATES)[number];

/** 改动: one piece of the knowledge as somebody would have it. */
export interface Change {
  readonly id: string;
  readonly kind: PieceKind;
  /** The name of the piece; of an entry that is new, the name that it will have. */
  readonly pieceId: string;
  /** In one line, for lists. */
  readonly title: string;
  readonly programme: string | null;
  readonly state: ChangeState;
  /** In the form of the content's files; null for a withdrawal of what the files hold. */
  readonly body: unknown;
  /** On what it rests: document and number, or where it was seen. */
  readonly source: string;
  /** The day of that source, `YYYY-MM-DD`; empty while nobody wrote it. */
  readonly sourceDate: string;
  readonly reason: string;
  /** Ids of everybody who wrote on it: none of them may approve it. */
  readonly editors: readonly string[];
  readonly approver: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly publishedAt: string | null;
  /** Its place among everything that was ever published or withdrawn; null while it never was. */
  readonly seq: number | null;
  /** Grows with every change; who saves names the one they saw. */
  readonly version: number;
}

export const CHANGE_ACTIONS = [
  'create',
  'save',
  'submit',
  'return',
  'publish',
  'withdraw',
  'discard',
] as const;
export type ChangeAction = (typeof CHANGE_ACTIONS)[number];

/** 改动记录: who did what to a change, when and why. */
export interface ChangeEvent {
  readonly changeId: string;
  readonly at: string;
  readonly by: string;
  /** The name as it was then. */
  readonly byName: string;
  readonly action: ChangeAction;
  readonly note: string;
}

/** From where each step may be taken, and where it leads. */
const STEPS = {
  save: { from: ['草稿'], to: '草稿' },
  submit: { from: ['草稿'], to: '待审' },
  return: { from: ['待审'], to: '草稿' },
  publish: { from: ['待审'], to: '已发布' },
  withdraw: { from: ['已发布'], to: '已撤回' },
  discard: { from: ['草稿', '待审'], to: '草稿' },
} as const satisfies Record<
  Exclude<ChangeAction, 'create'>,
  { readonly from: readonly ChangeState[]; readonly to: ChangeState }
>;

/** Where a step leads; null where it cannot be taken. */
export function stepFrom(
  state: ChangeState,
  action: Exclude<ChangeAction, 'create'>,
): ChangeState | null {
  const { from, to }: { readonly from: readonly ChangeState[]; readonly to: ChangeState } =
    STEPS[action];
  return from.includes(state) ? to : null;
}
