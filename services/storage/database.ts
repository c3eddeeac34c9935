import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import knexModule, { type Knex } from 'knex';
import { AppError } from '../errors.ts';
import { isDriverError, withoutDriverText } from './driver-errors.ts';
import { ImmediateSqliteClient } from './immediate-sqlite.ts';
import { migrate } from './migrate.ts';
import {
  damaged,
  NOTHING_TO_READ,
  openWhole,
  WHOLE_AT_ONCE_BYTES,
  type WholeFile,
  type Wholeness,
} from './whole-file.ts';

export type Engine = 'sqlite' | 'postgres';

/** What use cases may ask of storage beyond their own store: do several writes as one. */
export interface UnitOfWork {
  /** Runs `work` in one durable transaction; a nested call joins the outer one. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * One open database. Stores build queries on `q`, which is the transaction under way in this chain of calls or
 * else the pool: a statement inside `transaction` can therefore neither miss the transaction nor wait for the
 * only connection that the transaction itself holds.
 */
export interface Database extends UnitOfWork {
  readonly engine: Engine;
  readonly q: Knex;
  /** True inside `transaction`, as far as this chain of calls is concerned. */
  readonly inTransaction: boolean;
  /** Runs a query outside any transaction of its own, with driver errors mapped to codes. */
  run<T>(query: () => Promise<T>): Promise<T>;
  /**
   * Runs `work` unless another instance on this database is at work under the same name; false when it was left to that one.
   * The right to work ends with the connection, so a crashed instance keeps nobody waiting.
   */
  alone(name: string, work: () => Promise<unknown>): Promise<boolean>;
  /**
   * Runs reads that may take long, such as counts over everything, beside all else: SQLite gives them a connection of their own,
   * which sees what was committed before each of them and cannot write.
   */
  apart<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Reads what was too much to read at the opening, beside all else. When a page turns out damaged, everything is refused with
   * `storage.damaged` from then on: writing on would spread the damage, and lose what is written.
   */
  readRest(): Promise<Wholeness>;
  /** Answers quickly whether the database can be read. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** A file path, `:memory:`, or `postgres://…`. */
  readonly url: string;
  /** Milliseconds to wait for a connection before `storage.busy`. */
  readonly acquireTimeoutMs?: number;
  readonly poolMax?: number;
  /** SQLite files up to this size are read whole when they are opened. */
  readonly wholeAtOnceBytes?: number;
}

const STATEMENT_MS = 15_000;

// knex would print what the driver said to the terminal; we throw it, without its words.
const SILENT = { warn: ignore, error: ignore, debug: ignore, deprecate: ignore };
function ignore(): void {
  // Nothing is lost: every failure is thrown as well.
}

const PRAGMAS: readonly (readonly [name: string, set: string, expected: string | number])[] = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['busy_timeout', '5000', 5000],
  ['secure_delete', 'ON', 1],
];

/** Opens, asserts the settings that durability rests on, migrates. Fails with `storage.*`. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const engine: Engine = /^postgres(ql)?:/.test(options.url) ? 'postgres' : 'sqlite';
  const knex = knexModule(engine === 'postgres' ? postgresConfig(options) : sqliteConfig(options));
  const inFile = engine === 'sqlite' && !isInMemory(options.url);
  const reader = (): Knex => knexModule(readerConfig(options));
  let whole = NOTHING_TO_READ;
  try {
    if (engine === 'sqlite') await assertPragmas(knex, options.url);
    const { wholeAtOnceBytes: atOnceBytes = WHOLE_AT_ONCE_BYTES } = options;
    if (inFile) whole = await openWhole({ knex, reader, file: fileOf(options.url), atOnceBytes });
    await migrate(knex);
  } catch (thrown) {
    await knex.destroy();
    throw isDriverError(thrown) ? withoutDriverText(thrown) : thrown;
  }
  return wrap({ knex, engine, reader: inFile ? reader() : null, whole });
}

function sqliteConfig({ url, acquireTimeoutMs = 4000 }: DatabaseOptions): Knex.Config {
  const filename = fileOf(url);
  if (filename !== ':memory:') mkdirSync(dirname(filename), { recursive: true });
  return {
    client: ImmediateSqliteClient as unknown as typeof Knex.Client,
    connection: { filename },
    useNullAsDefault: true,
    log: SILENT,
    acquireConnectionTimeout: acquireTimeoutMs,
    // One connection: sqlite3 interleaves transactions of concurrent requests on a shared one.
    pool: { min: 1, max: 1, idleTimeoutMillis: 2 ** 30 },
  };
}

const fileOf = (url: string): string => url.replace(/^sqlite:(\/\/)?/, '');

const isInMemory = (url: string): boolean => url.endsWith(':memory:');

/** Two long reads at once at most: they share the threads of the process with everything else. */
const READERS = 2;

