/** Free search over the stored clauses: what staff look up while they type, and what the policy page finds. */
import {
  type AnsweredQuestion,
  type Corpus,
  type IndexedClause,
  type ReaderTools,
  type Searcher,
  changedCorpus,
  changedSearcher,
  compacted,
  corpusFrom,
  countNow,
  createSearcher,
  everydayWords,
  loadedAnswers,
  loadedCorpus,
  storedAnswers,
  storedCorpus,
  wornShare,
} from '../search/index.ts';
import { type Content } from '../load/content.ts';
import { type Shelf, taken } from '../kept/shelf.ts';
import { type Clause, type Question, type Source } from '../model.ts';
import { type Slices } from '../slices.ts';
import { normalise } from '../text/normalise.ts';
import { type ClauseHit, type ClauseSearchRequest } from './contract.ts';
import { asksTheSame } from './entries.ts';
import { isInForce } from './library.ts';

export type ClauseSearch = (request: ClauseSearchRequest) => readonly ClauseHit[];

export interface ClauseIndexParts {
  readonly content: Content;
  readonly cutWords: CutWords;
  /** Where the index stays between two starts, so that a start only loads it. What does not fit the content is replaced. */
  readonly kept: {
    readonly shelf: Shelf;
    /** Which code, and which content besides. */
    readonly code: string;
    readonly print: string;
  } | null;
}

type CutWords = (text: string) => readonly string[];

interface Held {
  readonly clause: Clause;
  readonly source: Source;
}

/** The clauses of one content, ready to be searched. */
export interface ClauseIndex {
  readonly held: ReadonlyMap<string, Held>;
  /** In the order in which the searcher numbers them. */
  readonly asked: readonly Asked[];
  readonly questions: readonly Question[];
  /** Null until somebody searches. */
  readonly ready: () => Searcher | null;
  readonly searcher: () => Searcher;
}

/**
 * A title or phrasing of the content, filed under the clauses that answer it. A class: an object with a getter of its own took
 * 350 bytes, and there are tens of thousands.
 */
class Asked implements AnsweredQuestion {
  readonly entry: string;
  readonly text: string;
  readonly clauses: readonly string[];

  constructor(entry: string, text: string, clauses: readonly string[]) {
    this.entry = entry;
    this.text = text;
    this.clauses = clauses;
  }

  /** Read only where the table over them must be built. */
  get question(): string {
    return normalise(this.text);
  }
}

/** Without a shelf nothing is indexed before the first search, because answering does not need it. */
export function openClauseIndex(parts: ClauseIndexParts): ClauseIndex {
  const held = heldClauses(parts.content);
  const asked = askedIn(parts.content.questions, namesById(held));
  let searcher = parts.kept === null ? null : searcherOver(parts, held, asked);
  return {
    ...{ held, asked, questions: parts.content.questions },
    ready: () => searcher,
    searcher: () => (searcher ??= searcherOver(parts, held, asked)),
  };
}

/** The index of other content at the price of what changed; where the earlier one was not needed yet, this one is not either. */
export function* changedClauseIndex(
  before: ClauseIndex,
  content: Content,
  cutWords: CutWords,
): Slices<ClauseIndex> {
  const earlier = before.ready();
  if (earlier === null) return openClauseIndex({ content, cutWords, kept: null });
  const held = heldClauses(content);
  yield;
  const corpus = broughtUpToDate(earlier.corpus, held, cutWords) ?? wholeCorpus(held, cutWords);
  yield;
  const { renumber, kept, fresh } = askedSince(before, content.questions, namesById(held));
  const { questions } = content;
  const asked = [...kept, ...fresh];
  yield;
  const searcher = yield* changedSearcher(earlier, {
    ...{ corpus, tools: readerTools(content, cutWords), answered: asked },
    edit: { renumber, fresh },
  });
  return { held, asked, questions, ready: () => searcher, searcher: () => searcher };
}

export function clauseSearch({ held, searcher }: ClauseIndex, cutWords: CutWords): ClauseSearch {
  const texts = new Map<string, string>();
  const textOf = (id: string, { source, clause }: Held): string => {
    const known = texts.get(id) ?? normalise(`${source.title}\n${clause.heading}\n${clause.text}`);
    texts.set(id, known);
    return known;
  };
  return ({ query, limit, asOf }) => {
    const words = wordsOf(normalise(query), cutWords);
    const allows = (id: string): boolean => {
      const one = held.get(id);
      return asOf == null || (one !== undefined && isInForce(one.clause.inForce, asOf));
    };
    return searcher()
      .search(query, { limit, allows })
      .flatMap(({ id, score }): ClauseHit[] => {
        const one = held.get(id);
        if (one === undefined) return [];
        const own = textOf(id, one);
        return [{ ...one, score, matched: words.filter((word) => own.includes(word)) }];
      });
  };
}

/** By a name that changes with the text, so that a changed clause is a new one. */
function heldClauses({ sources }: Content): ReadonlyMap<string, Held> {
  const held = new Map<string, Held>();
  for (const source of sources) {
    for (const clause of source.clauses) held.set(nameOf({ clause, source }), { clause, source });
  }
  return held;
}

function nameOf({ clause, source }: Held): string {
  let sum = 0x811c9dc5;
  const text = `${source.title}\n${clause.heading}\n${clause.text}`;
  for (let at = 0; at < text.length; at += 1) {
    sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  }
  return `${clause.id}@${(sum >>> 0).toString(36)}`;
}

