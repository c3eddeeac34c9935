/** What the matcher knows of all entries, as flat arrays: counted once from the content, or loaded, or brought up to date. */
import { type Slices } from '../../slices.ts';
import { HUNDREDTHS } from './features.ts';
import { type Counts, type Postings, groupedCounts, onlyFeatures } from './postings.ts';
import { valueAt } from './value-at.ts';
import { type Vocabulary } from './vocabulary.ts';

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

/** What the phrasings of one entry that hold one feature have together; in the order of the rows of `entry`. */
export interface Groups {
  /** How many phrasings they are: they stand side by side among the rows of `phrases`. */
  readonly sizes: Uint16Array;
  /** Half of the two largest values among them in parts of `TOP_PARTS`, rounded up. */
  readonly tops: Uint16Array;
}

/** Values of vectors of length one are at most 1. */
export const TOP_PARTS = 0xffff;

export interface MatchTables {
  readonly vocabulary: Vocabulary;
  /** How many features there are; the vocabulary may know later ones. */
  readonly features: number;
  /** The entry of each phrasing. */
  readonly entryOf: Uint32Array;
  readonly phrases: Likeness & Counts;
  readonly groups: Groups;
  /** One vector per entry: the characters of all its phrasings, its body. */
  readonly characters: Likeness;
  readonly bodies: Likeness & Counts;
  readonly entry: Typical;
  readonly body: Typical;
  readonly programme: Typical;
  readonly aspect: Typical;
  readonly outcome: Typical;
}

/** The texts of all entries, counted: everything else follows from them. */
export interface CountedTexts {
  readonly vocabulary: Vocabulary;
  readonly features: number;
  readonly entryOf: Uint32Array;
  /** By phrasing. */
  readonly phrases: Counts;
  /** By entry. */
  readonly bodies: Counts;
  /** The labels of each entry. */
  readonly programmes: readonly string[];
  readonly aspects: readonly string[];
  readonly outcomes: readonly string[];
}

/** The labels of entries in the order in which they first stand, and the place of each entry's own. */
export function labelled(names: readonly string[]): {
  readonly labels: readonly string[];
  readonly labelOf: Uint32Array;
} {
  const labels = [...new Set(names)];
  return { labels, labelOf: Uint32Array.from(names, (name) => labels.indexOf(name)) };
}

/** Sums are taken over whole numbers: the same texts give the same tables, in whatever order they were counted. */
export function* tablesFrom(texts: CountedTexts): Slices<MatchTables> {
  const { vocabulary, features, entryOf, bodies } = texts;
  const entries = texts.programmes.length;
  const each = Uint32Array.from({ length: entries }, (_, entry) => entry);
  const whole = groupedCounts(texts.phrases, entryOf);
  yield;
  const phrases = yield* likenessOf(texts.phrases, {
    rows: entryOf.length,
    entries,
    holders: whole,
  });
  const single = onlyFeatures(whole, singleCharacters(vocabulary, features));
  const characters = yield* likenessOf(single, { rows: entries, entries, holders: single });
  const body = yield* likenessOf(bodies, { rows: entries, entries, holders: bodies });
  const typical = function* (counts: Counts, labelOf: Uint32Array): Slices<Typical> {
    yield;
    return typicalOf(counts, labelOf);
  };
  const tables = {
    ...{ vocabulary, features, entryOf, characters },
    phrases: { ...phrases, weights: texts.phrases.weights },
    bodies: { ...body, weights: bodies.weights },
    entry: yield* typical(whole, each),
    body: yield* typical(bodies, each),
    programme: yield* typical(whole, labelled(texts.programmes).labelOf),
    aspect: yield* typical(whole, labelled(texts.aspects).labelOf),
    outcome: yield* typical(whole, labelled(texts.outcomes).labelOf),
  };
  yield;
  return { ...tables, groups: groupsOf(phrases, entryOf, tables.entry.rows.length) };
}

/** `pairs` is how many pairs of a feature and an entry there are. */
function groupsOf({ starts, rows, values }: Weighed, entryOf: Uint32Array, pairs: number): Groups {
  const sizes = new Uint16Array(pairs);
  const tops = new Uint16Array(pairs);
  let pair = 0;
  for (let feature = 0; feature + 1 < starts.length; feature += 1) {
    const end = starts[feature + 1] ?? 0;
    for (let at = starts[feature] ?? 0; at < end; pair += 1) {
      const entry = entryOf[rows[at] ?? 0];
      const from = at;
      let one = 0;
      let two = 0;
      for (; at < end && entryOf[rows[at] ?? 0] === entry; at += 1) {
        const value = values[at] ?? 0;
        two = Math.max(two, Math.min(one, value));
        one = Math.max(one, value);
      }
      sizes[pair] = at - from;
      tops[pair] = Math.min(TOP_PARTS, Math.ceil(((one + two) / 2) * TOP_PARTS));
    }
  }
  return { sizes, tops };
}

/** The same phrasings under the same labels, with other bodies: what publishing an answer or a clause changes. */
export function* tablesWithBodies(
  before: MatchTables,
  bodies: Counts,
  features: number,
): Slices<MatchTables> {
  const { entryOf } = before;
  const entries = before.bodies.size;
  const body = yield* likenessOf(bodies, { rows: entries, entries, holders: bodies });
  yield;
  const each = Uint32Array.from({ length: entries }, (_, entry) => entry);
  return {
    ...{ vocabulary: before.vocabulary, features, entryOf, groups: before.groups },
    phrases: paddedLikeness(before.phrases, features),
    characters: paddedLikeness(before.characters, features),
    bodies: { ...body, weights: bodies.weights },
    entry: padded(before.entry, features),
    body: typicalOf(bodies, each),
    programme: padded(before.programme, features),
    aspect: padded(before.aspect, features),
    outcome: padded(before.outcome, features),
  };
}

