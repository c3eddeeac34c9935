/** From the texts of entries to the tables: all of them, or only those that changed since other tables were made. */
import { type Slices } from '../../slices.ts';
import { type Features } from './features.ts';
import { type Bag, bagOf, countsOf, editedCounts } from './postings.ts';
import { type MatchTables, tablesFrom, tablesWithBodies } from './tables.ts';
import { Vocabulary } from './vocabulary.ts';

/** An entry as far as the tables count it. */
export interface CountedEntry {
  readonly id: string;
  readonly programme: string;
  readonly aspect: string;
  readonly outcome: string;
  readonly phrasings: readonly string[];
  readonly body: string;
}

export type ReadFeatures = (text: string) => Features;

/** Entries that are read between two breaths: a few milliseconds. */
const SLICE = 4;

export function* newTables(
  entries: readonly CountedEntry[],
  read: ReadFeatures,
): Slices<MatchTables> {
  const vocabulary = new Vocabulary();
  const phrases = new Map<number, Bag>();
  for (const [at, entry] of entries.entries()) {
    for (const text of entry.phrasings) phrases.set(phrases.size, bagOf(read(text), vocabulary));
    if (at % SLICE === 0) yield;
  }
  const bodies = new Map<number, Bag>();
  for (const [at, { body }] of entries.entries()) {
    bodies.set(at, bagOf(read(body), vocabulary));
    if (at % SLICE === 0) yield;
  }
  const features = vocabulary.size;
  return yield* tablesFrom({
    ...{ vocabulary, features, entryOf: entryOfEach(entries), ...labelsOf(entries) },
    phrases: countsOf(phrases, features),
    bodies: countsOf(bodies, features),
  });
}

export interface EarlierTables {
  /** In the order in which the tables were made from them. */
  readonly entries: readonly CountedEntry[];
  readonly tables: MatchTables;
}

/** The tables that `newTables` would make, with only those texts read anew that are not among the earlier ones. */
export function* changedTables(
  before: EarlierTables,
  entries: readonly CountedEntry[],
  read: ReadFeatures,
): Slices<MatchTables> {
  const { tables } = before;
  const { vocabulary } = tables;
  const { phrases, bodies } = rowsOf(before.entries, entries);
  const asSaid =
    isSame(phrases, entryOfEach(entries).length) && sameLabels(before.entries, entries);
  if (asSaid && isSame(bodies, entries.length)) return tables;
  yield;
  const phraseBags = yield* readRows(phrases.fresh, read, vocabulary);
  const bodyBags = yield* readRows(bodies.fresh, read, vocabulary);
  const size = vocabulary.size;
  const changedBodies = editedCounts(tables.bodies, {
    ...{ size, renumber: bodies.renumber, added: bodyBags },
  });
  yield;
  if (asSaid) return yield* tablesWithBodies(tables, changedBodies, size);
  const changedPhrases = editedCounts(tables.phrases, {
    ...{ size, renumber: phrases.renumber, added: phraseBags },
  });
  yield;
  return yield* tablesFrom({
    ...{ vocabulary, features: size, entryOf: entryOfEach(entries), ...labelsOf(entries) },
    ...{ phrases: changedPhrases, bodies: changedBodies },
  });
}

/** Nothing came, went or moved. */
function isSame({ renumber, fresh }: Moves, rows: number): boolean {
  return fresh.size === 0 && renumber.length === rows && !renumber.includes(-1);
}

function sameLabels(one: readonly CountedEntry[], other: readonly CountedEntry[]): boolean {
  return one.every(({ programme, aspect, outcome }, at) => {
    const now = other[at];
    return now?.programme === programme && now.aspect === aspect && now.outcome === outcome;
  });
}

/** Where the earlier rows of one kind go, and the texts of new ones by row. */
interface Moves {
  readonly renumber: Int32Array;
  readonly fresh: Map<number, string>;
}

interface EarlierEntry {
  readonly entry: CountedEntry;
  readonly number: number;
  readonly firstRow: number;
}

/** Texts stay where they keep their order; whatever was moved across others is read anew. */
function rowsOf(
  earlier: readonly CountedEntry[],
  entries: readonly CountedEntry[],
): { readonly phrases: Moves; readonly bodies: Moves } {
  const known = new Map<string, EarlierEntry>();
  let rows = 0;
  earlier.forEach((entry, number) => {
    known.set(entry.id, { entry, number, firstRow: rows });
    rows += entry.phrasings.length;
  });
  const phrases = moves(rows);
  const bodies = moves(earlier.length);
  let row = 0;
  entries.forEach((entry, number) => {
    const old = known.get(entry.id);
    bodies.put(number, entry.body, old?.entry.body === entry.body ? old.number : null);
    const places = old === undefined ? null : placesOf(old, entry);
    entry.phrasings.forEach((text, at) => {
      const place = places === null ? undefined : places === 'same' ? at : places.get(text);
      const from = old === undefined || place === undefined ? null : old.firstRow + place;
      phrases.put(row, text, from);
      row += 1;
    });
  });
  return { phrases, bodies };
}

function placesOf(
  { entry: old }: EarlierEntry,
  { phrasings }: CountedEntry,
): 'same' | ReadonlyMap<string, number> {
  const same =
    old.phrasings === phrasings ||
    (old.phrasings.length === phrasings.length &&
      old.phrasings.every((text, at) => text === phrasings[at]));
  return same ? 'same' : new Map(old.phrasings.map((text, at) => [text, at]));
}

function moves(rows: number): Moves & {
  put(row: number, text: string, from: number | null): void;
} {
  const renumber = new Int32Array(rows).fill(-1);
  const fresh = new Map<number, string>();
  let last = -1;
  return {
    renumber,
    fresh,
    put: (row, text, from) => {
      if (from === null || from <= last) fresh.set(row, text);
      else {
        renumber[from] = row;
        last = from;
      }
    },
  };
}

/** Texts that are read between two breaths. */
const TEXTS = 32;

function* readRows(
  texts: ReadonlyMap<number, string>,
  read: ReadFeatures,
  vocabulary: Vocabulary,
): Slices<Map<number, Bag>> {
  const bags = new Map<number, Bag>();
  for (const [row, text] of texts) {
    bags.set(row, bagOf(read(text), vocabulary));
    if (bags.size % TEXTS === 0) yield;
  }
  return bags;
}

function entryOfEach(entries: readonly CountedEntry[]): Uint32Array {
  const rows = entries.reduce((sum, { phrasings }) => sum + phrasings.length, 0);
  const entryOf = new Uint32Array(rows);
  let row = 0;
  entries.forEach(({ phrasings }, entry) => {
    entryOf.fill(entry, row, row + phrasings.length);
    row += phrasings.length;
  });
  return entryOf;
}

function labelsOf(entries: readonly CountedEntry[]): {
  readonly programmes: readonly string[];
  readonly aspects: readonly string[];
  readonly outcomes: readonly string[];
} {
  return {
    programmes: entries.map(({ programme }) => programme),
    aspects: entries.map(({ aspect }) => aspect),
    outcomes: entries.map(({ outcome }) => outcome),
  };
}
