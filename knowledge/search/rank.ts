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
  const around = surroundings(job, candidates);
  return candidates
    .map((number) => ({
      number,
      score: around.score(number) + job.trust * answeredScore(number, job, like),
    }))
    .sort((a, b) => b.score - a.score || a.number - b.number)
    .slice(0, job.limit);
}

function candidatesOf(job: RankJob, like: ReadonlyMap<number, Like>): readonly number[] {
  const { scores, corpus, allows } = job;
  const top = new TopList(Math.max(CANDIDATES, job.limit));
  for (let number = 0; number < scores.score.length; number += 1) {
    const own = valueAt(scores.score, number);
    if (own === 0 || corpus.withdrawn[number] === 1) continue;
    const score = baseScore(number, job);
    if (score > top.floor && allows?.(number) !== false) top.offer(number, score);
  }
  const chosen = new Set(top.numbers());
  for (const number of like.keys()) {
    if (corpus.withdrawn[number] === 0 && allows?.(number) !== false) chosen.add(number);
  }
  return [...chosen];
}

/** Its own words, and how often its document is cited. */
function baseScore(number: number, { scores, corpus }: RankJob): number {
  return (
    valueAt(scores.score, number) / scores.best +
    AROUND.cited * valueAt(corpus.cited, valueAt(corpus.documentOf, number))
  );
}

function surroundings(
  job: RankJob,
  candidates: readonly number[],
): { score: (number: number) => number } {
  const { corpus, scores } = job;
  const bestOf = new Map<number, number>();
  for (const number of candidates) {
    const document = valueAt(corpus.documentOf, number);
    bestOf.set(document, Math.max(bestOf.get(document) ?? 0, baseScore(number, job)));
  }
  return {
    score: (number) => {
      const document = valueAt(corpus.documentOf, number);
      return (
        baseScore(number, job) +
        (AROUND.held * valueAt(scores.held, number)) / scores.asked +
        AROUND.document * (bestOf.get(document) ?? 0) +
        AROUND.neighbour *
          Math.max(0, ...neighboursOf(number, corpus).map((other) => baseScore(other, job)))
      );
    },
  };
}

/** The clauses before and after it in the same document. */
function neighboursOf(number: number, { documentOf }: Corpus): readonly number[] {
  return [number - 1, number + 1].filter(
    (other) => other >= 0 && other < documentOf.length && documentOf[other] === documentOf[number],
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
  const own = like.get(number);
  const beside = neighboursOf(number, corpus).map((other) => like.get(other)?.likest ?? 0);
  const id = corpus.ids[number] ?? '';
  const document = valueAt(corpus.documentOf, number);
  const left = answered.questions[job.except ?? -1]?.clauses ?? [];
  const clauseAsked = (answered.clauseAsked.get(id) ?? 0) - (left.includes(id) ? 1 : 0);
  return (
    ANSWERED.likest * (own?.likest ?? 0) +
    ANSWERED.together * (own?.together ?? 0) +
    ANSWERED.neighbour * Math.max(0, ...beside) ** 2 +
    ANSWERED.clauseAsked * Math.log1p(clauseAsked) +
    ANSWERED.documentAsked * Math.log1p(answered.documentAsked.get(document) ?? 0)
  );
}
