/** One question held against a table, feature by feature: touches only what it shares with it. Results go into given arrays. */
import { type Postings } from './postings.ts';
import { type Likeness, type MatchTables, type Typical, type Weighed, damp } from './tables.ts';
import { type Sparse } from './vocabulary.ts';

/** How alike the question is to each text (cosine); by its single characters alone where `singleOnly` says so. */
export function scoreLikeness(
  question: Sparse,
  table: Likeness,
  into: Float32Array,
  singleOnly = false,
): void {
  into.fill(0);
  const { numbers, single } = question;
  let squares = 0;
  for (let at = 0; at < numbers.length; at += 1) {
    if (singleOnly && single[at] === 0) continue;
    const value = tellingValue(question, at, table);
    squares += value * value;
    addRows(into, table, numbers[at] ?? 0, value);
  }
  const norm = Math.sqrt(squares) || 1;
  for (let at = 0; at < into.length; at += 1) into[at] = (into[at] ?? 0) / norm;
}

/** How typical the question is of each label, per unit of weight, so that long and short questions compare. */
export function scoreTypical(
  { numbers, weights }: Sparse,
  table: Typical,
  into: Float32Array,
): void {
  into.fill(0);
  let total = 0;
  for (let at = 0; at < numbers.length; at += 1) {
    const weight = weights[at] ?? 0;
    total += weight;
    addRows(into, table, numbers[at] ?? 0, weight);
  }
  for (let at = 0; at < into.length; at += 1) into[at] = (into[at] ?? 0) / (total || 1);
}

/** How far each label lies behind the likeliest: 0 for that one, negative for the rest. */
export function scoreBehindBest(question: Sparse, table: Typical, into: Float32Array): void {
  scoreTypical(question, table, into);
  let best = 0;
  for (const score of into) best = Math.max(best, score);
  for (let label = 0; label < into.length; label += 1) into[label] = (into[label] ?? 0) - best;
}

/** Some labels or entries, as a list and as marks by number. */
export interface Chosen {
  readonly numbers: readonly number[];
  readonly marks: Uint8Array;
}

/** The same for some labels alone; what stands in `into` for the others means nothing. */
export function scoreTypicalOf(
  { numbers, marks }: Chosen,
  question: Sparse,
  table: Typical,
  into: Float32Array,
): void {
  into.fill(0);
  let total = 0;
  for (let at = 0; at < question.numbers.length; at += 1) {
    const weight = question.weights[at] ?? 0;
    total += weight;
    addMarkedRows(into, table, question.numbers[at] ?? 0, { factor: weight, marks });
  }
  for (const number of numbers) into[number] = (into[number] ?? 0) / (total || 1);
}

/**
 * The share of the question's weight (rare words count most) that each of some entries holds anywhere, in phrasings or body.
 * Single characters are left out: some of them are in every entry.
 */
export function scoreHoldingOf(
  { numbers, marks }: Chosen,
  question: Sparse,
  { entry, bodies, phrases }: Pick<MatchTables, 'entry' | 'bodies' | 'phrases'>,
  into: Float64Array,
): void {
  for (const number of numbers) into[number] = 0;
  let total = 0;
  for (let at = 0; at < question.numbers.length; at += 1) {
    if (question.single[at] === 1) continue;
    const feature = question.numbers[at] ?? 0;
    const value = Math.min(1, question.weights[at] ?? 0) * tellingOf(feature, phrases);
    total += value;
    if (feature < 0) continue;
    countHolders(entry, feature, marks);
    countHolders(bodies, feature, marks);
    for (const number of numbers) {
      if (marks[number] === 1) continue;
      into[number] = (into[number] ?? 0) + value;
      marks[number] = 1;
    }
  }
  for (const number of numbers) into[number] = (into[number] ?? 0) / (total || 1);
}

/** What one feature of the question weighs in a table of likeness. */
export function tellingValue({ numbers, weights }: Sparse, at: number, table: Likeness): number {
  return damp(weights[at] ?? 0) * tellingOf(numbers[at] ?? 0, table);
}

/** How telling a feature is; what no text holds counts as the rarest. */
function tellingOf(feature: number, { rarity, rarest }: Likeness): number {
  return feature < 0 ? rarest : (rarity[feature] ?? 0);
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

function addMarkedRows(
  into: Float32Array,
  { starts, rows, values }: Weighed,
  feature: number,
  { factor, marks }: { readonly factor: number; readonly marks: Uint8Array },
): void {
  if (feature < 0) return;
  const end = starts[feature + 1] ?? 0;
  for (let from = starts[feature] ?? 0; from < end; from += 1) {
    const row = rows[from] ?? 0;
    if (marks[row] === 0) continue;
    into[row] = (into[row] ?? 0) + factor * (values[from] ?? 0);
  }
}

/** Marks of entries that hold the feature become 2. */
function countHolders({ starts, rows }: Postings, feature: number, marks: Uint8Array): void {
  const end = starts[feature + 1] ?? 0;
  for (let from = starts[feature] ?? 0; from < end; from += 1) {
    const row = rows[from] ?? 0;
    if (marks[row] === 1) marks[row] = 2;
  }
}
