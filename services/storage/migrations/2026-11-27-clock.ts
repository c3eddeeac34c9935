import { type Knex } from 'knex';
import { type Migration } from './migration.ts';

/** The last time that was believed, so that a clock which leaps removes nothing. */
export const clock: Migration = {
  name: '2026-11-27-clock',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('clock_marks', (table) => {
      table.string('name', 20).primary();
      table.string('believed', 32).notNullable();
      table.integer('behind').notNullable();
    });
  },
};
