/** Reads clauses into counts: the costly half of building an index, cut into slices so that the event loop breathes. */
import { buildSegment } from './lunr-segment.ts';
import { type PostingTable, mergeTables } from './posting-table.ts';
import { type CutWords, tokensOf } from './tokens.ts';

/** A clause as the index sees it. All texts are normalised. */
export interface IndexedClause {
  readonly id: string;
  /** The name of its document: clauses of one document in a row are neighbours. */
  readonly document: string;
  readonly heading: string;
  readonly text: string;
}

/** What counting found out about some clauses, numbered from 0. */
export interface Counted {
  readonly ids: readonly string[];
  readonly documents: readonly string[];
  readonly documentOf: Uint32Array;
  readonly cited: Float32Array;
  /** Tokens of each clause. */
  readonly lengths: Uint32Array;
  readonly table: PostingTable;
}

/** Builds the table of one segment from its tokens: here, or in a worker. */
export type SegmentBuilder = (clauses: readonly (readonly string[])[]) => void;

/** Clauses of one segment. */
export const SEGMENT = 2048;

/** Gathers clause by clause what does not need lunr. */
export class ClauseReader {
  readonly #ids: string[] = [];
  readonly #documentOf: number[] = [];
  readonly #lengths: number[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #cutWords: CutWords;
  readonly #citations: CitationCounter;

  constructor(cutWords: CutWords, documents: Iterable<string>) {
    this.#cutWords = cutWords;
    this.#citations = new CitationCounter(documents);
  }

  /** The tokens of the clause; the rest is remembered. */
  read(clause: IndexedClause): string[] {
    let document = this.#numbers.get(clause.document);
    if (document === undefined) {
      document = this.#numbers.size;
      this.#numbers.set(clause.document, document);
    }
    const tokens = tokensOf(`${clause.heading}\n${clause.text}`, this.#cutWords);
    this.#ids.push(clause.id);
    this.#documentOf.push(document);
    this.#lengths.push(tokens.length);
    this.#citations.read(clause);
    return tokens;
  }

  counted(table: PostingTable): Counted {
    const documents = [...this.#numbers.keys()];
    return {
      ids: this.#ids,
      documents,
      documentOf: Uint32Array.from(this.#documentOf),
      cited: Float32Array.from(documents, (name) => Math.log1p(this.#citations.of(name))),
      lengths: Uint32Array.from(this.#lengths),
      table,
    };
  }
}

/** Counts a few thousand clauses at once, in line. Blocks for about a third of a millisecond a clause. */
export function countNow(clauses: readonly IndexedClause[], cutWords: CutWords): Counted {
  const reader = new ClauseReader(cutWords, documentsOf(clauses));
  const tables: { table: PostingTable; size: number }[] = [];
  for (let from = 0; from < clauses.length; from += SEGMENT) {
    const tokens = clauses.slice(from, from + SEGMENT).map((clause) => reader.read(clause));
    tables.push({ table: buildSegment(tokens), size: tokens.length });
  }
  return reader.counted(joined(tables));
}

/** Tables of consecutive segments as one. */
export function joined(
  tables: readonly { readonly table: PostingTable; readonly size: number }[],
): PostingTable {
  let first = 0;
  return mergeTables(
    tables.map(({ table, size }) => {
      const start = first;
      first += size;
      return { table, renumber: Int32Array.from({ length: size }, (_, at) => start + at) };
    }),
  );
}

export function documentsOf(clauses: readonly IndexedClause[]): Set<string> {
  return new Set(clauses.map((clause) => clause.document));
}

/** The longest name that is looked for. */
const LONGEST_NAME = 60;

/**
 * Counts how many clauses of other documents name a document, before 》or 第…条. What is cited often is the basic rule
 * of its field, and what people ask about most.
 */
class CitationCounter {
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

  read({ document, text }: IndexedClause): void {
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
