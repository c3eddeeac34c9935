import { AppError } from '../errors.ts';
import { type Database } from './database.ts';

/** Rows that a new database writes by itself: the copy brings its own. */
const BORN_WITH = ['audit_head'];
const BATCH = 200;

export interface CopiedTable {
  readonly table: string;
  readonly rows: number;
}

/**
 * Copies everything into a new, empty database, in one transaction there: all of it or nothing. The source must not be
 * written meanwhile. Throws `conflict` for a target that holds rows, `storage.failed` where the tables of the two are not
 * the same or the counts do not agree afterwards.
 */
export async function copyDatabase(from: Database, to: Database): Promise<readonly CopiedTable[]> {
  const tables = await tablesOf(to);
  if ((await tablesOf(from)).join(' ') !== tables.join(' '))
    throw new AppError('storage.failed', 'the two databases have different tables');
  const order = await referredFirst(to, tables);
  return to.transaction(async () => {
    await assertEmpty(to, tables);
    for (const table of BORN_WITH) await to.q(table).delete();
    const copied: CopiedTable[] = [];
    for (const table of order) copied.push({ table, rows: await copyTable(from, to, table) });
    for (const { table, rows } of copied) {
      if (rows !== (await countOf(to, table)) || rows !== (await countOf(from, table)))
        throw new AppError('storage.failed', `${table} was not copied whole`);
    }
    await continueCounting(to, tables);
    return copied;
  });
}

async function copyTable(from: Database, to: Database, table: string): Promise<number> {
  const columns = Object.keys(await from.q(table).columnInfo());
  const flags = await booleansOf(to, table);
  let done = 0;
  for (;;) {
    const rows = await from.run(
      async () =>
        (await from
          .q(table)
          .orderBy(await keyOf(from, table, columns))
          .limit(BATCH)
          .offset(done)) as Record<string, unknown>[],
    );
    if (rows.length === 0) return done;
    await to.q(table).insert(rows.map((row) => withBooleans(row, flags)));
    done += rows.length;
  }
}

/** A whole row's order is a total one, whatever the key is called. */
async function keyOf(from: Database, table: string, columns: readonly string[]): Promise<string[]> {
  const keys: { name: string; pk: number }[] =
    from.engine === 'sqlite' ? await from.q.raw(`PRAGMA table_info(${table})`) : [];
  const primary = keys.filter(({ pk }) => pk > 0).map(({ name }) => name);
  return primary.length > 0 ? primary : [...columns];
}

async function booleansOf(db: Database, table: string): Promise<readonly string[]> {
  const columns = await db.q(table).columnInfo();
  return Object.entries(columns)
    .filter(([, { type }]) => type === 'boolean')
    .map(([name]) => name);
}

/** SQLite keeps 0 and 1 where PostgreSQL wants a truth value. */
function withBooleans(
  row: Record<string, unknown>,
  flags: readonly string[],
): Record<string, unknown> {
  const mended = { ...row };
  for (const flag of flags) mended[flag] = row[flag] === null ? null : Boolean(row[flag]);
  return mended;
}

async function assertEmpty(db: Database, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    if (!BORN_WITH.includes(table) && (await countOf(db, table)) > 0)
      throw new AppError('conflict', `${table} holds rows already`);
  }
}

/** Our own tables by name; knex keeps its list of migrations itself. */
async function tablesOf(db: Database): Promise<readonly string[]> {
  const names =
    db.engine === 'postgres'
      ? await db
          .q('pg_tables')
          .whereRaw('schemaname = current_schema()')
          .pluck<string[]>('tablename')
      : await db.q('sqlite_master').where({ type: 'table' }).pluck<string[]>('name');
  return names.filter((name) => !/^(?:knex|sqlite)_/u.test(name)).sort();
}

/** Every table after those that its rows refer to. */
async function referredFirst(db: Database, tables: readonly string[]): Promise<readonly string[]> {
  const order = new Set<string>();
  const place = async (table: string): Promise<void> => {
    if (order.has(table)) return;
    for (const other of await referredBy(db, table)) if (other !== table) await place(other);
    order.add(table);
  };
  for (const table of tables) await place(table);
  return [...order];
}

async function referredBy(db: Database, table: string): Promise<readonly string[]> {
  if (db.engine === 'sqlite') {
    const keys: { table: string }[] = await db.q.raw(`PRAGMA foreign_key_list(${table})`);
    return keys.map((key) => key.table);
  }
  const { rows } = await db.q.raw<{ rows: { name: string }[] }>(
    `SELECT confrelid::regclass::text AS name FROM pg_constraint
      WHERE contype = 'f' AND conrelid = ?::regclass`,
    [table],
  );
  return rows.map(({ name }) => name);
}

async function countOf(db: Database, table: string): Promise<number> {
  const [row] = await db.q(table).count<{ n: number | string }[]>({ n: '*' });
  return Number(row?.n ?? 0);
}

/** Keys that the database counts go on after the copied rows. */
async function continueCounting(db: Database, tables: readonly string[]): Promise<void> {
  if (db.engine !== 'postgres') return;
  for (const table of tables) {
    const columns = await db.q(table).columnInfo();
    const { id } = columns as Record<string, { defaultValue: unknown } | undefined>;
    if (!String(id?.defaultValue).startsWith('nextval')) continue;
    await db.q.raw(
      `SELECT setval(pg_get_serial_sequence(?, 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM ${table}), false)`,
      [table],
    );
  }
}
