/** The second look: the best clauses of the first are weighed with what stands around them and what was answered before. */
import { type Answered, type LikeQuestion, likeQuestions } from './answered.ts';
import { type Corpus } from './corpus.ts';
import { type FirstScores, scoreAll } from './first-scores.ts';
import { valueAt } from './posting-table.ts';
import { type QuestionToken } from './read-question.ts';
import { ANSWERED, AROUND, CANDIDATES } from './settings.ts';
import { TopList } from './top-list.ts';

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
  const candidates = candidatesOf(job, like);
  const bestOf = bestOfDocuments(job, candidates);
  const best: Ranked[] = [];
  for (const number of candidates) {
    const score = aroundScore(number, job, bestOf) + job.trust * answeredScore(number, job, like);
    insert(best, { number, score }, job.limit);
  }
  return best;
}

/** Keeps the list in order and short: most candidates end at the first comparison. */
function insert(best: Ranked[], one: Ranked, limit: number): void {
  const last = best[best.length - 1];
  if (best.length >= limit && (last === undefined || !isBefore(one, last))) return;
  const at = best.findIndex((other) => isBefore(one, other));
  best.splice(at < 0 ? best.length : at, 0, one);
  if (best.length > limit) best.pop();
}

function isBefore(one: Ranked, other: Ranked): boolean {
  return one.score > other.score || (one.score === other.score && one.number < other.number);
}

function candidatesOf(job: RankJob, like: ReadonlyMap<number, Like>): Iterable<number> {
  const { corpus, allows } = job;
  const top = new TopList(Math.max(CANDIDATES, job.limit));
  offerAll(job, top);
  const numbers = top.numbers();
  if (like.size === 0) return numbers;
  const chosen = new Set(numbers);
  for (const number of like.keys()) {
    if (corpus.withdrawn[number] === 0 && allows?.(number) !== false) chosen.add(number);
  }
  return chosen;
}

/** Every clause that shares anything with the question; one pass over all, so plain reads. */
function offerAll({ scores, corpus, allows }: RankJob, top: TopList): void {
  const { score, cited, best } = scores;
  const { withdrawn } = corpus;
  let { floor } = top;
  for (let number = 0; number < score.length; number += 1) {
    const own = score[number] ?? 0;
    if (own === 0) continue;
    const base = own / best + (cited[number] ?? 0);
    if (base <= floor || withdrawn[number] === 1 || allows?.(number) === false) continue;
    top.offer(number, base);
    ({ floor } = top);
  }
}

/** Its own words, and how often its document is cited. */
function baseScore(number: number, { score, best, cited }: FirstScores): number {
  return (score[number] ?? 0) / best + (cited[number] ?? 0);
}

function bestOfDocuments(
  { corpus, scores }: RankJob,
  candidates: Iterable<number>,
): ReadonlyMap<number, number> {
  const bestOf = new Map<number, number>();
  for (const number of candidates) {
    const document = corpus.documentOf[number] ?? 0;
    const base = baseScore(number, scores);
    if (base > (bestOf.get(document) ?? 0)) bestOf.set(document, base);
  }
  return bestOf;
}

function aroundScore(
  number: number,
  { corpus: { documentOf }, scores }: RankJob,
  bestOf: ReadonlyMap<number, number>,
): number {
  const document = documentOf[number] ?? 0;
  const before = documentOf[number - 1] === document ? baseScore(number - 1, scores) : 0;
  const after = documentOf[number + 1] === document ? baseScore(number + 1, scores) : 0;
  return (
    baseScore(number, scores) +
    (AROUND.held * (scores.held[number] ?? 0)) / scores.asked +
    AROUND.document * (bestOf.get(document) ?? 0) +
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
