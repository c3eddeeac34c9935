import { type Audit } from '../audit/audit.ts';
import { type Clock } from '../clock.ts';
import { type UnitOfWork } from '../unit-of-work.ts';
import { type ErasureList } from './erasure-list.ts';
import { type SubjectScope } from './subject.ts';

/** For what a person's words are kept, each for its own time (个人信息保护法 第十九条: no longer than needed). */
export const PURPOSES = ['tickets', 'calls', 'questions'] as const;
export type Purpose = (typeof PURPOSES)[number];

export interface RetentionStore {
  /** What is done with since before that day and not yet erased, at most `limit` rows. */
  expired(purpose: 'tickets' | 'calls', before: string, limit: number): Promise<SubjectScope>;
  erase(scope: SubjectScope, at: string): Promise<void>;
  /** Removes questions asked before that day; gives how many. */
  forgetQuestions(before: string, limit: number): Promise<number>;
}

export interface RetentionDeps {
  readonly store: RetentionStore;
  readonly unitOfWork: UnitOfWork;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly list: ErasureList;
  readonly dropConversation: (id: string) => void;
  /** Days after the end of each matter. */
  readonly days: Readonly<Record<Purpose, number>>;
  /** One instance at a time. */
  readonly alone: (name: string, work: () => Promise<unknown>) => Promise<boolean>;
}

export interface Retention {
  /** Ends what is past its time, in batches; gives how many of each purpose. */
  run(): Promise<Readonly<Record<Purpose, number>>>;
}

const BATCH = 200;
const DAY_MS = 24 * 3600 * 1000;

/** Forgets by itself what is not needed any more; what it did stands on the record, in numbers. */
export function createRetention(deps: RetentionDeps): Retention {
  const before = (purpose: Purpose): string =>
    new Date(deps.clock.now().getTime() - deps.days[purpose] * DAY_MS).toISOString().slice(0, 10);
  return {
    run: async () => {
      const done: Record<Purpose, number> = { tickets: 0, calls: 0, questions: 0 };
      await deps.alone('retention', async () => {
        for (const purpose of PURPOSES) {
          for (;;) {
            const count = await endBatch(deps, purpose, before(purpose));
            done[purpose] += count;
            if (count < BATCH) break;
          }
        }
      });
      return done;
    },
  };
}

async function endBatch(deps: RetentionDeps, purpose: Purpose, before: string): Promise<number> {
  const { store, unitOfWork } = deps;
  const at = deps.clock.now().toISOString();
  const { count, scope } = await unitOfWork.transaction(async () => {
    const ended: SubjectScope | null =
      purpose === 'questions' ? null : await store.expired(purpose, before, BATCH);
    const size = ended
      ? ended.tickets.length + ended.calls.length
      : await store.forgetQuestions(before, BATCH);
    if (ended && size > 0) await store.erase(ended, at);
    if (size > 0) await noted(deps, purpose, before, size);
    return { count: size, scope: ended };
  });
  if (scope) {
    const persons = [...scope.tickets, ...scope.calls].map(({ personId }) => personId);
    await deps.list.add(persons, at);
    for (const { conversationId } of scope.tickets)
      if (conversationId !== null) deps.dropConversation(conversationId);
  }
  return count;
}

async function noted(
  { audit, days }: RetentionDeps,
  purpose: Purpose,
  before: string,
  count: number,
): Promise<void> {
  await audit.append({
    ...{ actor: 'system', role: 'system', requestId: null },
    ...{ action: 'end-of-retention', objectType: 'retention', objectId: purpose, outcome: 'done' },
    detail: { before, count, days: days[purpose] },
  });
}
