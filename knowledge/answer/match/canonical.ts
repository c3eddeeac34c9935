/** One way of saying each thing: dialect, old names, mis-hearings and slurs are read as the plain word. */

export interface Synonym {
  readonly word: string;
  readonly means: string;
}

export type Canonicalise = (text: string) => string;

/**
 * Replaces every known word by what it means, longest first, in one pass from the left; what was put in is not read
 * again, so that a chain of entries cannot run away.
 */
export function canonicaliser(synonyms: readonly Synonym[]): Canonicalise {
  const meanings = new Map<string, string>();
  const lengthsByFirst = new Map<string, number[]>();
  for (const { word, means } of synonyms) {
    // A word that its own meaning holds (低保金 → 低保金标准) would grow with every pass.
    if (word === '' || means.includes(word) || meanings.has(word)) continue;
    meanings.set(word, means);
    const first = word.charAt(0);
    const lengths = lengthsByFirst.get(first) ?? [];
    if (!lengths.includes(word.length)) lengths.push(word.length);
    lengthsByFirst.set(first, lengths);
  }
  for (const lengths of lengthsByFirst.values()) lengths.sort((a, b) => b - a);
  const read = (text: string): string => {
    let result = '';
    for (let at = 0; at < text.length;) {
      const word = longestAt(text, at, lengthsByFirst, meanings);
      result += word === null ? text.charAt(at) : (meanings.get(word) ?? '');
      at += word === null ? 1 : word.length;
    }
    return result;
  };
  // The same text is asked for several times running: by its names, by its features, by its answer.
  let last = { text: '', meant: '' };
  return (text) => {
    if (text !== last.text) last = { text, meant: read(text) };
    return last.meant;
  };
}

function longestAt(
  text: string,
  at: number,
  lengthsByFirst: ReadonlyMap<string, readonly number[]>,
  meanings: ReadonlyMap<string, string>,
): string | null {
  for (const length of lengthsByFirst.get(text.charAt(at)) ?? []) {
    const word = text.slice(at, at + length);
    if (meanings.has(word)) return word;
  }
  return null;
}
