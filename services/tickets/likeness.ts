/** Digest of a short text with a key, as hex: sketches say nothing to who does not hold it. */
export type Digest = (text: string) => string;

const SIZE = 32;
const EMPTY = 0xffffffff;

/**
 * A sketch of a text (min-hash over pairs of characters): two sketches agree in about the share of pairs that
 * the texts have in common, and neither text can be read from it.
 */
export function sketchOf(text: string, digest: Digest): number[] {
  const sketch = new Array<number>(SIZE).fill(EMPTY);
  for (const pair of pairsOf(text)) {
    const seed = Number.parseInt(digest(pair).slice(0, 8), 16);
    for (let at = 0; at < SIZE; at += 1) {
      const value = scramble(seed, at);
      if (value < (sketch[at] ?? EMPTY)) sketch[at] = value;
    }
  }
  return sketch;
}

/** 0–1: the share of pairs that two texts have in common, as far as their sketches show. */
export function likeness(one: readonly number[], other: readonly number[]): number {
  const same = one.filter((value, at) => value !== EMPTY && value === other[at]).length;
  return same / SIZE;
}

function pairsOf(text: string): Set<string> {
  const plain = text.normalize('NFKC').replace(/[\p{P}\p{S}\s]/gu, '');
  const pairs = new Set<string>();
  for (let at = 0; at + 1 < plain.length; at += 1) pairs.add(plain.slice(at, at + 2));
  return pairs;
}

// A different mixing of the same 32 bits for each place of the sketch (constants of murmur3's finaliser).
function scramble(seed: number, at: number): number {
  let value = (seed ^ Math.imul(at + 1, 0x9e3779b1)) >>> 0;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
