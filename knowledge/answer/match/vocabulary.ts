/** Features as numbers, so that tables are flat arrays: small, quick to load and to scan. */
import { HUNDREDTHS, type Features } from './features.ts';

/**
 * Gives each feature a number, in the order in which they are first met. Editions of the policy share one: it only grows. Characters and
 * pairs, nearly all of them, are found by the codes of their letters: strings in one great map lie all over the memory.
 */
export class Vocabulary {
  readonly #keys: string[] = [];
  readonly #characters = new Int32Array(0x10000);
  readonly #pairs = new PairTable();
  readonly #others = new Map<string, number>();

  constructor(keys: Iterable<string> = []) {
    for (const key of keys) this.add(key);
  }

  get size(): number {
    return this.#keys.length;
  }

  /** The number of a feature, a new one where it was not met before. */
  add(key: string): number {
    const known = this.numberOf(key);
    if (known >= 0) return known;
    const number = this.#keys.push(key) - 1;
    if (isCharacter(key)) this.#characters[key.charCodeAt(1)] = number + 1;
    else if (isPair(key)) this.#pairs.put(pairOf(key), number);
    else this.#others.set(key, number);
    return number;
  }

  /** -1 for a feature that was never met. */
  numberOf(key: string): number {
    if (isCharacter(key)) return (this.#characters[key.charCodeAt(1)] ?? 0) - 1;
    if (isPair(key)) return this.#pairs.get(pairOf(key));
    return this.#others.get(key) ?? -1;
  }

  /** The first features; the place is the number. */
  keys(count: number): string[] {
    return this.#keys.slice(0, count);
  }
}

const CHARACTER = 'c'.charCodeAt(0);
const PAIR = 'b'.charCodeAt(0);

/** Those of letters that take two codes (𠮷) are looked up by their strings. */
function isCharacter(key: string): boolean {
  return key.length === 2 && key.charCodeAt(0) === CHARACTER;
}

function isPair(key: string): boolean {
  return key.length === 3 && key.charCodeAt(0) === PAIR;
}

function pairOf(key: string): number {
  return (key.charCodeAt(1) << 16) | key.charCodeAt(2);
}

/** Numbers by pairs of codes: open addressing, at most half full. */
class PairTable {
  #size = 0;
  #pairs = new Int32Array(1 << 10);
  /** Number + 1; 0 where nothing stands. */
  #numbers = new Int32Array(1 << 10);

  get(pair: number): number {
    return (this.#numbers[this.#slotOf(pair)] ?? 0) - 1;
  }

  put(pair: number, number: number): void {
    if (this.#size * 2 >= this.#pairs.length) this.#grow();
    const slot = this.#slotOf(pair);
    if (this.#numbers[slot] === 0) this.#size += 1;
    this.#pairs[slot] = pair;
    this.#numbers[slot] = number + 1;
  }

  /** Where the pair stands, or would stand. */
  #slotOf(pair: number): number {
    const mask = this.#pairs.length - 1;
    const mixed = Math.imul(pair, 0x9e3779b1);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    while (this.#numbers[slot] !== 0 && this.#pairs[slot] !== pair) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [pairs, numbers] = [this.#pairs, this.#numbers];
    this.#pairs = new Int32Array(pairs.length * 2);
    this.#numbers = new Int32Array(pairs.length * 2);
    this.#size = 0;
    numbers.forEach((number, at) => {
      if (number !== 0) this.put(pairs[at] ?? 0, number - 1);
    });
  }
}

/** The features of one text as numbers, in their order. */
export interface Sparse {
  readonly numbers: Int32Array;
  readonly weights: Float64Array;
  /** 1 for a single character. */
  readonly single: Uint8Array;
}

/**
 * Features that the tables do not hold stay with the number -1: they count against every entry. `count` is how many features there
 * were when the tables were made.
 */
export function sparseOf(features: Features, vocabulary: Vocabulary, count: number): Sparse {
  const numbers = new Int32Array(features.size);
  const weights = new Float64Array(features.size);
  const single = new Uint8Array(features.size);
  let at = 0;
  for (const [key, weight] of features) {
    const number = vocabulary.numberOf(key);
    numbers[at] = number < count ? number : -1;
    weights[at] = weight / HUNDREDTHS;
    single[at] = key.charCodeAt(0) === CHARACTER ? 1 : 0;
    at += 1;
  }
  return { numbers, weights, single };
}