/** With room for features that came later and that nothing here holds. */
function padded<T extends Postings>(table: T, features: number): T {
  const starts = new Uint32Array(features + 1).fill(table.rows.length);
  starts.set(table.starts);
  return { ...table, starts };
}

function paddedLikeness<T extends Likeness>(table: T, features: number): T {
  const rarity = new Float64Array(features).fill(table.rarest);
  rarity.set(table.rarity);
  return { ...padded(table, features), rarity };
}

function singleCharacters(vocabulary: Vocabulary, features: number): Uint8Array {
  return Uint8Array.from(vocabulary.keys(features), (key) => (key.startsWith('c') ? 1 : 0));
}

/** A feature said three times is not three times as telling. */
export function damp(weight: number): number {
  return weight > 1 ? 1 + Math.log(weight) : weight;
}

/** Damped weights by hundredths: nearly all of them are small. */
const DAMPED = Float64Array.from({ length: 4096 }, (_, weight) => damp(weight / HUNDREDTHS));

function damped(weight: number): number {
  return weight < DAMPED.length ? (DAMPED[weight] ?? 0) : damp(weight / HUNDREDTHS);
}

interface LikenessScope {
  readonly rows: number;
  readonly entries: number;
  /** Entries that hold each feature: rarity is taken over them, because what twelve phrasings of one entry share is telling. */
  readonly holders: Postings;
}

function* likenessOf(
  { starts, rows, weights }: Counts,
  { rows: size, entries, holders }: LikenessScope,
): Slices<Likeness> {
  const features = starts.length - 1;
  const rarest = Math.log(1 + entries);
  const rarity = new Float64Array(features).fill(rarest);
  for (let feature = 0; feature < features; feature += 1) {
    const held = valueAt(holders.starts, feature + 1) - valueAt(holders.starts, feature);
    if (held > 0) rarity[feature] = Math.log(1 + (entries - held + 0.5) / (held + 0.5));
  }
  const norms = normsOf({ starts, rows, weights }, rarity, size);
  yield;
  const values = new Float32Array(rows.length);
  for (let feature = 0; feature < features; feature += 1) {
    const telling = rarity[feature] ?? 0;
    const end = starts[feature + 1] ?? 0;
    for (let at = starts[feature] ?? 0; at < end; at += 1) {
      values[at] = (damped(weights[at] ?? 0) * telling) / (norms[rows[at] ?? 0] ?? 1);
    }
  }
  return { starts, rows, values, rarity, rarest, size };
}

/** Squares are added in whole parts of this size, which no order changes; the longest text stays far below 2^53 of them. */
const PARTS = 2 ** 30;

function normsOf(
  { starts, rows, weights }: Counts,
  rarity: Float64Array,
  size: number,
): Float64Array {
  const squares = new Float64Array(size);
  for (let feature = 0; feature + 1 < starts.length; feature += 1) {
    const telling = rarity[feature] ?? 0;
    const end = starts[feature + 1] ?? 0;
    for (let at = starts[feature] ?? 0; at < end; at += 1) {
      const value = damped(weights[at] ?? 0) * telling;
      const row = rows[at] ?? 0;
      squares[row] = (squares[row] ?? 0) + Math.floor(value * value * PARTS);
    }
  }
  return squares.map((square) => Math.sqrt(square / PARTS) || 1);
}

/** Share of a label's own counts against the background; the rest smooths. Flat optimum between 0.4 and 0.8. */
const OWN_SHARE = 0.6;

/** A smoothed language model per label: how much likelier it says a feature than all together do. */
function typicalOf({ starts, rows, weights }: Counts, labelOf: Uint32Array): Typical {
  const size = labelOf.reduce((most, label) => Math.max(most, label + 1), 0);
  const totals = totalsOf({ starts, rows, weights }, labelOf, size);
  const whole = totals.reduce((sum, total) => sum + total, 0);
  const odds = OWN_SHARE / (1 - OWN_SHARE);
  const from = new Uint32Array(starts.length);
  const labels = new Uint32Array(rows.length);
  const values = new Float32Array(rows.length);
  const counts = new Float64Array(size);
  let to = 0;
  for (let feature = 0; feature + 1 < starts.length; feature += 1) {
    const begin = to;
    const end = starts[feature + 1] ?? 0;
    let all = 0;
    for (let at = starts[feature] ?? 0; at < end; at += 1) {
      const label = labelOf[rows[at] ?? 0] ?? 0;
      const weight = weights[at] ?? 0;
      if (counts[label] === 0) {
        labels[to] = label;
        to += 1;
      }
      counts[label] = (counts[label] ?? 0) + weight;
      all += weight;
    }
    const own = labels.subarray(begin, to).sort();
    own.forEach((label, at) => {
      const share = (counts[label] ?? 0) / (totals[label] ?? 1);
      values[begin + at] = Math.log(1 + (odds * share) / (all / whole));
      counts[label] = 0;
    });
    from[feature + 1] = to;
  }
  return { starts: from, rows: labels.slice(0, to), values: values.slice(0, to), size };
}

function totalsOf({ rows, weights }: Counts, labelOf: Uint32Array, labels: number): Float64Array {
  const totals = new Float64Array(labels);
  for (let at = 0; at < rows.length; at += 1) {
    const label = labelOf[rows[at] ?? 0] ?? 0;
    totals[label] = (totals[label] ?? 0) + (weights[at] ?? 0);
  }
  return totals;
}
