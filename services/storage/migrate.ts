import { type Knex } from 'knex';
import { isPostgres } from './engine.ts';
import { migrations } from './migrations/index.ts';
import { type Migration } from './migrations/migration.ts';

/** Any number that no other program on the same database uses for its advisory locks. */
const MIGRATION_LOCK = 6_020_260_701;
/** The list of what was done; the name is knex's own, which older installations hold already. */
const LIST = 'knex_migrations';

/**
 * Brings the tables up to date, all steps in one transaction: whoever is killed on the way leaves the old version behind.
 * Instances that start together wait for the first one. Where nothing is pending nothing is written, so that the service may
 * run under an account that cannot change tables. (knex's own runner keeps a lock in a table, and a killed process leaves it
 * locked for ever.)
 */
export async function migrate(knex: Knex): Promise<void> {
  if ((await pending(knex)).length === 0) return;
  await knex.transaction(async (trx) => {
    if (isPostgres(trx)) await trx.raw('SELECT pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
    const steps = await pending(trx);
    if (steps.length === 0) return;
    if (!(await trx.schema.hasTable(LIST))) await makeList(trx);
    const [last] = await trx(LIST).max<{ batch: number | null }[]>({ batch: 'batch' });
    const batch = (last?.batch ?? 0) + 1;
    for (const step of steps) {
      await step.up(trx);
      await trx(LIST).insert({ name: step.name, batch, migration_time: trx.fn.now() });
    }
  });
}

async function makeList(trx: Knex): Promise<void> {
  await trx.schema.createTable(LIST, (table) => {
    table.increments();
    table.string('name');
    table.integer('batch');
    table.timestamp('migration_time');
  });
}

/** Looks without creating anything. */
async function pending(knex: Knex): Promise<readonly Migration[]> {
  const done = (await knex.schema.hasTable(LIST)) ? await knex(LIST).pluck<string[]>('name') : [];
  return migrations.filter(({ name }) => !done.includes(name));
}
