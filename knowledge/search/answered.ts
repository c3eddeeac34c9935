/**
 * Questions that were answered before, filed under the clauses that answered them: phrasings of the content and logged
 * questions alike. A new question hears the likest of them.
 */
import { type Corpus } from './corpus.ts';
import { holdersOf } from './first-scores.ts';
import { type PostingTable, TableBuilder, slotOf, valueAt } from './posting-table.ts';
import { type QuestionToken } from './read-question.ts';
import { KIND_WEIGHT, LIKE_QUESTIONS } from './settings.ts';
import { TopList } from './top-list.ts';
import { type CutWords, type TokenKind, tokenNumber, tokensOf } from './tokens.ts';

export interface AnsweredQuestion {
  /** Normalised. */
  readonly question: string;
  /** Ids of the clauses that answered it. */
  readonly clauses: readonly string[];
}

/** Which questions hold which tokens. */
export interface AnswerTable {
  readonly table: PostingTable;
  /** Weight of each token of `table`, and of a whole question: likeness is a cosine. */
  readonly weights: Float32Array;
  readonly norms: Float32Array;
}

export interface Answered extends AnswerTable {
  readonly questions: readonly AnsweredQuestion[];
  /** How often a clause, and a document, was the answer. */
  readonly clauseAsked: ReadonlyMap<string, number>;
  readonly documentAsked: ReadonlyMap<number, number>;
}

export interface LikeQuestion {
  readonly number: number;
  /** 0 to 1. */
  readonly likeness: number;
}

/** Joins a table to the questions that it was built from. */
export function answeredFrom(
  questions: readonly AnsweredQuestion[],
  corpus: Corpus,
  table: AnswerTable,
): Answered {
  return { ...table, questions, ...countsOf(questions, corpus) };
}

export function answerTable(
  questions: readonly AnsweredQuestion[],
  corpus: Corpus,
  cutWords: CutWords,
): AnswerTable {
  const kinds = new Map<number, TokenKind>();
  const builder = new TableBuilder();
  questions.forEach(({ question }, number) => {
    for (const token of new Set(tokensOf(question, cutWords))) {
      const key = tokenNumber(token);
      kinds.set(key, token.charAt(0) as TokenKind);
      builder.add(key, number, 1);
    }
  });
  const table = builder.table();
  const weights = Float32Array.from(table.keys, (key, at) => {
    const asked = valueAt(table.starts, at + 1) - valueAt(table.starts, at);
    return tellingWeight(kinds.get(key) ?? 'c', {
      clauses: holdersOf(key, corpus) / Math.max(1, corpus.ids.length),
      questions: asked / questions.length,
    });
  });
  return { table, weights, norms: normsOf(table, weights, questions.length) };
}

/** A token tells little when many clauses hold it, or many questions: 怎么办 is in no clause and in every question. */
function tellingWeight(
  kind: TokenKind,
  shares: { readonly clauses: number; readonly questions: number },
): number {
  const share = Math.min(1, shares.clauses + shares.questions / 2 + 1e-5);
  return KIND_WEIGHT[kind] * Math.max(0.05, Math.log(1 + (1 - share) / share));
}

function normsOf(table: PostingTable, weights: Float32Array, size: number): Float32Array {
  const squares = new Float32Array(size);
  weights.forEach((weight, key) => {
    for (let at = valueAt(table.starts, key); at < valueAt(table.starts, key + 1); at += 1) {
      const number = valueAt(table.docs, at);
      squares[number] = valueAt(squares, number) + weight;
    }
  });
  return squares.map((square) => Math.sqrt(square) || 1);
}

function countsOf(
  questions: readonly AnsweredQuestion[],
  corpus: Corpus,
): Pick<Answered, 'clauseAsked' | 'documentAsked'> {
  const numbers = new Map(corpus.ids.map((id, number) => [id, number]));
  const clauseAsked = new Map<string, number>();
  const documentAsked = new Map<number, number>();
  for (const id of questions.flatMap(({ clauses }) => clauses)) {
    const number = numbers.get(id);
    if (number === undefined) continue;
    clauseAsked.set(id, (clauseAsked.get(id) ?? 0) + 1);
    const document = valueAt(corpus.documentOf, number);
    documentAsked.set(document, (documentAsked.get(document) ?? 0) + 1);
  }
  return { clauseAsked, documentAsked };
}

/** The likest answered questions, in no order; `except` leaves one out, for measuring. */
export function likeQuestions(
  tokens: readonly QuestionToken[],
  answered: Answered,
  { corpus, except }: { readonly corpus: Corpus; readonly except: number },
): readonly LikeQuestion[] {
  const { table, norms } = answered;
  const shared = new Float32Array(answered.questions.length);
  let square = 0;
  for (const { number: key, kind, said } of tokens) {
    if (!said) continue;
    const slot = slotOf(table, key);
    if (slot < 0) {
      const clauses = holdersOf(key, corpus) / Math.max(1, corpus.ids.length);
      square += tellingWeight(kind, { clauses, questions: 0 });
      continue;
    }
    const weight = valueAt(answered.weights, slot);
    square += weight;
    addShared(table, slot, weight, shared);
  }
  const norm = Math.sqrt(square) || 1;
  const likest = new TopList(LIKE_QUESTIONS);
  offerLikest(shared, norms, { likest, norm, except });
  return likest.numbers().map((number) => ({
    number,
    likeness: valueAt(shared, number) / norm / valueAt(norms, number),
  }));
}

function addShared(
  { starts, docs }: PostingTable,
  slot: number,
  weight: number,
  shared: Float32Array,
): void {
  const end = starts[slot + 1] ?? 0;
  for (let at = starts[slot] ?? 0; at < end; at += 1) {
    const number = docs[at] ?? 0;
    shared[number] = (shared[number] ?? 0) + weight;
  }
}

interface Offer {
  readonly likest: TopList;
  readonly norm: number;
  readonly except: number;
}

function offerLikest(
  shared: Float32Array,
  norms: Float32Array,
  { likest, norm, except }: Offer,
): void {
  let { floor } = likest;
  for (let number = 0; number < shared.length; number += 1) {
    const own = shared[number] ?? 0;
    if (own === 0 || number === except) continue;
    const likeness = own / norm / (norms[number] ?? 1);
    if (likeness <= floor) continue;
    likest.offer(number, likeness);
    ({ floor } = likest);
  }
}
