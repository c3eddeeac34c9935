/** The first look: every clause that shares a token with the question gets a score, in one pass over the postings. */
import { type Corpus } from './corpus.ts';
import { type PostingTable, rangeOf, valueAt } from './posting-table.ts';
import { type QuestionToken } from './read-question.ts';
import { BM25, PRESENCE } from './settings.ts';
import { FULL_WEIGHT } from './weigh.ts';

/** Scores by clause number. One object serves all questions of a corpus, one after the other. */
export interface FirstScores {
  readonly score: Float32Array;
  /** Rarity of those pairs of the question that the clause holds. */
  readonly held: Float32Array;
  /** The best score, and the rarity of all pairs of the question; both at least a trifle. */
  best: number;
  asked: number;
}

export function emptyScores(size: number): FirstScores {
  return { score: new Float32Array(size), held: new Float32Array(size), best: 1e-6, asked: 1e-6 };
}

export function scoreAll(
  tokens: readonly QuestionToken[],
  corpus: Corpus,
  scores: FirstScores,
): void {
  scores.score.fill(0);
  scores.held.fill(0);
  scores.asked = 1e-6;
  for (const token of tokens) addToken(token, corpus, scores);
  let best = 1e-6;
  for (let number = 0; number < scores.score.length; number += 1) {
    const score = valueAt(scores.score, number);
    if (score > best && corpus.withdrawn[number] === 0) best = score;
  }
  scores.best = best;
}

function addToken(token: QuestionToken, corpus: Corpus, scores: FirstScores): void {
  const found = corpus.segments.map((segment) => ({
    segment,
    range: rangeOf(segment.table, token.number),
  }));
  const holders = found.reduce((sum, { range }) => sum + (range ? range[1] - range[0] : 0), 0);
  const rare = rarity(holders, corpus.ids.length);
  const pair = token.kind === 'b' && token.said;
  if (pair) scores.asked += rare;
  for (const { segment, range } of found) {
    if (range === null) continue;
    const job = { table: segment.table, range, first: segment.first };
    addPostings(job, token.weight * rare, scores.score);
    if (pair) addHeld(job, rare, scores.held);
  }
}

interface PostingJob {
  readonly table: PostingTable;
  readonly range: readonly [number, number];
  readonly first: number;
}

function addPostings(
  { table, range, first }: PostingJob,
  weight: number,
  score: Float32Array,
): void {
  const { docs, values } = table;
  const scale = (weight * (BM25.k1 + 1)) / FULL_WEIGHT;
  const presence = weight * PRESENCE;
  for (let at = range[0]; at < range[1]; at += 1) {
    const number = first + valueAt(docs, at);
    score[number] = valueAt(score, number) + scale * valueAt(values, at) + presence;
  }
}

function addHeld({ table, range, first }: PostingJob, rare: number, held: Float32Array): void {
  for (let at = range[0]; at < range[1]; at += 1) {
    const number = first + valueAt(table.docs, at);
    held[number] = valueAt(held, number) + rare;
  }
}

/** How telling a token is that so many of all clauses hold. */
export function rarity(holders: number, all: number): number {
  return Math.log(1 + (all - holders + 0.5) / (holders + 0.5));
}

/** How many clauses hold a token, over all segments. */
export function holdersOf(token: number, corpus: Corpus): number {
  return corpus.segments.reduce((sum, { table }) => {
    const range = rangeOf(table, token);
    return sum + (range === null ? 0 : range[1] - range[0]);
  }, 0);
}
