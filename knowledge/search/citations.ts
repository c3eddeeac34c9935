/** The longest name that is looked for. */
const LONGEST_NAME = 60;

interface NamingClause {
  readonly document: string;
  readonly text: string;
}

/**
 * Counts how many clauses of other documents name a document, before 》 or 第…条. What is cited often is the basic rule of its
 * field, and what people ask about most.
 */
export class CitationCounter {
  readonly #counts = new Map<string, number>();
  readonly #lengths: readonly number[];

  constructor(documents: Iterable<string>) {
    const lengths = new Set<number>();
    for (const name of documents) {
      if (name.length < 2 || name.length > LONGEST_NAME) continue;
      this.#counts.set(name, 0);
      lengths.add(name.length);
    }
    this.#lengths = [...lengths];
  }

  read({ document, text }: NamingClause): void {
    const named = new Set<string>();
    for (const mark of text.matchAll(/[》第]/gu)) {
      for (const length of this.#lengths) {
        if (length > mark.index) continue;
        const name = text.slice(mark.index - length, mark.index);
        if (name !== document && this.#counts.has(name)) named.add(name);
      }
    }
    for (const name of named) this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  of(document: string): number {
    return this.#counts.get(document) ?? 0;
  }
}
