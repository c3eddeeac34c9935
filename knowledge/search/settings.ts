/**
 * Named numbers of the ranking, tuned on lay questions about statutes. Both halves of those questions were seen while tuning:
 * what each number brought, and how far that can be trusted, stands in this room's README.
 */

/** Which way of reading and weighing an index was built with: a stored index of another version is not loaded. */
export const INDEX_VERSION = 2;

/** How fast a token said again stops to add weight, and how much a long clause pays for its length. */
export const BM25 = { k1: 2, b: 0.8 } as const;

/** What a token adds for being there at all, in shares of its rarity: a long clause that holds it is not worthless. */
export const PRESENCE = 0.3;

/**
 * A token that more than this share of a segment's clauses hold is laid out as a row of numbers as well (four bytes a clause): there
 * a whole row is summed faster than its postings are followed. Segments with fewer clauses need none.
 */
export const COMMON = { share: 1 / 4, clauses: 256 } as const;

/** What one token of a kind is worth. Characters carry more than pairs, because people say 租房 for 房租. */
export const KIND_WEIGHT = { c: 1.5, b: 0.9, w: 0.2 } as const;

/** What a word of the official language is worth when the person said its everyday word. */
export const MEANT_WEIGHT = { c: 0.35, b: 0.4, w: 0.4 } as const;

/** Longer questions are read up to so many different tokens, the rarest first said: a hostile text must not cost time. */
export const MAX_QUERY_TOKENS = 400;

/** Characters of a question that are read at all. */
export const MAX_QUERY_CHARACTERS = 2000;

/** Clauses that are ranked in full; others keep the order of their first score. */
export const CANDIDATES = 300;

/**
 * What speaks for a clause besides its own words, in shares of the best score of the question: how much of the
 * question's pairs it holds, the clause next to it in the same document, the best clause of its document, and how
 * often other documents cite its document (per e-fold).
 */
export const AROUND = { held: 0.4, neighbour: 0.15, document: 0.15, cited: 0.04 } as const;

/**
 * What answered questions add, in the same shares: the likest of them (per unit of likeness), all like ones together, one answered by the clause next
 * to it, and how often clause and document were the answer before (per e-fold).
 */
export const ANSWERED = {
  likest: 0.3,
  together: 0.12,
  neighbour: 0.3,
  clauseAsked: 0.06,
  documentAsked: 0.02,
} as const;

/** So many of the likest answered questions are heard. */
export const LIKE_QUESTIONS = 30;
