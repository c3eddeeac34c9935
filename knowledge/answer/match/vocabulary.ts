/** Features as numbers, so that tables are flat arrays: small, quick to load and to scan. */
import { HUNDREDTHS, type Features } from './features.ts';

/** Gives each feature a number, in the order in which they are first met. Editions of the policy share one: it only grows. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>();

  constructor(keys: Iterable<string> = []) {
    for (const key of keys) this.add(key);
  }

  get size(): number {
    return this.#numbers.size;
  }

  /** The number of a feature, a new one where it was not met before. */
  add(key: string): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(key, number);
    return number;
  }

  /** -1 for a feature that was never met. */
  numberOf(key: string): number {
    return this.#numbers.get(key) ?? -1;
  }

  /** The first features; the place is the number. */
  keys(count: number): string[] {
    return [...this.#numbers.keys()].slice(0, count);
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
    single[at] = key.charCodeAt(0) === SINGLE ? 1 : 0;
    at += 1;
  }
  return { numbers, weights, single };
}

const SINGLE = 'c'.charCodeAt(0);
