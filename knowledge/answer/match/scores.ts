/** One question held against a table, feature by feature: touches only what it shares with it. Results go into given arrays. */
import { type Postings } from './postings.ts';
import { type Likeness, type MatchTables, type Typical, type Weighed, damp } from './tables.ts';
import { valueAt } from './value-at.ts';
import { type Sparse } from './vocabulary.ts';

/** How alike the question is to each text (cosine); by its single characters alone where `singleOnly` says so. */
export function scoreLikeness(
  question: Sparse,
  table: Likeness,
  into: Float32Array,
  singleOnly = false,
): void {
  divide(into, addLikeness(question, table, into, singleOnly));
}

/** The same before it is divided by the length of the question, which is given back. */
export function addLikeness(
  { numbers, weights, single }: Sparse,
  table: Likeness,
  into: Float32Array,
  singleOnly = false,
): number {
  into.fill(0);
  let squares = 0;
  for (let at = 0; at < numbers.length; at += 1) {
    if (singleOnly && single[at] === 0) continue;
    const feature = numbers[at] ?? 0;
    const value = damp(valueAt(weights, at)) * tellingOf(feature, table);
    squares += value * value;
    addRows(into, table, feature, value);
  }
  return Math.sqrt(squares) || 1;
}

/** How typical the question is of each label, per unit of weight, so that long and short questions compare. */
export function scoreTypical(
  { numbers, weights }: Sparse,
  table: Typical,
  into: Float32Array,
): void {
  into.fill(0);
  let total = 0;
  numbers.forEach((feature, at) => {
    const weight = valueAt(weights, at);
    total += weight;
    addRows(into, table, feature, weight);
  });
  divide(into, total || 1);
}

/**
 * The share of the question's weight (rare words count most) that each entry holds anywhere. Single characters are left out:
 * some of them are in every entry.
 */
export function scoreHolding(
  { numbers, weights, single }: Sparse,
  { holders, phrases }: Pick<MatchTables, 'holders' | 'phrases'>,
  into: Float64Array,
): void {
  into.fill(0);
  let total = 0;
  numbers.forEach((feature, at) => {
    if (single[at] === 1) return;
    const value = Math.min(1, valueAt(weights, at)) * tellingOf(feature, phrases);
    total += value;
    addHolders(into, holders, feature, value);
  });
  divide(into, total || 1);
}

/** How telling a feature is; what no text holds counts as the rarest. */
function tellingOf(feature: number, { rarity, rarest }: Likeness): number {
  return feature < 0 ? rarest : valueAt(rarity, feature);
}

function addRows(
  into: Float32Array,
  { starts, rows, values }: Weighed,
  feature: number,
  factor: number,
): void {
  if (feature < 0) return;
  const end = starts[feature + 1] ?? 0;
  for (let from = starts[feature] ?? 0; from < end; from += 1) {
    const row = rows[from] ?? 0;
    into[row] = (into[row] ?? 0) + factor * (values[from] ?? 0);
  }
}

function addHolders(
  into: Float64Array,
  { starts, rows }: Postings,
  feature: number,
  value: number,
): void {
  if (feature < 0) return;
  const end = starts[feature + 1] ?? 0;
  for (let from = starts[feature] ?? 0; from < end; from += 1) {
    const row = rows[from] ?? 0;
    into[row] = (into[row] ?? 0) + value;
  }
}

function divide(scores: Float32Array | Float64Array, by: number): void {
  for (let at = 0; at < scores.length; at += 1) scores[at] = (scores[at] ?? 0) / by;
}
