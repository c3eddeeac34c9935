/** Keeps the best so many of a stream of scored numbers; of equal scores those that came first. */
export class TopList {
  readonly limit: number;
  /** What a score must exceed to be kept, as far as is known yet. */
  floor = -Infinity;
  /** What the list began with as its floor. */
  lowest = -Infinity;
  #size = 0;
  // Room for twice as many: what falls out is sought only when the room is full, which is cheaper than a heap.
  readonly #numbers: Int32Array;
  readonly #scores: Float64Array;
  readonly #sorted: Float64Array;

  constructor(limit: number) {
    this.limit = limit;
    const room = 2 * limit + 1;
    this.#numbers = new Int32Array(room);
    this.#scores = new Float64Array(room);
    this.#sorted = new Float64Array(room);
  }

  /** Begins anew, with nothing kept that does not exceed `lowest`. */
  clear(lowest = -Infinity): void {
    this.#size = 0;
    this.lowest = lowest;
    this.floor = lowest;
  }

  /** Says whether the floor has risen. */
  offer(number: number, score: number): boolean {
    if (score <= this.floor) return false;
    this.#numbers[this.#size] = number;
    this.#scores[this.#size] = score;
    this.#size += 1;
    if (this.#size < this.#numbers.length) return false;
    this.#narrow();
    return true;
  }

  /** The numbers kept, in the order in which they came. Holds until the list is cleared. */
  numbers(): Int32Array {
    this.#narrow();
    return this.#numbers.subarray(0, this.#size);
  }

  #narrow(): void {
    if (this.#size <= this.limit) return;
    const numbers = this.#numbers;
    const scores = this.#scores;
    this.#sorted.set(scores);
    const worst = nthLargest(this.#sorted, this.#size, this.limit);
    let equal = this.limit;
    for (let at = 0; at < this.#size; at += 1) if ((scores[at] ?? 0) > worst) equal -= 1;
    let to = 0;
    for (let at = 0; at < this.#size; at += 1) {
      const score = scores[at] ?? 0;
      if (score < worst) continue;
      if (score === worst) {
        if (equal === 0) continue;
        equal -= 1;
      }
      numbers[to] = numbers[at] ?? 0;
      scores[to] = score;
      to += 1;
    }
    this.#size = to;
    this.floor = worst;
  }
}

/** Puts the first `size` values in disorder. */
function nthLargest(values: Float64Array, size: number, nth: number): number {
  let low = 0;
  let high = size - 1;
  while (low < high) {
    const middle = values[(low + high) >> 1] ?? 0;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((values[left] ?? 0) > middle) left += 1;
      while ((values[right] ?? 0) < middle) right -= 1;
      if (left > right) break;
      const swapped = values[left] ?? 0;
      values[left] = values[right] ?? 0;
      values[right] = swapped;
      left += 1;
      right -= 1;
    }
    if (nth - 1 <= right) high = right;
    else if (nth - 1 >= left) low = left;
    else break;
  }
  return values[nth - 1] ?? 0;
}
