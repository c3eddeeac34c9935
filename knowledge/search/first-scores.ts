/** The first look: every clause that shares a token with the question gets a score, in one pass over the postings. */
import { type RowSum, addRows } from './common-rows.ts';
import { type Corpus, type Segment } from './corpus.ts';
import { rangeOf, slotOf, valueAt } from './posting-table.ts';
import { type QuestionToken } from './read-question.ts';
import { AROUND, BM25, MAX_QUERY_TOKENS, PRESENCE } from './settings.ts';
import { FULL_WEIGHT } from './weigh.ts';

/** Scores by clause number. One object serves all questions of a corpus, one after the other, so that a question leaves nothing behind. */
export interface FirstScores {
  readonly score: Float32Array;
  /** Rarity of those pairs of the question that the clause holds. */
  readonly held: Float32Array;
  /** The same by segment, each from its first clause on. */
  readonly parts: readonly ScoresOfSegment[];
  /** What each clause gains by how often its document is cited, and the most that any gains. */
  readonly cited: Float64Array;
  readonly mostCited: number;
  /** The best score, and the rarity of all pairs of the question; both at least a trifle. */
  best: number;
  asked: number;
  /** Of the clauses that are looked at a second time, the best of each document. */
  readonly bestOf: Float64Array;
}

interface ScoresOfSegment {
  readonly segment: Segment;
  readonly score: Float32Array;
  readonly held: Float32Array;
  /** The rows of the question's common tokens. */
  readonly sum: RowSum;
  /** Where the token stands that is being added; -1 when no clause of the segment holds it. */
  slot: number;
}

/** Tokens that a question has at most, and the three that fill up its rows. */
const ROWS = MAX_QUERY_TOKENS + 3;

export function emptyScores({ ids, documentOf, documents, cited, segments }: Corpus): FirstScores {
  const score = new Float32Array(ids.length);
  const held = new Float32Array(ids.length);
  const parts = segments.map((segment): ScoresOfSegment => {
    const end = segment.first + segment.size;
    return {
      segment,
      score: score.subarray(segment.first, end),
      held: held.subarray(segment.first, end),
      sum: { count: 0, rows: new Int32Array(ROWS), scales: new Float64Array(ROWS) },
      slot: -1,
    };
  });
  const gained = Float64Array.from(
    documentOf,
    (document) => AROUND.cited * valueAt(cited, document),
  );
  return {
    ...{ score, held, parts, cited: gained },
    mostCited: gained.reduce((most, own) => Math.max(most, own), 0),
    ...{ best: 1e-6, asked: 1e-6 },
    bestOf: new Float64Array(documents.length),
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
  for (const { sum } of scores.parts) sum.count = 0;
  for (const token of tokens) addToken(token, corpus, scores);
  for (const { segment, sum, score } of scores.parts) addRows(segment.common.values, sum, score);
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
  let holders = 0;
  for (const part of scores.parts) {
    const { starts } = part.segment.table;
    part.slot = slotOf(part.segment.table, token.number);
    if (part.slot >= 0) holders += valueAt(starts, part.slot + 1) - valueAt(starts, part.slot);
  }
  const rare = rarity(holders, corpus.ids.length);
  const pair = token.kind === 'b' && token.said;
  if (pair) scores.asked += rare;
  if (holders === 0) return;
  for (const part of scores.parts) {
    if (part.slot < 0) continue;
    const row = part.segment.common.rowOf.get(part.slot);
    if (row === undefined) addPostings(part, token.weight * rare);
    else noteRow(part.sum, row, token.weight * rare);
    if (pair) addHeld(part, rare);
  }
}

/** What a weight of 1 in the tables is worth. */
const UNIT = (BM25.k1 + 1) / FULL_WEIGHT;

function noteRow(sum: RowSum, row: number, weight: number): void {
  sum.rows[sum.count] = row;
  sum.scales[sum.count] = weight * UNIT;
  sum.count += 1;
}

// The two loops for rarer tokens: plain reads of one kind of array each, and two postings at a time, because then the second is read
// while the first is added (a clause stands only once among the postings of a token).

function addPostings({ segment, slot, score }: ScoresOfSegment, weight: number): void {
  const { docs, values, starts } = segment.table;
  const scale = weight * UNIT;
  const presence = weight * PRESENCE;
  const end = starts[slot + 1] ?? 0;
  let at = starts[slot] ?? 0;
  if ((end - at) % 2 === 1) {
    const number = docs[at] ?? 0;
    score[number] = (score[number] ?? 0) + (scale * (values[at] ?? 0) + presence);
    at += 1;
  }
  for (; at < end; at += 2) {
    const one = docs[at] ?? 0;
    const other = docs[at + 1] ?? 0;
    const ofOne = (score[one] ?? 0) + (scale * (values[at] ?? 0) + presence);
    const ofOther = (score[other] ?? 0) + (scale * (values[at + 1] ?? 0) + presence);
    score[one] = ofOne;
    score[other] = ofOther;
  }
}

function addHeld({ segment, slot, held }: ScoresOfSegment, rare: number): void {
  const { docs, starts } = segment.table;
  const end = starts[slot + 1] ?? 0;
  for (let at = starts[slot] ?? 0; at < end; at += 1) {
    const number = docs[at] ?? 0;
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
