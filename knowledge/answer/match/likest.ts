/**
 * The likest phrasings of the entries that can reach the shortlist. A bound that never lies below what an entry reaches is taken
 * over pairs of feature and entry, of which there are a fifth as many as phrasings that hold a feature; only the few entries
 * whose bound is high enough are scored phrasing by phrasing.
 */
import { tellingValue } from './scores.ts';
import { type MatchTables, TOP_PARTS } from './tables.ts';
import { type Sparse } from './vocabulary.ts';

/** The likest three phrasings of entries, their title and all phrasings on average, in memory that serves all questions, one after the other. */
export interface Likest {
  readonly best: Float32Array;
  readonly second: Float32Array;
  readonly third: Float32Array;
  readonly title: Float32Array;
  readonly mean: Float32Array;
  readonly scores: Float32Array;
  readonly bounds: Float64Array;
  readonly near: Uint8Array;
  /** Where the phrasings of each entry begin. */
  readonly firstRows: Uint32Array;
}

export function emptyLikest({ entryOf }: MatchTables, entries: number): Likest {
  const firstRows = new Uint32Array(entries + 1);
  for (const entry of entryOf) firstRows[entry + 1] = (firstRows[entry + 1] ?? 0) + 1;
  for (let at = 1; at <= entries; at += 1)
    firstRows[at] = (firstRows[at] ?? 0) + (firstRows[at - 1] ?? 0);
  return {
    best: new Float32Array(entries),
    second: new Float32Array(entries),
    third: new Float32Array(entries),
    title: new Float32Array(entries),
    mean: new Float32Array(entries),
    scores: new Float32Array(entryOf.length),
    bounds: new Float64Array(entries),
    near: new Uint8Array(entries),
    firstRows,
  };
}

/** More than rounding can lose on the way. */
const ROUNDING = 1e-4;

/**
 * Fills in the likenesses of every entry that is among the first `count` by `others` plus its second likest phrasing, and
 * gives the numbers of these and of some more, ascending. `others` are not negative.
 */
export function scoreLikest(
  question: Sparse,
  tables: MatchTables,
  into: Likest,
  { others, count }: { readonly others: Float64Array; readonly count: number },
): readonly number[] {
  const values = new Float64Array(question.numbers.length);
  let squares = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = tellingValue(question, at, tables.phrases);
    values[at] = value;
    squares += value * value;
  }
  const norm = Math.sqrt(squares) || 1;
  const known = { numbers: question.numbers, values };
  addBounds(known, tables, into.bounds);
  const least = placeOf(others, count);
  const numbers: number[] = [];
  for (let entry = 0; entry < others.length; entry += 1) {
    const reach = (others[entry] ?? 0) + (into.bounds[entry] ?? 0) / norm;
    const isNear = reach > 0 && reach + ROUNDING >= least;
    into.near[entry] = isNear ? 1 : 0;
    if (!isNear) continue;
    numbers.push(entry);
    into.scores.fill(0, into.firstRows[entry], into.firstRows[entry + 1]);
  }
  addPhrasings(known, tables, into);
  takeLikest(numbers, norm, into);
  return numbers;
}

/** A question with what each of its features weighs. */
interface Valued {
  readonly numbers: Int32Array;
  readonly values: Float64Array;
}

/** Of two numbers the smaller is at most half of their sum: so is the second likest phrasing of an entry. */
function addBounds(
  { numbers, values }: Valued,
  { entry: { starts, rows }, groups: { tops } }: MatchTables,
  bounds: Float64Array,
): void {
  bounds.fill(0);
  for (let at = 0; at < numbers.length; at += 1) {
    const feature = numbers[at] ?? 0;
    if (feature < 0) continue;
    const value = (values[at] ?? 0) / TOP_PARTS;
    const end = starts[feature + 1] ?? 0;
    for (let pair = starts[feature] ?? 0; pair < end; pair += 1) {
      const entry = rows[pair] ?? 0;
      bounds[entry] = (bounds[entry] ?? 0) + value * (tops[pair] ?? 0);
    }
  }
}

/** The number that stands at a place when the largest stands first; 0 where there are fewer. Most end at the first comparison. */
function placeOf(scores: Float64Array, place: number): number {
  const first = new Float64Array(place);
  for (let number = scores.length - 1; number >= 0; number -= 1) {
    const score = scores[number] ?? 0;
    if (score <= (first[place - 1] ?? 0)) continue;
    let at = place - 1;
    for (; at > 0 && (first[at - 1] ?? 0) < score; at -= 1) first[at] = first[at - 1] ?? 0;
    first[at] = score;
  }
  return first[place - 1] ?? 0;
}

/** Adds in the order in which every phrasing by itself would be added up: the sums are the same to the last bit. */
function addPhrasings({ numbers, values }: Valued, tables: MatchTables, into: Likest): void {
  for (let at = 0; at < numbers.length; at += 1) {
    const feature = numbers[at] ?? 0;
    if (feature >= 0) addFeature(feature, values[at] ?? 0, tables, into);
  }
}

/** Adds row by row right here: a function of its own for each entry left a third of a turn's garbage, what it was handed. */
function addFeature(
  feature: number,
  value: number,
  { entry, groups: { sizes }, phrases: { starts, rows, values } }: MatchTables,
  { near, scores }: Likest,
): void {
  const end = entry.starts[feature + 1] ?? 0;
  let from = starts[feature] ?? 0;
  for (let pair = entry.starts[feature] ?? 0; pair < end; pair += 1) {
    const next = from + (sizes[pair] ?? 0);
    if (near[entry.rows[pair] ?? 0] === 0) {
      from = next;
      continue;
    }
    for (; from < next; from += 1) {
      const row = rows[from] ?? 0;
      scores[row] = (scores[row] ?? 0) + value * (values[from] ?? 0);
    }
  }
}

/** `norm` is the length of the question. */
function takeLikest(
  entries: readonly number[],
  norm: number,
  { scores, best, second, third, title, mean, firstRows }: Likest,
): void {
  for (const entry of entries) {
    const end = firstRows[entry + 1] ?? 0;
    let one = 0;
    let two = 0;
    let three = 0;
    let sum = 0;
    const first = firstRows[entry] ?? 0;
    for (let row = firstRows[entry] ?? 0; row < end; row += 1) {
      const value = scores[row] ?? 0;
      sum += value;
      if (value <= three) continue;
      if (value > one) {
        three = two;
        two = one;
        one = value;
      } else if (value > two) {
        three = two;
        two = value;
      } else three = value;
    }
    best[entry] = one / norm;
    second[entry] = two / norm;
    third[entry] = three / norm;
    title[entry] = (scores[first] ?? 0) / norm;
    mean[entry] = sum / Math.max(1, end - first) / norm;
  }
}
