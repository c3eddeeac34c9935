/** Turns what was typed in pinyin into the Chinese words that people use when they ask us something. */
import { type Readings } from './readings.ts';

export interface PinyinDecoder {
  /** The Chinese text of a run of letters, or null where it is no pinyin. */
  decode(letters: string): string | null;
}

interface Known {
  readonly word: string;
  /** Logarithm of how often it is said. */
  readonly weight: number;
}

/** Longest word in letters that is looked up (低收入家庭 has 18). */
const LONGEST = 24;

/** What a single character costs against a word: words of the field must win. */
const SINGLE_PENALTY = -1.5;

/** Letters, the likeliest word that they spell, and its weight. */
export type PinyinRow = readonly [letters: string, word: string, weight: number];

/** `counts` tells how often each word is said. */
export function pinyinRows(
  counts: ReadonlyMap<string, number>,
  readings: Readings,
): readonly PinyinRow[] {
  const table = new Map<string, Known>();
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  for (const [word, count] of counts) {
    if (!/^\p{Script=Han}{1,8}$/u.test(word)) continue;
    const weight = Math.log(count / total) + (word.length === 1 ? SINGLE_PENALTY : 0);
    for (const key of keysOf(word, readings)) {
      const before = table.get(key);
      const better =
        before === undefined ||
        before.weight < weight ||
        // Of equals the same one always, in whatever order they were counted.
        (before.weight === weight && word < before.word);
      if (better) table.set(key, { word, weight });
    }
  }
  return [...table].map(([key, { word, weight }]) => [key, word, weight]);
}

export function createPinyinDecoder(rows: readonly PinyinRow[]): PinyinDecoder {
  const table = new Map(rows.map(([key, word, weight]) => [key, { word, weight }]));
  return { decode: (letters) => bestReading(letters, table) };
}

function keysOf(word: string, readings: Readings): string[] {
  let keys = [''];
  for (const character of word) {
    keys = keys.flatMap((key) =>
      readings.syllables(character).map((syllable) => `${key}${syllable}`),
    );
    if (keys.length > 8) keys = keys.slice(0, 8);
  }
  return keys;
}

/** The likeliest words that together are exactly these letters. */
function bestReading(letters: string, table: ReadonlyMap<string, Known>): string | null {
  const best: ({ weight: number; text: string; characters: number } | null)[] = [
    { weight: 0, text: '', characters: 0 },
  ];
  for (let end = 1; end <= letters.length; end += 1) {
    best[end] = null;
    for (let start = Math.max(0, end - LONGEST); start < end; start += 1) {
      const before = best[start];
      const known = before == null ? undefined : table.get(letters.slice(start, end));
      if (before == null || known === undefined) continue;
      const weight = before.weight + known.weight;
      if (weight > (best[end]?.weight ?? -Infinity)) {
        best[end] = {
          weight,
          text: before.text + known.word,
          characters: before.characters + known.word.length,
        };
      }
    }
  }
  const found = best[letters.length];
  // One syllable alone is more often an English word or a name.
  return found == null || found.characters < 2 ? null : found.text;
}
