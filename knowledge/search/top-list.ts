/** Keeps the best so many of a stream of scored numbers: a heap whose root is the worst that is kept. */
export class TopList {
  readonly #numbers: Int32Array;
  readonly #scores: Float32Array;
  #size = 0;

  constructor(limit: number) {
    this.#numbers = new Int32Array(limit);
    this.#scores = new Float32Array(limit);
  }

  /** What a score must exceed to be kept. */
  get floor(): number {
    return this.#size < this.#numbers.length ? -Infinity : (this.#scores[0] ?? Infinity);
  }

  offer(number: number, score: number): void {
    if (score <= this.floor) return;
    if (this.#size < this.#numbers.length) {
      this.#rise(this.#size, number, score);
      this.#size += 1;
    } else {
      this.#sink(number, score);
    }
  }

  /** The numbers kept, in no order. */
  numbers(): readonly number[] {
    return [...this.#numbers.subarray(0, this.#size)];
  }

  #rise(from: number, number: number, score: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#score(parent) <= score) break;
      this.#put(at, this.#numbers[parent] ?? 0, this.#score(parent));
      at = parent;
    }
    this.#put(at, number, score);
  }

  #sink(number: number, score: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && this.#score(child + 1) < this.#score(child)) child += 1;
      if (this.#score(child) >= score) break;
      this.#put(at, this.#numbers[child] ?? 0, this.#score(child));
      at = child;
    }
    this.#put(at, number, score);
  }

  #score(at: number): number {
    return this.#scores[at] ?? 0;
  }

  #put(at: number, number: number, score: number): void {
    this.#numbers[at] = number;
    this.#scores[at] = score;
  }
}
