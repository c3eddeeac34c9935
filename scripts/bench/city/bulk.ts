/** Writes many rows fast: for a database that is thrown away when its making fails. */
import knexModule from 'knex';
import sqlite3 from 'sqlite3';

export type BulkRow = Readonly<Record<string, string | number | null>>;

export interface Bulk {
  /** Appends rows that all have the same columns. Resolves when the next ones may come. */
  insert(table: string, rows: readonly BulkRow[]): Promise<void>;
  /** One row of one column, in both dialects. */
  value(sql: string): Promise<string>;
  run(sql: string): Promise<void>;
  /** Puts back what was taken away for speed, and closes. */
  finish(): Promise<void>;
}

/** Opens a database that has its tables already. */
export function openBulk(url: string): Promise<Bulk> {
  return url.startsWith('postgres') ? postgresBulk(url) : sqliteBulk(url);
}

/** SQLite takes so many values in one statement at most. */
const MOST_VALUES = 32_000;

async function sqliteBulk(file: string): Promise<Bulk> {
  const db = new sqlite3.Database(file);
  const promised = <T>(
    work: (done: (error: Error | null, value?: T) => void) => void,
  ): Promise<T> =>
    new Promise((resolve, reject) => {
      work((error, value) => (error === null ? resolve(value as T) : reject(error)));
    });
  const exec = (sql: string): Promise<void> => promised((done) => db.exec(sql, done));
  const rowsOf = (sql: string): Promise<Record<string, string>[]> =>
    promised((done) => db.all(sql, done));
  await exec(
    'PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -400000; PRAGMA locking_mode = EXCLUSIVE',
  );
  // Built once over all rows, an index costs a tenth of what it costs row by row.
  const indices = await rowsOf(
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
  );
  for (const { name = '' } of indices) await exec(`DROP INDEX "${name}"`);
  await exec('BEGIN');
  const prepared = new Map<string, sqlite3.Statement>();
  const statement = (table: string, columns: readonly string[], count: number) => {
    const key = `${table} ${String(count)}`;
    const known = prepared.get(key);
    if (known) return known;
    const names = columns.map((column) => `"${column}"`).join(',');
    const places = `(${columns.map(() => '?').join(',')})`;
    const values = Array.from({ length: count }, () => places).join(',');
    const made = db.prepare(`INSERT INTO ${table} (${names}) VALUES ${values}`);
    prepared.set(key, made);
    return made;
  };
  return {
    insert: async (table, rows) => {
      const columns = Object.keys(rows[0] ?? {});
      const most = Math.max(1, Math.floor(MOST_VALUES / Math.max(1, columns.length)));
      for (let at = 0; at < rows.length; at += most) {
        const part = rows.slice(at, at + most);
        const values: (string | number | null)[] = [];
        for (const row of part) for (const column of columns) values.push(row[column] ?? null);
        const insert = statement(table, columns, part.length);
        await promised<undefined>((done) => insert.run(values, done));
      }
    },
    value: async (sql) => Object.values((await rowsOf(sql))[0] ?? {})[0] ?? '',
    run: exec,
    finish: async () => {
      for (const each of prepared.values()) each.finalize();
      await exec('COMMIT');
      for (const { sql = '' } of indices) await exec(sql);
      await exec('PRAGMA journal_mode = WAL');
      await promised<undefined>((done) => db.close(done));
    },
  };
}

async function postgresBulk(url: string): Promise<Bulk> {
  // One connection: its settings and its transaction are for everything.
  const knex = knexModule({ client: 'pg', connection: url, pool: { min: 1, max: 1 } });
  const rowsOf = async (sql: string): Promise<Record<string, string | number>[]> =>
    (await knex.raw<{ rows: Record<string, string | number>[] }>(sql)).rows;
  await knex.raw('SET synchronous_commit = off');
  await knex.raw("SET session_replication_role = 'replica'");
  const indices = await rowsOf(
    `SELECT indexname AS name, indexdef AS sql FROM pg_indexes WHERE schemaname = 'public'
     AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname)`,
  );
  for (const { name } of indices) await knex.raw(`DROP INDEX "${String(name)}"`);
  await knex.raw('BEGIN');
  return {
    insert: async (table, rows) => {
      const names = Object.keys(rows[0] ?? {})
        .map((column) => `"${column}"`)
        .join(',');
      await knex.raw(
        `INSERT INTO ${table} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${table}, ?)`,
        [JSON.stringify(rows)],
      );
    },
    value: async (sql) => String(Object.values((await rowsOf(sql))[0] ?? {})[0] ?? ''),
    run: async (sql) => {
      await knex.raw(sql);
    },
    finish: async () => {
      await knex.raw('COMMIT');
      for (const { sql } of indices) await knex.raw(String(sql));
      await knex.raw('ANALYZE');
      await knex.destroy();
    },
  };
}
