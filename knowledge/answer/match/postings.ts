/** Which texts hold which features, as flat arrays; and the same with some texts taken out and others put in. */
import { type Features } from './features.ts';
import { type Vocabulary } from './vocabulary.ts';

/** Feature → rows (phrasings, entries or labels) that hold it, ascending: those of feature f stand from `starts[f]` to `starts[f + 1]`. */
export interface Postings {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
}

/** With the weight of the feature in each row, in hundredths. */
export interface Counts extends Postings {
  readonly weights: Uint16Array | Uint32Array;
}

/** One text as numbers of features. */
export interface Bag {
  readonly features: Uint32Array;
  readonly weights: Uint16Array;
}

const MOST_WEIGHT = 0xffff;

export function bagOf(text: Features, vocabulary: Vocabulary): Bag {
  const features = new Uint32Array(text.size);
  const weights = new Uint16Array(text.size);
  let at = 0;
  for (const [key, weight] of text) {
    features[at] = vocabulary.add(key);
    weights[at] = Math.min(MOST_WEIGHT, weight);
    at += 1;
  }
  return { features, weights };
}

/** Bags by row, in ascending order. */
export type AddedBags = ReadonlyMap<number, Bag>;

const NOTHING: Counts = {
  starts: new Uint32Array(1),
  rows: new Uint32Array(0),
  weights: new Uint16Array(0),
};

/** `size` is the number of features, those that no text holds included. */
export function countsOf(bags: AddedBags, size: number): Counts {
  return editedCounts(NOTHING, { size, renumber: new Int32Array(0), added: bags });
}

export interface Edit {
  readonly size: number;
  /** The new number of each row, -1 for one that goes; those that stay keep their order. */
  readonly renumber: Int32Array;
  readonly added: AddedBags;
}

/** Costs one pass over the table, however much changes. */
export function editedCounts(before: Counts, { size, renumber, added }: Edit): Counts {
  const fresh = invertedBags(added, size);
  const starts = new Uint32Array(size + 1);
  const into = new CountsWriter(before.rows.length + fresh.rows.length);
  const known = before.starts.length - 1;
  for (let feature = 0; feature < size; feature += 1) {
    let next = numberAt(fresh.starts, feature);
    const last = numberAt(fresh.starts, feature + 1);
    const end = feature < known ? numberAt(before.starts, feature + 1) : 0;
    for (let from = numberAt(before.starts, feature); from < end; from += 1) {
      const row = renumber[numberAt(before.rows, from)] ?? -1;
      if (row < 0) continue;
      for (; next < last && numberAt(fresh.rows, next) < row; next += 1) {
        into.put(numberAt(fresh.rows, next), numberAt(fresh.weights, next));
      }
      into.put(row, numberAt(before.weights, from));
    }
    for (; next < last; next += 1) {
      into.put(numberAt(fresh.rows, next), numberAt(fresh.weights, next));
    }
    starts[feature + 1] = into.size;
  }
  return { starts, ...into.written() };
}

class CountsWriter {
  size = 0;
  readonly #rows: Uint32Array;
  readonly #weights: Uint16Array;

  constructor(most: number) {
    this.#rows = new Uint32Array(most);
    this.#weights = new Uint16Array(most);
  }

  put(row: number, weight: number): void {
    this.#rows[this.size] = row;
    this.#weights[this.size] = weight;
    this.size += 1;
  }

  /** Nearly all of the room was needed: nothing is copied. */
  written(): Omit<Counts, 'starts'> {
    const { size } = this;
    return { rows: this.#rows.subarray(0, size), weights: this.#weights.subarray(0, size) };
  }
}

function numberAt(list: Uint32Array | Uint16Array, at: number): number {
  return list[at] ?? 0;
}

function invertedBags(bags: AddedBags, size: number): Counts {
  const starts = new Uint32Array(size + 1);
  for (const { features } of bags.values()) {
    for (const feature of features) starts[feature + 1] = (starts[feature + 1] ?? 0) + 1;
  }
  for (let at = 1; at <= size; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const next = starts.slice();
  const rows = new Uint32Array(starts[size] ?? 0);
  const weights = new Uint16Array(rows.length);
  for (const [row, bag] of bags) {
    for (let at = 0; at < bag.features.length; at += 1) {
      const feature = bag.features[at] ?? 0;
      const to = next[feature] ?? 0;
      next[feature] = to + 1;
      rows[to] = row;
      weights[to] = bag.weights[at] ?? 0;
    }
  }
  return { starts, rows, weights };
}

/** Rows that belong together as one, with what they hold together; `groupOf` ascends with the rows. */
export function groupedCounts({ starts, rows, weights }: Counts, groupOf: Uint32Array): Counts {
  const from = new Uint32Array(starts.length);
  const groups = new Uint32Array(rows.length);
  const sums = new Uint32Array(rows.length);
  let to = 0;
  for (let feature = 0; feature + 1 < starts.length; feature += 1) {
    const begin = to;
    const end = starts[feature + 1] ?? 0;
    for (let at = starts[feature] ?? 0; at < end; at += 1) {
      const group = groupOf[rows[at] ?? 0] ?? 0;
      if (to === begin || groups[to - 1] !== group) {
        groups[to] = group;
        to += 1;
      }
      sums[to - 1] = (sums[to - 1] ?? 0) + (weights[at] ?? 0);
    }
    from[feature + 1] = to;
  }
  return { starts: from, rows: groups.slice(0, to), weights: sums.slice(0, to) };
}

/** Only the features that `wanted` marks with 1. */
export function onlyFeatures({ starts, rows, weights }: Counts, wanted: Uint8Array): Counts {
  const from = new Uint32Array(starts.length);
  const kept = new Uint32Array(rows.length);
  const own = new Uint32Array(rows.length);
  let to = 0;
  for (let feature = 0; feature + 1 < starts.length; feature += 1) {
    if (wanted[feature] === 1) {
      for (let at = starts[feature] ?? 0; at < (starts[feature + 1] ?? 0); at += 1) {
        kept[to] = rows[at] ?? 0;
        own[to] = weights[at] ?? 0;
        to += 1;
      }
    }
    from[feature + 1] = to;
  }
  return { starts: from, rows: kept.slice(0, to), weights: own.slice(0, to) };
}
