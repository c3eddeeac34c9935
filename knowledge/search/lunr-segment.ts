/** The only door to lunr: it counts and weighs the tokens of clauses; a table of counts is read off what it built. */
import lunr from 'lunr';
import { type PostingTable, TableBuilder } from './posting-table.ts';
import { BM25 } from './settings.ts';
import { tokenNumber } from './tokens.ts';

/**
 * Clauses that one builder takes. lunr keeps an object for every token of every clause: in small sheets they die young,
 * which made 4,000 clauses four times faster to build than in one (1.2 s against 4.5 s of processor time).
 */
const SHEET = 32;

/** lunr rounds weights to three decimals: this boost keeps them exact. */
const EXACT = 1e6;

const FIELD = 'text';

type LunrPosting = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What lunr builds, beyond its published types: the inverted index, and a vector of weights for each clause. */
interface BuiltIndex {
  readonly invertedIndex: Readonly<Record<string, LunrPosting & { readonly _index: number }>>;
  readonly fieldVectors: Readonly<Record<string, { readonly elements: readonly number[] }>>;
}

interface LunrParts {
  idf(posting: LunrPosting, documents: number): number;
  readonly TokenSet: new () => object;
}

const parts = lunr as unknown as LunrParts;

/** Builds a segment of clauses numbered from 0: how often each says which token. */
export function buildSegment(clauses: readonly (readonly string[])[]): PostingTable {
  const table = new TableBuilder();
  for (let from = 0; from < clauses.length; from += SHEET) {
    addSheet(clauses.slice(from, from + SHEET), from, table);
  }
  return table.table();
}

/**
 * Length is left out of lunr's weights (`b` 0), because lunr knows the average of one sheet only; so is its rarity, which
 * is divided out again. What remains tells the count, and the index weighs length and rarity over all segments.
 */
function addSheet(
  clauses: readonly (readonly string[])[],
  firstNumber: number,
  table: TableBuilder,
): void {
  const built = builtFrom(clauses);
  const tokens = new Map<number, { number: number; rarity: number }>();
  for (const [token, posting] of Object.entries(built.invertedIndex)) {
    tokens.set(posting._index, {
      number: tokenNumber(token),
      rarity: parts.idf(posting, clauses.length),
    });
  }
  clauses.forEach((_, at) => {
    const elements = built.fieldVectors[`${FIELD}/${nameOf(at)}`]?.elements ?? [];
    for (let from = 0; from < elements.length; from += 2) {
      const token = tokens.get(elements[from] ?? -1);
      if (token === undefined) continue;
      const weight = (elements[from + 1] ?? 0) / EXACT / token.rarity;
      table.add(token.number, firstNumber + at, countFrom(weight));
    }
  });
}

/** Inverts lunr's weight (k1 + 1) · count / (k1 + count). */
function countFrom(weight: number): number {
  return Math.round((BM25.k1 * weight) / (BM25.k1 + 1 - weight));
}

/** Names that are no numbers: lunr keeps clauses in objects, and numbers as keys are four times slower. */
function nameOf(at: number): string {
  return `d${at}`;
}

function builtFrom(clauses: readonly (readonly string[])[]): BuiltIndex {
  const builder = new lunr.Builder();
  builder.ref('id');
  builder.field(FIELD, { boost: EXACT });
  builder.b(0);
  builder.k1(BM25.k1);
  // lunr's own cutter and its pipeline would delete everything Chinese: tokens come cut.
  builder.pipeline.reset();
  builder.searchPipeline.reset();
  builder.tokenizer = ((tokens: unknown) => tokens) as unknown as typeof lunr.tokenizer;
  // The token set serves wildcard and fuzzy queries, which are never put, and costs more than all the rest.
  const withoutTokenSet = {
    createTokenSet: () => Object.assign(builder, { tokenSet: new parts.TokenSet() }),
  };
  Object.assign(builder, withoutTokenSet);
  clauses.forEach((tokens, at) => builder.add({ id: nameOf(at), [FIELD]: tokens }));
  return builder.build() as unknown as BuiltIndex;
}