function searcherOver(
  { content, cutWords, kept }: ClauseIndexParts,
  held: ReadonlyMap<string, Held>,
  answered: readonly Asked[],
): Searcher {
  const parts = {
    corpus: corpusOver(held, cutWords, kept),
    tools: readerTools(content, cutWords),
    answered,
  };
  if (kept === null) return createSearcher(parts);
  const { shelf, print } = kept;
  const known = taken(shelf, ASKED_NAME, (bytes) => loadedAnswers(bytes, print));
  const searcher = createSearcher({ ...parts, known });
  if (known === null && searcher.answers !== null) {
    shelf.write(ASKED_NAME, storedAnswers(searcher.answers, print));
  }
  return searcher;
}

function readerTools(content: Content, cutWords: CutWords): ReaderTools {
  const synonyms = content.synonyms.filter(({ context }) => !context);
  return { normalise, cutWords, everyday: everydayWords(content.lists.get('everyday'), synonyms) };
}

/** From this share of changed clauses on, a whole new index is better: averages and citations are counted anew. */
const WORN = 0.2;

const INDEX_NAME = 'clauses';
const ASKED_NAME = 'asked';

function corpusOver(
  held: ReadonlyMap<string, Held>,
  cutWords: CutWords,
  kept: ClauseIndexParts['kept'],
): Corpus {
  if (kept === null) return wholeCorpus(held, cutWords);
  const { shelf, code } = kept;
  const before = taken(shelf, INDEX_NAME, (bytes) => loadedCorpus(bytes, code));
  const corpus = before === null ? null : broughtUpToDate(before, held, cutWords);
  if (corpus !== null && corpus === before) return corpus;
  const next = corpus ?? wholeCorpus(held, cutWords);
  shelf.write(INDEX_NAME, storedCorpus(next, code));
  return next;
}

function wholeCorpus(held: ReadonlyMap<string, Held>, cutWords: CutWords): Corpus {
  return corpusFrom(countNow(indexed(held), cutWords));
}

/** The stored index with what was published and withdrawn since; null where too much changed. */
function broughtUpToDate(
  before: Corpus,
  held: ReadonlyMap<string, Held>,
  cutWords: CutWords,
): Corpus | null {
  const known = new Set(before.ids.filter((_, number) => before.withdrawn[number] === 0));
  const added = new Map([...held].filter(([id]) => !known.has(id)));
  const removed = [...known].filter((id) => !held.has(id));
  if (added.size + removed.length === 0) return before;
  if (added.size + removed.length > WORN * held.size) return null;
  const counted = countNow(indexed(added), cutWords, before.averageLength);
  const changed = changedCorpus(before, counted, removed);
  return wornShare(changed) > WORN ? compacted(changed) : changed;
}

function indexed(held: ReadonlyMap<string, Held>): IndexedClause[] {
  return [...held].map(([id, { clause, source }]) => ({
    id,
    document: normalise(source.title),
    heading: normalise(`${source.title} ${clause.heading}`),
    text: normalise(clause.text),
  }));
}

/** The names of clauses by their ids. */
function namesById(held: ReadonlyMap<string, Held>): ReadonlyMap<string, string> {
  return new Map([...held].map(([name, { clause }]) => [clause.id, name]));
}

function askedIn(
  questions: readonly Question[],
  names: ReadonlyMap<string, string>,
): readonly Asked[] {
  return questions.flatMap((question) => {
    const clauses = clausesOf(question, names);
    if (clauses.length === 0) return [];
    return [...textsOf(question)].map((text) => new Asked(question.id, text, clauses));
  });
}

function textsOf({ title, phrasings }: Question): Set<string> {
  return new Set([title, ...phrasings]);
}

function clausesOf({ versions }: Question, names: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set(versions.flatMap((version) => version.clauses))].flatMap(
    (id) => names.get(id) ?? [],
  );
}

/** Which of the questions asked before are still there, under their present clauses, and which are new. */
function askedSince(
  { asked, questions: earlier }: ClauseIndex,
  questions: readonly Question[],
  names: ReadonlyMap<string, string>,
): { renumber: Int32Array; kept: readonly Asked[]; fresh: readonly Asked[] } {
  const before = new Map(earlier.map((question) => [question.id, question]));
  const now = new Map(
    questions.flatMap((question) => {
      const clauses = clausesOf(question, names);
      const old = before.get(question.id);
      // Null where everything that was asked is asked still: nothing has to be looked for.
      const texts = old !== undefined && asksTheSame(old, question) ? null : textsOf(question);
      return clauses.length === 0 ? [] : [[question.id, { question, clauses, texts }] as const];
    }),
  );
  const known = new Set<string>();
  const kept: Asked[] = [];
  const renumber = Int32Array.from(asked, (own) => {
    const { entry, text, clauses } = own;
    const one = now.get(entry);
    known.add(entry);
    // Whatever is found is taken away: what is left at the end is new.
    if (one === undefined || one.texts?.delete(text) === false) return -1;
    kept.push(sameNames(clauses, one.clauses) ? own : new Asked(entry, text, one.clauses));
    return kept.length - 1;
  });
  const fresh = [...now.values()].flatMap(({ question, texts, clauses }) => {
    // An entry that had no clause was not filed at all.
    const left = texts ?? (known.has(question.id) ? [] : textsOf(question));
    return [...left].map((text) => new Asked(question.id, text, clauses));
  });
  return { renumber, kept, fresh };
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return (
    one === other || (one.length === other.length && one.every((name, at) => name === other[at]))
  );
}

/** How many matched words are told. */
const MATCHED_WORDS = 12;

function wordsOf(query: string, cutWords: CutWords): string[] {
  const words = cutWords(query.slice(0, 200)).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const long = words.filter((word) => word.length > 1);
  return [...new Set(long.length > 0 ? long : words)].slice(0, MATCHED_WORDS);
}
