/** The first look: every clause that shares a token with the question gets a score, in one pass over the postings. */
import { type Corpus, type Segment } from './corpus.ts';
import { rangeOf, slotOf, valueAt } from './posting-table.ts';
import { type QuestionToken } from './read-question.ts';
import { AROUND, BM25, PRESENCE } from './settings.ts';
import { FULL_WEIGHT } from './weigh.ts';

/** Scores by clause number. One object serves all questions of a corpus, one after the other. */
export interface FirstScores {
  readonly score: Float32Array;
  /** Rarity of those pairs of the question that the clause holds. */
  readonly held: Float32Array;
  /** What each clause gains by how often its document is cited. */
  readonly cited: Float64Array;
  /** The best score, and the rarity of all pairs of the question; both at least a trifle. */
  best: number;
  asked: number;
}

export function emptyScores({ ids, documentOf, cited }: Corpus): FirstScores {
  const gained = Float64Array.from(
    documentOf,
    (document) => AROUND.cited * valueAt(cited, document),
  );
  return {
    score: new Float32Array(ids.length),
    held: new Float32Array(ids.length),
    cited: gained,
    ...{ best: 1e-6, asked: 1e-6 },
  };
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
  scores.best = bestIn(scores.score, corpus.withdrawn);
}

function bestIn(score: Float32Array, withdrawn: Uint8Array): number {
  let best = 1e-6;
  for (let number = 0; number < score.length; number += 1) {
    const own = score[number] ?? 0;
    if (own > best && withdrawn[number] === 0) best = own;
  }
  return best;
}

function addToken(token: QuestionToken, corpus: Corpus, scores: FirstScores): void {
  const { segments } = corpus;
  const slots = segments.map(({ table }) => slotOf(table, token.number));
  let holders = 0;
  slots.forEach((slot, at) => {
    const starts = segments[at]?.table.starts;
    if (slot >= 0 && starts !== undefined) {
      holders += valueAt(starts, slot + 1) - valueAt(starts, slot);
    }
  });
  const rare = rarity(holders, corpus.ids.length);
  const pair = token.kind === 'b' && token.said;
  if (pair) scores.asked += rare;
  if (holders === 0) return;
  segments.forEach((segment, at) => {
    const slot = slots[at] ?? -1;
    if (slot < 0) return;
    addPostings(segment, slot, token.weight * rare, scores.score);
    if (pair) addHeld(segment, slot, rare, scores.held);
  });
}

// The two loops that a search spends its time in: plain reads of one kind of array each.

function addPostings(
  { table, first }: Segment,
  slot: number,
  weight: number,
  score: Float32Array,
): void {
  const { docs, values, starts } = table;
  const scale = (weight * (BM25.k1 + 1)) / FULL_WEIGHT;
  const presence = weight * PRESENCE;
  const end = starts[slot + 1] ?? 0;
  for (let at = starts[slot] ?? 0; at < end; at += 1) {
    const number = first + (docs[at] ?? 0);
    score[number] = (score[number] ?? 0) + scale * (values[at] ?? 0) + presence;
  }
}

function addHeld(
  { table: { docs, starts }, first }: Segment,
  slot: number,
  rare: number,
  held: Float32Array,
): void {
  const end = starts[slot + 1] ?? 0;
  for (let at = starts[slot] ?? 0; at < end; at += 1) {
    const number = first + (docs[at] ?? 0);
    held[number] = (held[number] ?? 0) + rare;
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
