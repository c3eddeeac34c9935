/** Counts clauses segment by segment and joins what was counted: the part of building that knows lunr. */
import { buildSegment } from './lunr-segment.ts';
import { type PostingTable, mergeTables } from './posting-table.ts';
import { tokensOf } from './tokens.ts';
import { weighed } from './weigh.ts';

/** A clause ready to be counted: its heading and text, and the words of both. Strings, so that it travels to a worker cheaply. */
export interface CutClause {
  readonly text: string;
  /** Joined by `WORD_BREAK`. */
  readonly words: string;
}

/** Stands in no normalised text. */
export const WORD_BREAK = '\u0000';

/** Clauses of one segment. */
export const SEGMENT = 2048;

export interface JoinedSegments {
  readonly table: PostingTable;
  readonly lengths: Uint32Array;
  readonly averageLength: number;
}

/** Takes segments in order and gives one table. */
export class SegmentCounter {
  readonly #tables: { table: PostingTable; size: number }[] = [];
  readonly #lengths: number[] = [];

  add(clauses: readonly CutClause[]): void {
    const tokens = clauses.map(({ text, words }) => tokensOf(text, () => words.split(WORD_BREAK)));
    for (const own of tokens) this.#lengths.push(own.length);
    this.#tables.push({ table: buildSegment(tokens), size: clauses.length });
  }

  /** Length is weighed against the average of these clauses, or against that of the corpus they are added to. */
  joined(averageOfCorpus: number | null): JoinedSegments {
    const total = this.#lengths.reduce((sum, length) => sum + length, 0);
    const averageLength = averageOfCorpus ?? Math.max(1, total / Math.max(1, this.#lengths.length));
    const lengths = Uint32Array.from(this.#lengths);
    let first = 0;
    const table = mergeTables(
      this.#tables.map(({ table: part, size }) => {
        const start = first;
        first += size;
        return { table: part, renumber: Int32Array.from({ length: size }, (_, at) => start + at) };
      }),
    );
    return { table: weighed(table, lengths, averageLength), lengths, averageLength };
  }
}
