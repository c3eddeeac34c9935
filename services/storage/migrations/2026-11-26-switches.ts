import { type Knex } from 'knex';
import { type Migration } from './migration.ts';

/** What people turn on and off while the service runs. */
export const switches: Migration = {
  name: '2026-11-26-switches',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('switches', (table) => {
      table.string('name', 40).primary();
      table.integer('on').notNullable();
    });
  },
};
