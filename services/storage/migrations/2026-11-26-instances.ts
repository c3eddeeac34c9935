import { type Knex } from 'knex';
import { isPostgres } from '../engine.ts';
import { type Migration } from './migration.ts';

/** What several instances on one database know in common: when a job was last done, who called how often. */
export const instances: Migration = {
  name: '2026-11-26-instances',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('job_runs', (table) => {
      table.string('name', 40).primary();
      table.string('ran_at', 32).notNullable();
    });
    await knex.schema.createTable('rate_counts', (table) => {
      table.string('caller', 64).notNullable();
      table.bigInteger('ends_at').notNullable();
      table.integer('hits').notNullable();
      table.primary(['caller', 'ends_at']);
    });
    // Counts of a minute: they need not outlive a crash of the server, and then cost no write-ahead log.
    if (isPostgres(knex)) await knex.raw('ALTER TABLE rate_counts SET UNLOGGED');
  },
};
