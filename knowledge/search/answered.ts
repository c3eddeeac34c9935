/**
 * Questions that were answered before, filed under the clauses that answered them: phrasings of the content and logged
 * questions alike. A new question hears the likest of them.
 */
import { type Slices } from '../slices.ts';
import { type Corpus } from './corpus.ts';
import { holdersOf } from './first-scores.ts';
import { type PostingTable, TableBuilder, mergeTables, slotOf, valueAt } from './posting-table.ts';
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
  /** The first letter of each token of `table`: its kind. */
  readonly kinds: Uint8Array;
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

/** What the weights of answered questions are taken against, and how they are cut. */
export interface AnswerTools {
  readonly corpus: Corpus;
  readonly cutWords: CutWords;
}

/** Questions that are cut between two breaths of the event loop: a few milliseconds. */
const SLICE = 64;

export function* answerTable(
  questions: readonly AnsweredQuestion[],
  { corpus, cutWords }: AnswerTools,
): Slices<AnswerTable> {
  const { table, kinds } = yield* held(questions, cutWords);
  return weighed({ table, kinds }, questions.length, corpus);
}

/** Which of the questions of another table stay, by their new numbers (-1 for those that go), and which follow after these. */
export interface AnswerEdit {
  readonly renumber: Int32Array;
  readonly fresh: readonly AnsweredQuestion[];
}

/** The table that all questions would give together; only the fresh ones are cut. */
export function* changedAnswerTable(
  before: AnswerTable,
  { renumber, fresh }: AnswerEdit,
  { corpus, cutWords }: AnswerTools,
): Slices<AnswerTable> {
  const added = yield* held(fresh, cutWords);
  const first = renumber.reduce((count, number) => (number < 0 ? count : count + 1), 0);
  const table = mergeTables([
    { table: before.table, renumber },
    { table: added.table, renumber: Int32Array.from(fresh, (_, at) => first + at) },
  ]);
  yield;
  const kinds = kindsIn(table, [before, added]);
  yield;
  return weighed({ table, kinds }, first + fresh.length, corpus);
}

type Held = Pick<AnswerTable, 'table' | 'kinds'>;

function* held(questions: readonly AnsweredQuestion[], cutWords: CutWords): Slices<Held> {
  const kinds = new Map<number, number>();
  const builder = new TableBuilder();
  for (const [number, { question }] of questions.entries()) {
    for (const token of new Set(tokensOf(question, cutWords))) {
      const key = tokenNumber(token);
      kinds.set(key, token.charCodeAt(0));
      builder.add(key, number, 1);
    }
    if (number % SLICE === SLICE - 1) yield;
  }
  const table = builder.table();
  return { table, kinds: Uint8Array.from(table.keys, (key) => kinds.get(key) ?? 0) };
}

/** Keys ascend in all of them. */
function kindsIn({ keys }: PostingTable, parts: readonly Held[]): Uint8Array {
  const all = new Uint8Array(keys.length);
  for (const { table, kinds } of parts) {
    let at = 0;
    for (let slot = 0; slot < table.keys.length; slot += 1) {
      const key = table.keys[slot] ?? 0;
      while (at < keys.length && (keys[at] ?? 0) < key) at += 1;
      if (keys[at] === key) all[at] = kinds[slot] ?? 0;
    }
  }
  return all;
}

function weighed({ table, kinds }: Held, questions: number, corpus: Corpus): AnswerTable {
  const weights = Float32Array.from(table.keys, (key, at) => {
    const asked = valueAt(table.starts, at + 1) - valueAt(table.starts, at);
    return tellingWeight(String.fromCharCode(valueAt(kinds, at)) as TokenKind, {
      clauses: holdersOf(key, corpus) / Math.max(1, corpus.ids.length),
      questions: asked / questions,
    });
  });
  return { table, kinds, weights, norms: normsOf(table, weights, questions) };
}

/** A token tells little when many clauses hold it, or many questions: 怎么办 is in no clause and in every question. */
function tellingWeight(
  kind: TokenKind,
  shares: { readonly clauses: number; readonly questions: number },
): number {
  const share = Math.min(1, shares.clauses + shares.questions / 2 + 1e-5);
  return KIND_WEIGHT[kind] * Math.max(0.05, Math.log(1 + (1 - share) / share));
}

function normsOf(
  { starts, docs }: PostingTable,
  weights: Float32Array,
  size: number,
): Float32Array {
  const squares = new Float32Array(size);
  for (let key = 0; key < weights.length; key += 1) {
    const weight = weights[key] ?? 0;
    const end = starts[key + 1] ?? 0;
    for (let at = starts[key] ?? 0; at < end; at += 1) {
      const number = docs[at] ?? 0;
      squares[number] = (squares[number] ?? 0) + weight;
    }
  }
  return squares.map((square) => Math.sqrt(square) || 1);
}

function countsOf(
  questions: readonly AnsweredQuestion[],
  corpus: Corpus,
): Pick<Answered, 'clauseAsked' | 'documentAsked'> {
  const numbers = new Map(corpus.ids.map((id, number) => [id, number]));
  const clauseAsked = new Map<string, number>();
  const documentAsked = new Map<number, number>();
  for (const [clauses, times] of timesOf(questions)) {
    for (const id of clauses) {
      const number = numbers.get(id);
      if (number === undefined) continue;
      clauseAsked.set(id, (clauseAsked.get(id) ?? 0) + times);
      const document = valueAt(corpus.documentOf, number);
      documentAsked.set(document, (documentAsked.get(document) ?? 0) + times);
    }
  }
  return { clauseAsked, documentAsked };
}

/** The phrasings of one entry share one list of clauses. */
function timesOf(questions: readonly AnsweredQuestion[]): ReadonlyMap<readonly string[], number> {
  const times = new Map<readonly string[], number>();
  for (const { clauses } of questions) times.set(clauses, (times.get(clauses) ?? 0) + 1);
  return times;
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
  return Array.from(likest.numbers(), (number) => ({
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
