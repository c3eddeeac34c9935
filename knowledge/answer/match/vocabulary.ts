/** Features as numbers, so that tables are flat arrays: small, quick to load and to scan. */
import { type Features } from './features.ts';

/** Gives each feature a number, in the order in which they are first met. */
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

  /** All features; the place is the number. */
  keys(): string[] {
    return [...this.#numbers.keys()];
  }
}

/** The features of one text as numbers, in their order. */
export interface Sparse {
  readonly numbers: Int32Array;
  readonly weights: Float64Array;
  /** 1 for a single character. */
  readonly single: Uint8Array;
}

/** Features that the vocabulary does not hold stay with the number -1: they count against every entry. */
export function sparseOf(features: Features, vocabulary: Vocabulary): Sparse {
  const numbers = new Int32Array(features.size);
  const weights = new Float64Array(features.size);
  const single = new Uint8Array(features.size);
  let at = 0;
  for (const [key, weight] of features) {
    numbers[at] = vocabulary.numberOf(key);
    weights[at] = weight;
    single[at] = key.startsWith('c') ? 1 : 0;
    at += 1;
  }
  return { numbers, weights, single };
}
