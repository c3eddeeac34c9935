import { AppError } from '../errors.ts';
import { type Database } from './database.ts';

/** Every table of the service, in the order in which rows may be written: what is referred to comes first. */
const TABLES = [
  'conversations',
  'activities',
  'enquiries',
  'person_keys',
  'key_canary',
  'audit_events',
  'audit_head',
  'ticket_serials',
  'tickets',
  'ticket_events',
  'kept_answers',
  'notices',
  'notice_attempts',
  'staff',
  'staff_recovery_codes',
  'staff_sessions',
  'benefits',
  'benefit_codes',
  'calls',
  'call_events',
  'answer_marks',
  'presence',
  'answer_feedback',
  'saved_filters',
  'calendar_days',
  'ticket_attachments',
  'switches',
] as const;

/** Rows that a new database writes by itself: the copy brings its own. */
const BORN_WITH = ['audit_head'];
/** Tables whose key the database counts: it has to go on after the copied rows. */
const COUNTED = ['notice_attempts'];
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
  await assertTables(from);
  await assertTables(to);
  return to.transaction(async () => {
    await assertEmpty(to);
    for (const table of BORN_WITH) await to.q(table).delete();
    const copied: CopiedTable[] = [];
    for (const table of TABLES) copied.push({ table, rows: await copyTable(from, to, table) });
    for (const { table, rows } of copied) {
      if (rows !== (await countOf(to, table)) || rows !== (await countOf(from, table)))
        throw new AppError('storage.failed', `${table} was not copied whole`);
    }
    await continueCounting(to);
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

async function assertEmpty(db: Database): Promise<void> {
  for (const table of TABLES) {
    if (!BORN_WITH.includes(table) && (await countOf(db, table)) > 0)
      throw new AppError('conflict', `${table} holds rows already`);
  }
}

/** A table that nobody thought of would be left behind in silence. */
async function assertTables(db: Database): Promise<void> {
  const rows =
    db.engine === 'postgres'
      ? await db.q('pg_tables').where({ schemaname: 'public' }).pluck<string[]>('tablename')
      : await db
          .q('sqlite_master')
          .where({ type: 'table' })
          .whereNot('name', 'like', 'sqlite_%')
          .pluck<string[]>('name');
  const own = rows.filter((name) => !name.startsWith('knex_')).sort();
  const known = [...TABLES].sort();
  if (own.join(' ') !== known.join(' '))
    throw new AppError('storage.failed', `the tables are ${own.join(', ')}`);
}

async function countOf(db: Database, table: string): Promise<number> {
  const [row] = await db.q(table).count<{ n: number | string }[]>({ n: '*' });
  return Number(row?.n ?? 0);
}

async function continueCounting(db: Database): Promise<void> {
  if (db.engine !== 'postgres') return;
  for (const table of COUNTED) {
    await db.q.raw(
      `SELECT setval(pg_get_serial_sequence(?, 'id'), COALESCE((SELECT MAX(id) FROM ${table}), 0) + 1, false)`,
      [table],
    );
  }
}
