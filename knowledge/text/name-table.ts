/** Finds the longest of many names at a place of a text, in time independent of how many names there are. */
export class NameTable<T> {
  readonly #byFirst = new Map<string, { readonly name: string; readonly value: T }[]>();

  /** A name may have several meanings; the one added first is tried first. */
  add(name: string, value: T): void {
    const first = name[0];
    if (first === undefined) return;
    const bucket = this.#byFirst.get(first) ?? [];
    bucket.push({ name, value });
    bucket.sort((a, b) => b.name.length - a.name.length);
    this.#byFirst.set(first, bucket);
  }

  /** All names that begin at `start`, longest first. */
  allAt(text: string, start: number): readonly { readonly name: string; readonly value: T }[] {
    const bucket = this.#byFirst.get(text[start] ?? '') ?? [];
    return bucket.filter(({ name }) => text.startsWith(name, start));
  }
}
