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
  loadedCorpus,
  storedCorpus,
  wornShare,
} from '../search/index.ts';
import { type Content } from '../load/content.ts';
import { type Clause, type Source } from '../model.ts';
import { normalise } from '../text/normalise.ts';
import { type ClauseHit, type ClauseSearchRequest } from './contract.ts';
import { isInForce } from './library.ts';

export type ClauseSearch = (request: ClauseSearchRequest) => readonly ClauseHit[];

/**
 * Keeps the index between two builds: in memory, so that publishing one clause indexes one clause, or in a file, so that a start
 * only loads it. What does not fit the content is replaced.
 */
export interface IndexStore {
  read(): Uint8Array | null;
  write(index: Uint8Array): void;
}

export interface ClauseSearchParts {
  readonly content: Content;
  readonly cutWords: (text: string) => readonly string[];
  readonly store?: IndexStore | undefined;
}

interface Held {
  readonly clause: Clause;
  readonly source: Source;
}

/** Nothing is indexed before the first search: answering does not need it, and a start should not wait for it. */
export function buildClauseSearch(parts: ClauseSearchParts): ClauseSearch {
  const held = heldClauses(parts.content);
  let searcher: Searcher | null = null;
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
      const own = normalise(`${one.source.title}\n${one.clause.heading}\n${one.clause.text}`);
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
  { content, cutWords, store }: ClauseSearchParts,
  held: ReadonlyMap<string, Held>,
): Searcher {
  return createSearcher({
    corpus: corpusOver(held, cutWords, store),
    tools: {
      normalise,
      cutWords,
      everyday: everydayWords(
        content.lists.get('everyday'),
        content.synonyms.filter(({ context }) => !context),
      ),
    },
    answered: answeredIn(content, held),
  });
}

/** From this share of changed clauses on, a whole new index is better: averages and citations are counted anew. */
const WORN = 0.2;

const INDEX_NAME = 'clauses';

function corpusOver(
  held: ReadonlyMap<string, Held>,
  cutWords: ClauseSearchParts['cutWords'],
  store: IndexStore | undefined,
): Corpus {
  const stored = store?.read() ?? null;
  const before = stored === null ? null : loadedCorpus(stored, INDEX_NAME);
  const corpus = before === null ? null : broughtUpToDate(before, held, cutWords);
  if (corpus !== null && corpus === before) return corpus;
  const next = corpus ?? corpusFrom(countNow(indexed(held), cutWords));
  store?.write(storedCorpus(next, INDEX_NAME));
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
    return [title, ...phrasings].map((text) => ({ question: normalise(text), clauses }));
  });
}

/** How many matched words are told. */
const MATCHED_WORDS = 12;

function wordsOf(query: string, cutWords: ClauseSearchParts['cutWords']): string[] {
  const words = cutWords(query.slice(0, 200)).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const long = words.filter((word) => word.length > 1);
  return [...new Set(long.length > 0 ? long : words)].slice(0, MATCHED_WORDS);
}