function readerConfig(options: DatabaseOptions): Knex.Config {
  return {
    ...sqliteConfig(options),
    pool: {
      ...{ min: 0, max: READERS },
      afterCreate: (
        connection: { exec: (sql: string, done: (error: Error | null) => void) => void },
        done: (error: Error | null, connection: unknown) => void,
      ) => {
        connection.exec('PRAGMA query_only = ON; PRAGMA busy_timeout = 5000', (error) => {
          done(error, connection);
        });
      },
    },
  };
}

function postgresConfig({
  url,
  acquireTimeoutMs = 4000,
  poolMax = 10,
}: DatabaseOptions): Knex.Config {
  return {
    client: 'pg',
    connection: {
      connectionString: url,
      statement_timeout: STATEMENT_MS,
      // A server that stands still ends no statement by itself, and opens no connection.
      query_timeout: STATEMENT_MS + 2000,
      connectionTimeoutMillis: acquireTimeoutMs,
      keepAlive: true,
    },
    log: SILENT,
    acquireConnectionTimeout: acquireTimeoutMs,
    pool: { min: 0, max: poolMax, afterCreate: noticeTheDead },
  };
}

type Connected = (failed: unknown, connection: unknown) => void;

/**
 * A machine that vanished sends no farewell: the server asks after 10 s and gives its locks to others after 25 s, instead of
 * two hours.
 */
function noticeTheDead(
  connection: { query: (sql: string, done: (failed: unknown) => void) => void },
  done: Connected,
): void {
  const asking = 'tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5';
  connection.query(`SET ${asking}; SET tcp_keepalives_count = 3`, (failed) => {
    done(failed, connection);
  });
}

async function assertPragmas(knex: Knex, url: string): Promise<void> {
  for (const [name, set, expected] of PRAGMAS) {
    await knex.raw(`PRAGMA ${name} = ${set}`);
    const rows = await knex.raw<Record<string, unknown>[]>(`PRAGMA ${name}`);
    const value = Object.values(rows[0] ?? {})[0];
    const inMemory = url === ':memory:' && name === 'journal_mode';
    if (value !== expected && !inMemory)
      throw new AppError('storage.failed', `PRAGMA ${name} is ${String(value)}`);
  }
}

interface Parts {
  readonly knex: Knex;
  readonly engine: Engine;
  readonly reader: Knex | null;
  readonly whole: WholeFile;
}

function wrap({ knex, engine, reader, whole }: Parts): Database {
  const current = new AsyncLocalStorage<Knex.Transaction>();
  const reading = new AsyncLocalStorage<Knex>();
  const run = async <T>(query: () => Promise<T>): Promise<T> => {
    if (whole.wholeness() === 'damaged') throw damaged();
    try {
      return await query();
    } catch (thrown) {
      throw isDriverError(thrown) ? withoutDriverText(thrown) : thrown;
    }
  };
  return {
    engine,
    get q() {
      return current.getStore() ?? reading.getStore() ?? knex;
    },
    get inTransaction() {
      return current.getStore() !== undefined;
    },
    run,
    transaction: (work) =>
      current.getStore() ? work() : run(() => knex.transaction((trx) => current.run(trx, work))),
    alone: async (name, work) => {
      if (engine === 'sqlite') {
        await work();
        return true;
      }
      // The lock lives in a transaction of its own; the work uses other connections.
      return run(() =>
        knex.transaction(async (lock) => {
          const { rows } = await lock.raw<{ rows: { mine: boolean }[] }>(
            'SELECT pg_try_advisory_xact_lock(hashtextextended(?, 1)) AS mine',
            [name],
          );
          if (rows[0]?.mine !== true) return false;
          await work();
          return true;
        }),
      );
    },
    apart: (work) =>
      run(() =>
        reader === null || current.getStore() !== undefined ? work() : reading.run(reader, work),
      ),
    readRest: () => whole.readRest(),
    ping: async () => {
      await run(async () => {
        await knex.raw('SELECT 1');
      });
    },
    close: async () => {
      await whole.stop();
      await reader?.destroy();
      await knex.destroy();
    },
  };
}
