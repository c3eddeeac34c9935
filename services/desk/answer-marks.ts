import { type Knowledge } from '../../knowledge/index.ts';
import { type Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { maskPersonalData } from '../privacy/personal-data.ts';
import { type StaffMember } from '../staff/role.ts';
import { type AnswerMark, type AnswerMarkStore } from './call-store.ts';

/** A marked answer as an editor reads it: names instead of ids. */
export interface AnswerMarkView extends Omit<AnswerMark, 'by' | 'doneBy' | 'callId' | 'clauseIds'> {
  /** Who marked it. */
  readonly by: string;
  readonly doneBy: string | null;
  readonly fromCall: boolean;
  /** Heading of the entry that answered; null when none did, or when it is gone. */
  readonly questionTitle: string | null;
  readonly clauses: readonly { readonly clauseId: string; readonly name: string }[];
}

/** The editors' queue of answers that somebody called wrong. */
export interface AnswerMarks {
  /** Open ones with the longest waiting first, done ones with the newest first. */
  list(state: AnswerMark['state']): Promise<readonly AnswerMarkView[]>;
  /** It was looked at: what came of it stays with it. Throws `not-found` for one that is not open. */
  close(staff: StaffMember, id: string, note: string): Promise<void>;
}

export interface AnswerMarksDeps {
  readonly store: AnswerMarkStore;
  readonly clock: Clock;
  /** Names by staff id. */
  readonly names: () => Promise<ReadonlyMap<string, string>>;
  readonly knowledge: () => Pick<Knowledge, 'question' | 'clause' | 'source'>;
}

const LISTED = 200;

/** See `AnswerMarks`. */
export function createAnswerMarks({
  store,
  clock,
  names,
  knowledge,
}: AnswerMarksDeps): AnswerMarks {
  return {
    list: async (state) => {
      const [marks, nameOf] = await Promise.all([store.list(state, LISTED), names()]);
      return marks.map((mark) => viewOf(mark, nameOf, knowledge()));
    },
    close: async (staff, id, note) => {
      const done = { doneBy: staff.id, doneAt: clock.now().toISOString() };
      if (!(await store.close(id, { ...done, doneNote: maskPersonalData(note) })))
        throw new AppError('not-found');
    },
  };
}

function viewOf(
  { callId, clauseIds, ...mark }: AnswerMark,
  nameOf: ReadonlyMap<string, string>,
  policy: Pick<Knowledge, 'question' | 'clause' | 'source'>,
): AnswerMarkView {
  const { by, doneBy, questionId } = mark;
  return {
    ...mark,
    by: nameOf.get(by) ?? '',
    doneBy: doneBy === null ? null : (nameOf.get(doneBy) ?? ''),
    fromCall: callId !== null,
    questionTitle: questionId === null ? null : (policy.question(questionId)?.title ?? null),
    clauses: clauseIds.map((clauseId) => ({ clauseId, name: clauseName(policy, clauseId) })),
  };
}

/** As people say it; the id for a clause that is not there any more. */
function clauseName(policy: Pick<Knowledge, 'clause' | 'source'>, id: string): string {
  const clause = policy.clause(id);
  if (!clause) return id;
  return `《${policy.source(clause.sourceId)?.title ?? clause.sourceId}》${clause.article}`;
}
