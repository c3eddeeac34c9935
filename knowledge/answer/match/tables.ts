/** What the matcher knows of all entries, as flat arrays: built once from the content, or loaded. */
import { charactersOf, type Features } from './features.ts';
import { valueAt } from './value-at.ts';
import { Vocabulary } from './vocabulary.ts';

/** Feature → rows (phrasings, entries or labels) that hold it: those of feature f stand from `starts[f]` to `starts[f + 1]`. */
export interface Postings {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
}

export interface Weighed extends Postings {
  readonly values: Float32Array;
}

/** Texts as vectors of length one: how alike a question is to each of them. */
export interface Likeness extends Weighed {
  /** How telling each feature is; what no text holds counts as the rarest. */
  readonly rarity: Float64Array;
  readonly rarest: number;
  /** How many texts there are. */
  readonly size: number;
}

/** How typical each feature is of a set of labels, in log-odds against the whole. */
export interface Typical extends Weighed {
  readonly size: number;
}

export interface MatchTables {
  /** Every feature of every entry; the place is the number. */
  readonly keys: readonly string[];
  /** The entry of each phrasing. */
  readonly entryOf: Uint32Array;
  readonly phrases: Likeness;
  /** One vector per entry: the characters of all its phrasings, its body. */
  readonly characters: Likeness;
  readonly bodies: Likeness;
  readonly entry: Typical;
  readonly body: Typical;
  readonly programme: Typical;
  readonly aspect: Typical;
  readonly outcome: Typical;
  /** Entries that hold a feature anywhere. */
  readonly holders: Postings;
}

/** An entry as the tables are built from it. */
export interface EntryTexts {
  readonly programme: string;
  readonly aspect: string;
  readonly outcome: string;
  readonly phrasings: readonly Features[];
  readonly body: Features;
}

/** The labels of entries in the order in which they first stand, and the place of each entry's own. */
export function labelled(names: readonly string[]): {
  readonly labels: readonly string[];
  readonly labelOf: Uint32Array;
} {
  const labels = [...new Set(names)];
  return { labels, labelOf: Uint32Array.from(names, (name) => labels.indexOf(name)) };
}

export function buildTables(entries: readonly EntryTexts[]): MatchTables {
  const vocabulary = new Vocabulary();
  const entryOf = Uint32Array.from(
    entries.flatMap(({ phrasings }, entry) => phrasings.map(() => entry)),
  );
  const each = Uint32Array.from(entries, (_, entry) => entry);
  const sums = entries.map(({ phrasings }) => sumOf(phrasings));
  const phrases = bagsOf(
    entries.flatMap(({ phrasings }) => phrasings),
    vocabulary,
  );
  const whole = bagsOf(sums, vocabulary);
  const characters = bagsOf(sums.map(charactersOf), vocabulary);
  const bodies = bagsOf(
    entries.map(({ body }) => body),
    vocabulary,
  );
  const features = vocabulary.size;
  const typical = (bags: Bags, labelOf: Uint32Array): Typical => typicalOf(bags, features, labelOf);
  const of = (name: 'programme' | 'aspect' | 'outcome'): Uint32Array =>
    labelled(entries.map((entry) => entry[name])).labelOf;
  return {
    keys: vocabulary.keys(),
    entryOf,
    phrases: likenessOf(phrases, features, entryOf, entries.length),
    characters: likenessOf(characters, features, each, entries.length),
    bodies: likenessOf(bodies, features, each, entries.length),
    entry: typical(whole, each),
    body: typical(bodies, each),
    programme: typical(whole, of('programme')),
    aspect: typical(whole, of('aspect')),
    outcome: typical(whole, of('outcome')),
    holders: eitherOf(inverted(whole, features), inverted(bodies, features)),
  };
}

/** What the phrasings of an entry hold together: the models count from it, which saves most of the building time. */
function sumOf(list: readonly Features[]): Features {
  const sum = new Map<string, number>();
  for (const features of list) {
    for (const [key, weight] of features) sum.set(key, (sum.get(key) ?? 0) + weight);
  }
  return sum;
}

/** Texts one after the other: the features of text t stand from `starts[t]` to `starts[t + 1]`. */
interface Bags {
  readonly starts: Uint32Array;
  readonly features: Uint32Array;
  readonly weights: Float64Array;
}

function bagsOf(texts: readonly Features[], vocabulary: Vocabulary): Bags {
  const size = texts.reduce((sum, text) => sum + text.size, 0);
  const starts = new Uint32Array(texts.length + 1);
  const features = new Uint32Array(size);
  const weights = new Float64Array(size);
  let at = 0;
  texts.forEach((text, row) => {
    for (const [key, weight] of text) {
      features[at] = vocabulary.add(key);
      weights[at] = weight;
      at += 1;
    }
    starts[row + 1] = at;
  });
  return { starts, features, weights };
}

interface Inverted extends Postings {
  readonly weights: Float64Array;
}

/** The same by feature; rows ascend. */
function inverted({ starts, features, weights }: Bags, size: number): Inverted {
  const begin = new Uint32Array(size + 1);
  for (const feature of features) begin[feature + 1] = (begin[feature + 1] ?? 0) + 1;
  for (let at = 1; at <= size; at += 1) begin[at] = (begin[at] ?? 0) + (begin[at - 1] ?? 0);
  const next = begin.slice();
  const rows = new Uint32Array(features.length);
  const sorted = new Float64Array(features.length);
  for (let row = 0; row + 1 < starts.length; row += 1) {
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      const feature = features[at] ?? 0;
      const to = next[feature] ?? 0;
      next[feature] = to + 1;
      rows[to] = row;
      sorted[to] = weights[at] ?? 0;
    }
  }
  return { starts: begin, rows, weights: sorted };
}

