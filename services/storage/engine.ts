import { type Knex } from 'knex';

/** True on PostgreSQL; for the few statements that have no portable spelling. */
export function isPostgres(knex: Knex): boolean {
  return (knex.client as { dialect?: string }).dialect === 'postgresql';
}

/** Makes a table append-only: UPDATE and DELETE of its rows fail, whoever asks. */
export async function forbidChanges(knex: Knex, table: string): Promise<void> {
  if (isPostgres(knex)) {
    await knex.raw(`CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'append only'; END $$`);
    await knex.raw(`CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION refuse_change()`);
    return;
  }
  for (const change of ['UPDATE', 'DELETE'])
    await knex.raw(`CREATE TRIGGER ${table}_no_${change.toLowerCase()} BEFORE ${change} ON ${table}
      BEGIN SELECT RAISE(ABORT, 'append only'); END`);
}

/** As much of a database as it takes to wait inside its transaction. */
interface Transacting {
  readonly engine: string;
  readonly inTransaction: boolean;
  readonly q: Knex;
}

/**
 * Whoever names the same thing in another transaction waits until this one ends. On SQLite transactions follow one another
 * anyway. Outside a transaction there is nothing to wait for.
 */
export async function waitTurn(db: Transacting, thing: string): Promise<void> {
  if (db.engine !== 'postgres' || !db.inTransaction) return;
  await db.q.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [thing]);
}
