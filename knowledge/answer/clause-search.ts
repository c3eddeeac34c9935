/** Free search over the stored clauses: what staff look up while they type, and what the policy page finds. */
import {
  type Corpus,
  type IndexedClause,
  type Searcher,
  changedCorpus,
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
import { type Clause, type Source } from '../model.ts';
import { normalise } from '../text/normalise.ts';
import { type ClauseHit, type ClauseSearchRequest } from './contract.ts';
import { isInForce } from './library.ts';

export type ClauseSearch = (request: ClauseSearchRequest) => readonly ClauseHit[];

export interface ClauseSearchParts {
  readonly content: Content;
  readonly cutWords: (text: string) => readonly string[];
  /**
   * Where the index stays between two builds, so that a start only loads it and publishing one clause indexes one clause. What
   * does not fit the content is replaced.
   */
  readonly kept: {
    readonly shelf: Shelf;
    /** Which code, and which content besides. */
    readonly code: string;
    readonly print: string;
  } | null;
}

interface Held {
  readonly clause: Clause;
  readonly source: Source;
}

/** Without a shelf nothing is indexed before the first search, because answering does not need it. */
export function buildClauseSearch(parts: ClauseSearchParts): ClauseSearch {
  const held = heldClauses(parts.content);
  const texts = new Map<string, string>();
  const textOf = (id: string, { source, clause }: Held): string => {
    const known = texts.get(id) ?? normalise(`${source.title}\n${clause.heading}\n${clause.text}`);
    texts.set(id, known);
    return known;
  };
  let searcher: Searcher | null = parts.kept === null ? null : searcherOver(parts, held);
  return ({ query, limit, asOf }) => {
    searcher ??= searcherOver(parts, held);
    const words = wordsOf(normalise(query), parts.cutWords);
    const allows = (id: string): boolean => {
      const one = held.get(id);
      return asOf == null || (one !== undefined && isInForceOn(one, asOf));
    };
    return searcher.search(query, { limit, allows }).flatMap(({ id, score }): ClauseHit[] => {
      const one = held.get(id);
      if (one === undefined) return [];
      const own = textOf(id, one);
      return [{ ...one, score, matched: words.filter((word) => own.includes(word)) }];
    });
  };
}

function isInForceOn({ clause, source }: Held, day: string): boolean {
  return isInForce(clause.inForce, day) && isInForce(source.inForce, day);
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
  { content, cutWords, kept }: ClauseSearchParts,
  held: ReadonlyMap<string, Held>,
): Searcher {
  const parts = {
    corpus: corpusOver(held, cutWords, kept),
    tools: {
      normalise,
      cutWords,
      everyday: everydayWords(
        content.lists.get('everyday'),
        content.synonyms.filter(({ context }) => !context),
      ),
    },
    answered: answeredIn(content, held),
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

/** From this share of changed clauses on, a whole new index is better: averages and citations are counted anew. */
const WORN = 0.2;

const INDEX_NAME = 'clauses';
const ASKED_NAME = 'asked';

function corpusOver(
  held: ReadonlyMap<string, Held>,
  cutWords: ClauseSearchParts['cutWords'],
  kept: ClauseSearchParts['kept'],
): Corpus {
  const whole = (): Corpus => corpusFrom(countNow(indexed(held), cutWords));
  if (kept === null) return whole();
  const { shelf, code } = kept;
  const before = taken(shelf, INDEX_NAME, (bytes) => loadedCorpus(bytes, code));
  const corpus = before === null ? null : broughtUpToDate(before, held, cutWords);
  if (corpus !== null && corpus === before) return corpus;
  const next = corpus ?? whole();
  shelf.write(INDEX_NAME, storedCorpus(next, code));
  return next;
}

/** The stored index with what was published and withdrawn since; null where too much changed. */
function broughtUpToDate(
  before: Corpus,
  held: ReadonlyMap<string, Held>,
  cutWords: ClauseSearchParts['cutWords'],
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

/** Titles and phrasings of the content, filed under the clauses that answer them. */
function answeredIn(
  { questions }: Content,
  held: ReadonlyMap<string, Held>,
): { question: string; clauses: string[] }[] {
  const names = new Map([...held].map(([name, { clause }]) => [clause.id, name]));
  return questions.flatMap(({ title, phrasings, versions }) => {
    const clauses = [...new Set(versions.flatMap((version) => version.clauses))].flatMap(
      (id) => names.get(id) ?? [],
    );
    if (clauses.length === 0) return [];
    // Read only where the table over them must be built.
    return [title, ...phrasings].map((text) => ({
      get question() {
        return normalise(text);
      },
      clauses,
    }));
  });
}

/** How many matched words are told. */
const MATCHED_WORDS = 12;

function wordsOf(query: string, cutWords: ClauseSearchParts['cutWords']): string[] {
  const words = cutWords(query.slice(0, 200)).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const long = words.filter((word) => word.length > 1);
  return [...new Set(long.length > 0 ? long : words)].slice(0, MATCHED_WORDS);
}
