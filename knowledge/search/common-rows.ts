/** The commonest tokens laid out clause by clause: summing whole rows is several times faster than following their postings. */
import { type PostingTable } from './posting-table.ts';
import { BM25, COMMON, PRESENCE } from './settings.ts';
import { FULL_WEIGHT } from './weigh.ts';

/** One row for each token that enough clauses hold. */
export interface CommonRows {
  /** The places of these tokens in the table, in the order of their rows. */
  readonly slots: Uint32Array;
  /** What each token is worth in each clause, presence included, in units of weight; 0 where the clause does not hold it. */
  readonly values: Float32Array;
  /** Where the row of a token begins in `values`, by its place in the table. */
  readonly rowOf: ReadonlyMap<number, number>;
}

/** What presence adds, in units of weight: so one multiplication gives both. */
const PRESENT = (PRESENCE * FULL_WEIGHT) / (BM25.k1 + 1);

/** The rows of a table over so many clauses. */
export function commonRows(table: PostingTable, size: number): CommonRows {
  const slots = commonSlots(table, size);
  const values = new Float32Array(slots.length * size);
  slots.forEach((slot, at) => layOut(table, slot, values.subarray(at * size, (at + 1) * size)));
  return knownRows(slots, values);
}

/** Rows that were laid out before: memory of their size takes longer to fill than to load. */
export function knownRows(slots: Uint32Array, values: Float32Array): CommonRows {
  const size = values.length / Math.max(1, slots.length);
  return { slots, values, rowOf: new Map(Array.from(slots, (slot, at) => [slot, at * size])) };
}

function commonSlots({ starts }: PostingTable, size: number): Uint32Array {
  const slots: number[] = [];
  if (size < COMMON.clauses) return Uint32Array.from(slots);
  for (let slot = 0; slot + 1 < starts.length; slot += 1) {
    const holders = (starts[slot + 1] ?? 0) - (starts[slot] ?? 0);
    if (holders > COMMON.share * size) slots.push(slot);
  }
  return Uint32Array.from(slots);
}

function layOut({ starts, docs, values }: PostingTable, slot: number, row: Float32Array): void {
  const end = starts[slot + 1] ?? 0;
  for (let at = starts[slot] ?? 0; at < end; at += 1) {
    row[docs[at] ?? 0] = (values[at] ?? 0) + PRESENT;
  }
}

/** Rows with what each counts for in a question. */
export interface RowSum {
  /** So many of `rows` and `scales` count. */
  count: number;
  readonly rows: Int32Array;
  readonly scales: Float64Array;
}

/** Adds up the rows for every clause, eight or four at a time: each time a score is read and written only once. */
export function addRows(values: Float32Array, sum: RowSum, score: Float32Array): void {
  // Rows that count for nothing fill up the last four.
  while (sum.count % 4 !== 0) {
    sum.rows[sum.count] = 0;
    sum.scales[sum.count] = 0;
    sum.count += 1;
  }
  let from = 0;
  for (; from + 8 <= sum.count; from += 8) addEight(values, sum, from, score);
  if (from < sum.count) addFour(values, sum, from, score);
}

// Each a function of its own, so that it knows one kind of array only.
const rowAt = (rows: Int32Array, at: number): number => rows[at] ?? 0;
const scaleAt = (scales: Float64Array, at: number): number => scales[at] ?? 0;
const worth = (values: Float32Array, at: number): number => values[at] ?? 0;

function addEight(values: Float32Array, sum: RowSum, from: number, score: Float32Array): void {
  const { rows, scales } = sum;
  const a = rowAt(rows, from);
  const b = rowAt(rows, from + 1);
  const c = rowAt(rows, from + 2);
  const d = rowAt(rows, from + 3);
  const e = rowAt(rows, from + 4);
  const f = rowAt(rows, from + 5);
  const g = rowAt(rows, from + 6);
  const h = rowAt(rows, from + 7);
  const aScale = scaleAt(scales, from);
  const bScale = scaleAt(scales, from + 1);
  const cScale = scaleAt(scales, from + 2);
  const dScale = scaleAt(scales, from + 3);
  const eScale = scaleAt(scales, from + 4);
  const fScale = scaleAt(scales, from + 5);
  const gScale = scaleAt(scales, from + 6);
  const hScale = scaleAt(scales, from + 7);
  for (let at = 0; at < score.length; at += 1) {
    score[at] =
      (score[at] ?? 0) +
      (aScale * worth(values, a + at) + bScale * worth(values, b + at)) +
      (cScale * worth(values, c + at) + dScale * worth(values, d + at)) +
      (eScale * worth(values, e + at) + fScale * worth(values, f + at)) +
      (gScale * worth(values, g + at) + hScale * worth(values, h + at));
  }
}

function addFour(values: Float32Array, sum: RowSum, from: number, score: Float32Array): void {
  const { rows, scales } = sum;
  const a = rowAt(rows, from);
  const b = rowAt(rows, from + 1);
  const c = rowAt(rows, from + 2);
  const d = rowAt(rows, from + 3);
  const aScale = scaleAt(scales, from);
  const bScale = scaleAt(scales, from + 1);
  const cScale = scaleAt(scales, from + 2);
  const dScale = scaleAt(scales, from + 3);
  for (let at = 0; at < score.length; at += 1) {
    score[at] =
      (score[at] ?? 0) +
      aScale * worth(values, a + at) +
      bScale * worth(values, b + at) +
      cScale * worth(values, c + at) +
      dScale * worth(values, d + at);
  }
}
