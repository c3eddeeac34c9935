import { type Knex } from 'knex';
import { type Migration } from './migration.ts';

/** Requests of persons about their own data, and what is needed to find what is past its time. */
export const privacy: Migration = {
  name: '2026-11-27-privacy',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('person_requests', (table) => {
      table.string('id', 40).primary();
      table.string('kind', 8).notNullable();
      table.string('number', 20);
      table.string('phone_index', 64);
      table.string('state', 8).notNullable();
      table.string('asked_by', 64).notNullable();
      table.string('asked_at', 32).notNullable();
      table.string('decided_by', 64);
      table.string('decided_at', 32);
      table.text('sealed').notNullable();
      table.text('erased');
      table.integer('version').notNullable();
      table.index(['state', 'asked_at']);
    });
    await knex.schema.alterTable('person_keys', (table) => {
      table.index(['destroyed_at']);
    });
    await knex.schema.alterTable('tickets', (table) => {
      table.index(['person_id']);
      table.index(['conversation_id']);
    });
    await knex.schema.alterTable('hand_overs', (table) => {
      table.index(['conversation_id']);
    });
  },
};
