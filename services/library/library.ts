import { type PieceKind } from '../../knowledge/index.ts';
import { type StaffMember } from '../staff/role.ts';
import { type Change, type ChangeEvent, type ChangeState } from './change.ts';
import { type ToldPieceProblem } from './library-words.ts';

/** What an editor writes: the body in the form of the content's files, and on what it rests. */
export interface DraftInput {
  readonly body: unknown;
  readonly source: string;
  readonly sourceDate: string;
  readonly reason: string;
}

export interface PieceName {
  readonly kind: PieceKind;
  readonly id: string;
}

/** A change with what would be wrong if it were in force. */
export interface ChangeView {
  readonly change: Change;
  readonly problems: readonly ToldPieceProblem[];
  /** What stands today, in the same form; null for what is new. */
  readonly today: unknown;
  /** What the person looking at it may do now. */
  readonly may: readonly ('save' | 'submit' | 'return' | 'publish' | 'withdraw' | 'discard')[];
}

/** One line of the list: a piece that is in force, or a new one that is being written. */
export interface PieceLine {
  readonly kind: PieceKind;
  readonly id: string;
  readonly title: string;
  readonly programme: string | null;
  readonly aspect: string | null;
  /** Of the open change, else of the last one; 已发布 for what came with the service. */
  readonly state: ChangeState;
  readonly changeId: string | null;
  readonly changedAt: string | null;
  /** Whether it came with the service and was never changed here. */
  readonly shipped: boolean;
}

export interface PieceFilter {
  readonly kind: PieceKind;
  readonly q?: string | undefined;
  readonly programme?: string | undefined;
  readonly state?: ChangeState | undefined;
  readonly page?: number | undefined;
}

export interface PieceView extends PieceName {
  /** As it is in force; null where it is new or withdrawn. */
  readonly body: unknown;
  readonly open: Change | null;
  readonly history: readonly ChangeEvent[];
  /** Every published change of it, newest first. */
  readonly versions: readonly Change[];
  /** Entries that rest on it: what has to be read again when it changes. */
  readonly restingOn: readonly { readonly id: string; readonly title: string }[];
}

/** 知识库 while the service runs: drafts, the second person, publishing and withdrawal. */
export interface Library {
  list(filter: PieceFilter): Promise<{
    readonly pieces: readonly PieceLine[];
    readonly total: number;
    readonly pages: number;
  }>;
  /** Throws `not-found` for a piece that never was. */
  piece(name: PieceName): Promise<PieceView>;
  /** Changes in one state, newest first. */
  changes(state: ChangeState): Promise<readonly Change[]>;
  view(staff: StaffMember, id: string): Promise<ChangeView>;
  /** What would be wrong with a body that is not stored yet. */
  check(name: PieceName, body: unknown): Promise<readonly ToldPieceProblem[]>;
  /**
   * Begins a change of a piece as it stands, or of a new one. Whoever begins where another has begun gets `conflict` with the name
   * of that change.
   */
  begin(
    staff: StaffMember,
    kind: PieceKind,
    from: { readonly id?: string | undefined; readonly body?: unknown },
  ): Promise<Change>;
  save(staff: StaffMember, id: string, version: number, draft: DraftInput): Promise<ChangeView>;
  /** Hands a draft to the second person. `request.invalid` names every field that stands in the way. */
  submit(staff: StaffMember, id: string, version: number): Promise<ChangeView>;
  /** The second person gives it back with a reason. */
  giveBack(staff: StaffMember, id: string, version: number, note: string): Promise<ChangeView>;
  /** The second person puts it in force; resolves when the answers of this process show it. */
  publish(staff: StaffMember, id: string, version: number, note: string): Promise<ChangeView>;
  /** Takes a piece out of every answer, at once and by one person: what is wrong must not wait for a second. */
  withdraw(staff: StaffMember, name: PieceName, reason: string): Promise<PieceView>;
  discard(staff: StaffMember, id: string, version: number): Promise<void>;
}