/** A feature said three times is not three times as telling. */
export function damp(weight: number): number {
  return weight > 1 ? 1 + Math.log(weight) : weight;
}

/** Rarity is taken over entries, not phrasings: what twelve phrasings of one entry share is telling. `entryOf` ascends. */
function likenessOf(bags: Bags, size: number, entryOf: Uint32Array, entries: number): Likeness {
  const { starts, rows, weights } = inverted(bags, size);
  const rarest = Math.log(1 + entries);
  const rarity = new Float64Array(size).fill(rarest);
  for (let feature = 0; feature < size; feature += 1) {
    const own = rows.subarray(starts[feature], starts[feature + 1]);
    if (own.length === 0) continue;
    const holders = distinct(own, entryOf);
    rarity[feature] = Math.log(1 + (entries - holders + 0.5) / (holders + 0.5));
  }
  const norms = normsOf(bags, rarity);
  const values = new Float32Array(rows.length);
  for (let feature = 0; feature < size; feature += 1) {
    const telling = valueAt(rarity, feature);
    for (let at = valueAt(starts, feature); at < valueAt(starts, feature + 1); at += 1) {
      values[at] = (damp(valueAt(weights, at)) * telling) / valueAt(norms, valueAt(rows, at));
    }
  }
  return { starts, rows, values, rarity, rarest, size: norms.length };
}

/** How many entries the rows belong to; both ascend. */
function distinct(rows: Uint32Array, entryOf: Uint32Array): number {
  let count = 0;
  let last = -1;
  for (const row of rows) {
    const entry = valueAt(entryOf, row);
    if (entry !== last) count += 1;
    last = entry;
  }
  return count;
}

function normsOf({ starts, features, weights }: Bags, rarity: Float64Array): Float64Array {
  const norms = new Float64Array(starts.length - 1);
  for (let row = 0; row < norms.length; row += 1) {
    let squares = 0;
    for (let at = valueAt(starts, row); at < valueAt(starts, row + 1); at += 1) {
      const value = damp(valueAt(weights, at)) * valueAt(rarity, valueAt(features, at));
      squares += value * value;
    }
    norms[row] = Math.sqrt(squares) || 1;
  }
  return norms;
}

/** Share of a label's own counts against the background; the rest smooths. Flat optimum between 0.4 and 0.8. */
const OWN_SHARE = 0.6;

/** A smoothed language model per label: how much likelier it says a feature than all together do. */
function typicalOf(bags: Bags, size: number, labelOf: Uint32Array): Typical {
  const { starts, rows, weights } = inverted(bags, size);
  const labels = labelOf.reduce((most, label) => Math.max(most, label + 1), 0);
  const { totals, whole } = totalsOf(bags, labelOf, labels);
  const from = new Uint32Array(size + 1);
  const holding = new Uint32Array(rows.length);
  const values = new Float32Array(rows.length);
  let to = 0;
  for (let feature = 0; feature < size; feature += 1) {
    const counts = new Map<number, number>();
    let all = 0;
    for (let at = valueAt(starts, feature); at < valueAt(starts, feature + 1); at += 1) {
      const label = valueAt(labelOf, valueAt(rows, at));
      counts.set(label, (counts.get(label) ?? 0) + valueAt(weights, at));
    }
    for (const count of counts.values()) all += count;
    for (const [label, count] of counts) {
      const own = count / (valueAt(totals, label) || 1);
      holding[to] = label;
      values[to] = Math.log(1 + ((OWN_SHARE / (1 - OWN_SHARE)) * own) / (all / whole));
      to += 1;
    }
    from[feature + 1] = to;
  }
  return { starts: from, rows: holding.slice(0, to), values: values.slice(0, to), size: labels };
}

function totalsOf(
  { starts, weights }: Bags,
  labelOf: Uint32Array,
  labels: number,
): { readonly totals: Float64Array; readonly whole: number } {
  const totals = new Float64Array(labels);
  let whole = 0;
  for (let row = 0; row + 1 < starts.length; row += 1) {
    const label = labelOf[row] ?? 0;
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      totals[label] = (totals[label] ?? 0) + (weights[at] ?? 0);
      whole += weights[at] ?? 0;
    }
  }
  return { totals, whole };
}

/** Rows that hold a feature in one table or the other. */
function eitherOf(one: Postings, other: Postings): Postings {
  const starts = new Uint32Array(one.starts.length);
  const rows = new Uint32Array(one.rows.length + other.rows.length);
  let to = 0;
  for (let feature = 0; feature + 1 < starts.length; feature += 1) {
    const own = new Set(one.rows.subarray(one.starts[feature], one.starts[feature + 1]));
    for (const row of other.rows.subarray(other.starts[feature], other.starts[feature + 1])) {
      own.add(row);
    }
    for (const row of own) {
      rows[to] = row;
      to += 1;
    }
    starts[feature + 1] = to;
  }
  return { starts, rows: rows.slice(0, to) };
}
