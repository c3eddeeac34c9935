/**
 * Every phrasing of every entry as a weighted vector behind one postings table. A query gives, for every phrasing
 * that shares something with it, how alike the two are (cosine).
 */
import { valueAt } from './value-at.ts';
import { type Features } from './features.ts';

export interface Phrase {
  readonly entry: number;
  readonly features: Features;
}

export interface PhraseScores {
  /** Phrase numbers that share at least one feature. */
  readonly touched: readonly number[];
  readonly cosine: Float32Array;
}

interface Posting {
  readonly phrases: Int32Array;
  readonly cosineWeights: Float32Array;
  readonly rarity: number;
}

export interface PhraseIndex {
  readonly entryOf: Int32Array;
  score(features: Features): PhraseScores;
  /** How rare a feature is over entries; what no entry holds counts as the rarest. */
  rarity(key: string): number;
}

/** Builds the table. Rarity is taken over entries, not phrasings: what twelve phrasings of one entry share is telling. */
export function buildPhraseIndex(phrases: readonly Phrase[], entries: number): PhraseIndex {
  const rarity = rarities(phrases, entries);
  const postings = new Map<string, { at: number[]; cosine: number[] }>();
  phrases.forEach((phrase, number) => {
    let squares = 0;
    const weighted: [string, number][] = [];
    for (const [key, weight] of phrase.features) {
      const value = damp(weight) * (rarity.get(key) ?? 0);
      weighted.push([key, value]);
      squares += value * value;
    }
    const norm = Math.sqrt(squares) || 1;
    for (const [key, value] of weighted) {
      const list = postings.get(key) ?? { at: [], cosine: [] };
      list.at.push(number);
      list.cosine.push(value / norm);
      postings.set(key, list);
    }
  });
  const table = new Map<string, Posting>();
  for (const [key, list] of postings) {
    table.set(key, {
      phrases: Int32Array.from(list.at),
      cosineWeights: Float32Array.from(list.cosine),
      rarity: rarity.get(key) ?? 0,
    });
  }
  const rarest = Math.log(1 + entries);
  return {
    entryOf: Int32Array.from(phrases, (phrase) => phrase.entry),
    rarity: (key) => rarity.get(key) ?? rarest,
    score: (features) => scorePhrases(features, table, phrases.length, rarest),
  };
}

/** A feature said three times is not three times as telling. */
function damp(weight: number): number {
  return weight > 1 ? 1 + Math.log(weight) : weight;
}

function rarities(phrases: readonly Phrase[], entries: number): Map<string, number> {
  const holders = new Map<string, Set<number>>();
  for (const { entry, features } of phrases) {
    for (const key of features.keys()) {
      const set = holders.get(key) ?? new Set<number>();
      set.add(entry);
      holders.set(key, set);
    }
  }
  const result = new Map<string, number>();
  for (const [key, set] of holders) {
    result.set(key, Math.log(1 + (entries - set.size + 0.5) / (set.size + 0.5)));
  }
  return result;
}

function scorePhrases(
  features: Features,
  table: ReadonlyMap<string, Posting>,
  size: number,
  rarest: number,
): PhraseScores {
  const cosine = new Float32Array(size);
  const seen = new Uint8Array(size);
  const touched: number[] = [];
  let squares = 0;
  for (const [key, weight] of features) {
    const posting = table.get(key);
    const value = damp(weight) * (posting?.rarity ?? rarest);
    squares += value * value;
    if (posting === undefined) continue;
    for (let at = 0; at < posting.phrases.length; at += 1) {
      const phrase = valueAt(posting.phrases, at);
      if (seen[phrase] === 0) {
        seen[phrase] = 1;
        touched.push(phrase);
      }
      cosine[phrase] = valueAt(cosine, phrase) + value * valueAt(posting.cosineWeights, at);
    }
  }
  const norm = Math.sqrt(squares) || 1;
  for (const phrase of touched) cosine[phrase] = valueAt(cosine, phrase) / norm;
  return { touched, cosine };
}
