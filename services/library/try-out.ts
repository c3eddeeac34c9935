import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Answer, type Editions, type Knowledge, type Piece } from '../../knowledge/index.ts';
import { type LibraryStore } from './library-store.ts';
import { type LibraryWords, type ToldPieceProblem } from './library-words.ts';

/** One question as it is answered today and as it would be with the draft in force. */
export interface Compared {
  readonly question: string;
  readonly today: Answer;
  readonly draft: Answer;
  readonly changed: boolean;
}

export interface TryOutRequest {
  readonly piece: Piece;
  readonly asOf: string | null;
  readonly district: string | null;
}

export interface TryOut {
  /** Answers questions with the draft in force beside today's answer. */
  ask(
    request: TryOutRequest,
    questions: readonly string[],
  ): Promise<{
    readonly answers: readonly Compared[];
    readonly refused: readonly ToldPieceProblem[];
  }>;
  /** Which of our own questions (the title of every entry) would be answered otherwise. */
  impact(
    request: TryOutRequest,
    gone: AbortSignal,
  ): Promise<{ readonly asked: number; readonly changed: readonly Compared[] }>;
}

export interface TryOutDeps {
  readonly editions: Editions;
  readonly store: Pick<LibraryStore, 'inForce' | 'seq'>;
  readonly live: () => Knowledge;
  readonly today: () => string;
  readonly words: LibraryWords;
}

const MOST_CHANGED = 100;

/** See `TryOut`. A draft is built once for as long as neither it nor what is published changes. */
export function createTryOut(deps: TryOutDeps): TryOut {
  const { live } = deps;
  const built = remembered(deps);
  return {
    ask: async (request, questions) => {
      const policy = await built(request.piece);
      const answers = questions.map((question) =>
        compare({ before: live(), after: policy }, { ...request, today: deps.today(), question }),
      );
      return { answers, refused: refusals(deps, policy, request, questions) };
    },
    impact: async (request, gone) => {
      const policy = await built(request.piece);
      const before = live();
      const titles = [
        ...new Set([...before.questions(), ...policy.questions()].map(({ title }) => title)),
      ];
      const changed: Compared[] = [];
      for (const title of titles) {
        if (gone.aborted) break;
        const compared = compare(
          { before, after: policy },
          { ...request, today: deps.today(), question: title },
        );
        if (compared.changed && changed.length < MOST_CHANGED) changed.push(compared);
        // Residents are answered in between.
        await nextTurn();
      }
      return { asked: titles.length, changed };
    },
  };
}

function remembered({ editions, store }: TryOutDeps): (piece: Piece) => Promise<Knowledge> {
  let key = '';
  let held: Promise<Knowledge> | null = null;
  return async (piece) => {
    const wanted = createHash('sha256')
      .update(JSON.stringify([await store.seq(), piece]), 'utf8')
      .digest('hex');
    if (held === null || key !== wanted) {
      key = wanted;
      const others = (await store.inForce()).filter(
        ({ kind, id }) => kind !== piece.kind || id !== piece.id,
      );
      held = editions.build([...others, piece]);
      held.catch(() => {
        held = null;
      });
    }
    return held;
  };
}

interface Policies {
  readonly before: Knowledge;
  readonly after: Knowledge;
}

function compare(
  { before, after }: Policies,
  { question, today: on, asOf, district }: TryOutRequest & { question: string; today: string },
): Compared {
  const request = { question, today: on, asOf, district };
  const today = before.answer(request).answer;
  const draft = after.answer(request).answer;
  const changed =
    today.outcome !== draft.outcome ||
    today.text !== draft.text ||
    today.spoken !== draft.spoken ||
    today.questionIds.join() !== draft.questionIds.join();
  return { question, today, draft, changed };
}

/** What the last check of a finished answer refuses, as an editor reads it. */
function refusals(
  deps: TryOutDeps,
  policy: Knowledge,
  { piece, asOf, district }: TryOutRequest,
  questions: readonly string[],
): ToldPieceProblem[] {
  return questions.flatMap((question) =>
    policy
      .answer({ question, today: deps.today(), asOf, district })
      .trace.refused.filter(({ questionId }) => questionId === piece.id)
      .map(({ questionId: id, rule: reason }) =>
        deps.words.tell({
          ...{ kind: piece.kind, id, field: 'answer', rule: 'refused' },
          values: { question, reason },
        }),
      ),
  );
}
