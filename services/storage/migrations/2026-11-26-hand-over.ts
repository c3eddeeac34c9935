import { type Knex } from 'knex';
import { type Migration } from './migration.ts';

/** Chats that asked for a person. */
export const handOver: Migration = {
  name: '2026-11-26-hand-over',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('hand_overs', (table) => {
      table.string('id', 40).primary();
      table.string('conversation_id', 80).notNullable();
      table.string('state', 10).notNullable();
      table.string('district', 60);
      table.string('asked_at', 32).notNullable();
      table.string('taken_by', 64);
      table.string('taken_at', 32);
      table.string('ended_at', 32);
      table.boolean('warned').notNullable();
      table.integer('version').notNullable();
      table.text('sealed').notNullable();
      table.index(['state', 'asked_at']);
      table.index(['conversation_id', 'state']);
    });
  },
};
