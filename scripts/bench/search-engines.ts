/** The engines that the search bench compares, each given the same clauses. Peers are set up as their users would for Chinese. */
import lunr from 'lunr';
import MiniSearch from 'minisearch';
import sqlite3 from 'sqlite3';
import {
  type IndexedClause,
  type ReaderTools,
  corpusFrom,
  countNow,
  createSearcher,
} from '../../knowledge/search/index.ts';
import { tokensOf } from '../../knowledge/search/tokens.ts';

export interface SearchEngine {
  readonly name: string;
  /** Finds ten clauses. */
  readonly find: (question: string) => unknown;
  readonly close?: () => Promise<void>;
}

type EngineBuilder = (
  clauses: readonly IndexedClause[],
  tools: ReaderTools,
) => Promise<SearchEngine>;

const LIMIT = 10;

/** So many tokens of a question are put to lunr. */
const LUNR_TERMS = 64;

export const ownEngine: EngineBuilder = (clauses, tools) => {
  const searcher = createSearcher({ corpus: corpusFrom(countNow(clauses, tools.cutWords)), tools });
  return Promise.resolve({
    name: 'Mingbai',
    find: (question) => searcher.search(question, { limit: LIMIT }),
  });
};

/** lunr with characters, pairs and words, asked by its own query without its query language. */
export const lunrEngine: EngineBuilder = (clauses, tools) => {
  const builder = new lunr.Builder();
  builder.ref('id');
  builder.field('text');
  builder.tokenizer = ((tokens: unknown) => tokens) as unknown as typeof lunr.tokenizer;
  for (const clause of clauses) {
    builder.add({ id: clause.id, text: tokensOfClause(clause, tools) });
  }
  const index = builder.build();
  return Promise.resolve({
    name: 'lunr',
    find: (question) => {
      const terms = [...new Set(tokensOf(tools.normalise(question), tools.cutWords))];
      return index
        .query((query) => {
          for (const term of terms.slice(0, LUNR_TERMS)) query.term(term, { usePipeline: false });
        })
        .slice(0, LIMIT);
    },
  });
};

export const minisearchEngine: EngineBuilder = (clauses, tools) => {
  const engine = new MiniSearch({
    fields: ['heading', 'text'],
    tokenize: (text) => [...tools.cutWords(text)],
  });
  engine.addAll(clauses.map(({ id, heading, text }) => ({ id, heading, text })));
  return Promise.resolve({
    name: 'MiniSearch with words',
    find: (question) => engine.search(tools.normalise(question)).slice(0, LIMIT),
  });
};

/** SQLite FTS5 over pairs of characters, every term quoted. */
export const fts5Engine: EngineBuilder = async (clauses, tools) => {
  const database = new sqlite3.Database(':memory:');
  await run(database, 'CREATE VIRTUAL TABLE clauses USING fts5(id UNINDEXED, text)', []);
  await run(database, 'BEGIN', []);
  for (const clause of clauses) {
    await run(database, 'INSERT INTO clauses (id, text) VALUES (?, ?)', [
      clause.id,
      pairsOf(`${clause.heading}\n${clause.text}`).join(' '),
    ]);
  }
  await run(database, 'COMMIT', []);
  return {
    name: 'SQLite FTS5 with pairs',
    find: (question) => {
      const pairs = [...new Set(pairsOf(tools.normalise(question)))];
      return all(
        database,
        'SELECT id FROM clauses WHERE clauses MATCH ? ORDER BY bm25(clauses) LIMIT ?',
        [pairs.map((pair) => `"${pair}"`).join(' OR '), LIMIT],
      );
    },
    close: () =>
      new Promise((resolve, reject) => {
        database.close((error) => (error === null ? resolve() : reject(error)));
      }),
  };
};

function tokensOfClause(clause: IndexedClause, tools: ReaderTools): string[] {
  return tokensOf(`${clause.heading}\n${clause.text}`, tools.cutWords);
}

function pairsOf(text: string): string[] {
  return tokensOf(text, () => [])
    .filter((token) => token.startsWith('b'))
    .map((token) => token.slice(1));
}

function run(database: sqlite3.Database, sql: string, values: readonly unknown[]): Promise<void> {
  return new Promise((resolve, reject) => {
    database.run(sql, values, (error) => (error === null ? resolve() : reject(error)));
  });
}

function all(
  database: sqlite3.Database,
  sql: string,
  values: readonly unknown[],
): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    database.all(sql, values, (error, rows) => (error === null ? resolve(rows) : reject(error)));
  });
}
