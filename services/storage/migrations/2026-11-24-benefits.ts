import { type Knex } from 'knex';
import { type Migration } from './migration.ts';

/** What people receive, and the codes with which they prove that a phone is theirs. */
export const benefits: Migration = {
  name: '2026-11-24-benefits',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('benefits', (table) => {
      table.string('id', 40).primary();
      table.string('person_id', 64).notNullable();
      table.string('programme', 20).notNullable();
      table.string('district', 40).notNullable();
      table.string('state', 8).notNullable();
      table.string('phone_index', 64).notNullable();
      table.text('sealed').notNullable();
      table.index(['phone_index']);
    });
    await knex.schema.createTable('benefit_codes', (table) => {
      table.string('phone_index', 64).primary();
      table.string('print', 64).notNullable();
      table.string('until', 32).notNullable();
      table.integer('tries').notNullable();
    });
  },
};
