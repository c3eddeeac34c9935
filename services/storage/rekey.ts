import { type FieldCrypto } from '../privacy/field-crypto.ts';
import { type Cell } from '../privacy/sealer.ts';
import { type Database } from './database.ts';

interface Place {
  readonly table: string;
  /** The column that names the row. */
  readonly id: string;
  readonly column: string;
  /** What the text is bound to, where that is not its own place. */
  readonly boundTo?: Pick<Cell, 'table' | 'column'>;
}

/**
 * Everything that the office's own keys seal. What else is sealed is under the key of a person or a conversation, and those
 * keys are among these.
 */
const PLACES: readonly Place[] = [
  { table: 'person_keys', id: 'person_id', column: 'wrapped' },
  {
    ...{ table: 'conversations', id: 'id', column: 'wrapped_key' },
    boundTo: { table: 'person_keys', column: 'wrapped' },
  },
  { table: 'kept_answers', id: 'key', column: 'answer' },
  { table: 'staff', id: 'id', column: 'second_factor' },
  { table: 'enquiries', id: 'id', column: 'question' },
  { table: 'hand_overs', id: 'id', column: 'sealed' },
  { table: 'person_requests', id: 'id', column: 'sealed' },
  // The last: an instance that lacks the new key is refused only when nothing is left for it.
  { table: 'key_canary', id: 'id', column: 'sealed' },
];

const BATCH = 200;

/**
 * Seals anew, with the current key, what is still under one of `oldIds`; gives how many rows it changed. The service may work
 * meanwhile: a row that changes under our hands is left to the next pass. Killed on the way, it goes on where it was.
 */
export async function sealAnew(
  db: Database,
  crypto: FieldCrypto,
  oldIds: readonly string[],
): Promise<number> {
  let changed = 0;
  for (const place of PLACES)
    for (const id of oldIds) {
      let after: string | null = '';
      while (after !== null) {
        const from: string = after;
        const batch = await db.transaction(() => sealBatch(db, crypto, { place, oldId: id, from }));
        changed += batch.done;
        after = batch.last;
      }
    }
  return changed;
}

interface Batch {
  readonly place: Place;
  readonly oldId: string;
  /** Rows after this one, in the order of their ids. */
  readonly from: string;
}

async function sealBatch(
  db: Database,
  crypto: FieldCrypto,
  { place: { table, id, column, boundTo }, oldId, from }: Batch,
): Promise<{ done: number; last: string | null }> {
  const rows = (await db
    .q(table)
    .select(id, column)
    .whereLike(column, `${sealedBy(oldId)}%`)
    .modify((query) => {
      if (from !== '') void query.where(id, '>', from);
    })
    .orderBy(id)
    .limit(BATCH)) as Record<string, unknown>[];
  let done = 0;
  for (const row of rows) {
    const [name, sealed] = [String(row[id]), String(row[column])];
    const cell = { table, column, ...boundTo, row: name };
    done += await db
      .q(table)
      .where({ [id]: row[id], [column]: sealed })
      .update({ [column]: crypto.seal(crypto.open(sealed, cell), cell) });
  }
  const last = rows.length < BATCH ? null : String(rows.at(-1)?.[id]);
  return { done, last };
}

/** Places in the whole database where something is still sealed with one of `oldIds`: `table.column`, each once. */
export async function sealedWith(
  db: Database,
  oldIds: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { table, column } of await textColumns(db))
    for (const id of oldIds) {
      const row: unknown = await db.run(() =>
        db
          .q(table)
          .whereLike(column, `${sealedBy(id)}%`)
          .first(column),
      );
      if (row !== undefined) found.push(`${table}.${column}`);
    }
  return [...new Set(found)];
}

// `_` is any character for LIKE, and key ids may hold one: a wider match is opened with the key that it names.
const sealedBy = (id: string): string => `v1.${id}.`;

async function textColumns(db: Database): Promise<{ table: string; column: string }[]> {
  if (db.engine === 'postgres')
    return db
      .q('information_schema.columns')
      .whereRaw('table_schema = current_schema()')
      .whereIn('data_type', ['text', 'character varying'])
      .select({ table: 'table_name', column: 'column_name' });
  const tables = await db.q('sqlite_master').where({ type: 'table' }).pluck<string[]>('name');
  const columns = await Promise.all(
    tables.map(async (table) =>
      Object.entries(await db.q(table).columnInfo())
        .filter(([, { type }]) => /text|char/iu.test(type))
        .map(([column]) => ({ table, column })),
    ),
  );
  return columns.flat();
}
