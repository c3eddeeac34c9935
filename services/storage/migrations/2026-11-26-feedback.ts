import { type Knex } from 'knex';
import { type Migration } from './migration.ts';

/** What people said about answers; no words of theirs. */
export const feedback: Migration = {
  name: '2026-11-26-feedback',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('answer_feedback', (table) => {
      table.string('answer_id', 64).primary();
      table.boolean('useful').notNullable();
      table.string('reason', 8);
      table.string('at', 32).notNullable();
      table.index(['useful', 'at']);
    });
  },
};
