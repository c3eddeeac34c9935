/** The second look: the best clauses of the first are weighed with what stands around them and what was answered before. */
import { type Answered, type LikeQuestion, likeQuestions } from './answered.ts';
import { type ChoosingRoom, baseScore, candidatesOf } from './candidates.ts';
import { type Corpus } from './corpus.ts';
import { type FirstScores, scoreAll } from './first-scores.ts';
import { valueAt } from './posting-table.ts';
import { type QuestionToken } from './read-question.ts';
import { ANSWERED, AROUND, CANDIDATES } from './settings.ts';

export interface Ranked {
  readonly number: number;
  /** Comparable within one question only: 1 is about the best that words alone give. */
  readonly score: number;
}

export interface RankJob {
  readonly tokens: readonly QuestionToken[];
  readonly corpus: Corpus;
  readonly numberOf: ReadonlyMap<string, number>;
  readonly scores: FirstScores;
  readonly room: ChoosingRoom;
  readonly limit: number;
  /** Clauses that may be found; all when absent. */
  readonly allows?: ((number: number) => boolean) | undefined;
  /** Null where nothing was answered yet. */
  readonly answered: Answered | null;
  /** 0 to 1: how far answered questions are trusted. */
  readonly trust: number;
  /** One answered question that is not heard, for measuring. */
  readonly except?: number;
}

/** The best clauses, best first. */
export function rank(job: RankJob): readonly Ranked[] {
  scoreAll(job.tokens, job.corpus, job.scores);
  const like = likeClauses(job);
  const candidates = allCandidates(job, like);
  noteBestOfDocuments(job, candidates);
  const best: Ranked[] = [];
  for (const number of candidates) {
    const score = aroundScore(number, job) + job.trust * answeredScore(number, job, like);
    const last = best.length < job.limit ? undefined : best[best.length - 1];
    // Most candidates end here.
    if (last === undefined || score >= last.score) insert(best, { number, score }, job.limit);
  }
  return best;
}

/** Keeps the list in order and short. */
function insert(best: Ranked[], one: Ranked, limit: number): void {
  let at = best.length;
  while (at > 0 && isBefore(one, best[at - 1])) at -= 1;
  best.splice(at, 0, one);
  if (best.length > limit) best.pop();
}

function isBefore(one: Ranked, other: Ranked | undefined): boolean {
  if (other === undefined) return false;
  return one.score > other.score || (one.score === other.score && one.number < other.number);
}

function allCandidates(job: RankJob, like: ReadonlyMap<number, Like>): Int32Array {
  const { corpus, allows, scores, room } = job;
  const { withdrawn } = corpus;
  const limit = Math.max(CANDIDATES, job.limit);
  const numbers = candidatesOf({ scores, room, withdrawn, allows, limit });
  if (like.size === 0) return numbers;
  const chosen = new Set(numbers);
  for (const number of like.keys()) {
    if (withdrawn[number] === 0 && allows?.(number) !== false) chosen.add(number);
  }
  return Int32Array.from(chosen);
}

function noteBestOfDocuments({ corpus, scores }: RankJob, candidates: Int32Array): void {
  const { documentOf } = corpus;
  const { bestOf } = scores;
  for (const number of candidates) bestOf[documentOf[number] ?? 0] = 0;
  for (const number of candidates) {
    const document = documentOf[number] ?? 0;
    const base = baseScore(number, scores);
    if (base > (bestOf[document] ?? 0)) bestOf[document] = base;
  }
}

function aroundScore(number: number, { corpus: { documentOf }, scores }: RankJob): number {
  const document = documentOf[number] ?? 0;
  const before = documentOf[number - 1] === document ? baseScore(number - 1, scores) : 0;
  const after = documentOf[number + 1] === document ? baseScore(number + 1, scores) : 0;
  return (
    baseScore(number, scores) +
    (AROUND.held * (scores.held[number] ?? 0)) / scores.asked +
    AROUND.document * (scores.bestOf[document] ?? 0) +
    AROUND.neighbour * Math.max(0, before, after)
  );
}

interface Like {
  readonly likest: number;
  readonly together: number;
}

/** What the likest answered questions say for each clause. */
function likeClauses(job: RankJob): ReadonlyMap<number, Like> {
  const { answered, corpus, numberOf } = job;
  const found = new Map<number, Like>();
  if (answered === null || job.trust === 0) return found;
  for (const like of likeQuestions(job.tokens, answered, { corpus, except: job.except ?? -1 })) {
    for (const number of clausesOf(like, answered, numberOf)) {
      const before = found.get(number);
      found.set(number, {
        likest: Math.max(before?.likest ?? 0, like.likeness),
        together: (before?.together ?? 0) + like.likeness,
      });
    }
  }
  return found;
}

function clausesOf(
  like: LikeQuestion,
  answered: Answered,
  numberOf: ReadonlyMap<string, number>,
): readonly number[] {
  const clauses = answered.questions[like.number]?.clauses ?? [];
  return clauses.flatMap((id) => numberOf.get(id) ?? []);
}

function answeredScore(number: number, job: RankJob, like: ReadonlyMap<number, Like>): number {
  const { answered, corpus } = job;
  if (answered === null) return 0;
  if (job.trust === 0) return 0;
  const { documentOf } = corpus;
  const own = like.get(number);
  const beside = (other: number): number =>
    documentOf[other] === documentOf[number] ? (like.get(other)?.likest ?? 0) : 0;
  const id = corpus.ids[number] ?? '';
  const document = valueAt(corpus.documentOf, number);
  const left = answered.questions[job.except ?? -1]?.clauses ?? [];
  const clauseAsked = (answered.clauseAsked.get(id) ?? 0) - (left.includes(id) ? 1 : 0);
  return (
    ANSWERED.likest * (own?.likest ?? 0) +
    ANSWERED.together * (own?.together ?? 0) +
    ANSWERED.neighbour * Math.max(0, beside(number - 1), beside(number + 1)) ** 2 +
    ANSWERED.clauseAsked * Math.log1p(clauseAsked) +
    ANSWERED.documentAsked * Math.log1p(answered.documentAsked.get(document) ?? 0)
  );
}
