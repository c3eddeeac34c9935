import type { Knex } from 'knex';
import type { Migration } from './migration.ts';

/** Conversations, their activities and state, enquiries. Text columns hold ciphertext where a person may be named. */
export const foundation: Migration = {
  name: '2026-11-24-foundation',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('conversations', (table) => {
      table.string('id', 64).primary();
      table.string('channel', 20).notNullable();
      table.string('user_id', 64).notNullable();
      table.string('created_at', 32).notNullable();
      table.string('last_at', 32).notNullable();
      table.integer('state_version').notNullable();
      table.text('state').notNullable();
      table.integer('next_seq').notNullable();
      table.text('wrapped_key').notNullable();
      table.index(['last_at']);
    });
    await knex.schema.createTable('activities', (table) => {
      table
        .string('conversation_id', 64)
        .notNullable()
        .references('conversations.id')
        .onDelete('CASCADE');
      table.integer('seq').notNullable();
      table.string('id', 80).notNullable();
      table.string('client_id', 128);
      table.string('role', 10).notNullable();
      table.text('body').notNullable();
      table.string('at', 32).notNullable();
      table.primary(['conversation_id', 'seq']);
      table.unique(['conversation_id', 'client_id']);
    });
    await knex.schema.createTable('enquiries', (table) => {
      table.string('id', 40).primary();
      table.string('at', 32).notNullable();
      table.string('channel', 20).notNullable();
      table.string('conversation_id', 64);
      table.text('question').notNullable();
      table.text('answer').notNullable();
      table.string('outcome', 12).notNullable();
      table.string('programme', 20);
      table.string('aspect', 20);
      table.string('district', 40);
      table.float('confidence').notNullable();
      table.index(['at']);
      table.index(['outcome', 'at']);
      table.index(['conversation_id']);
    });
  },
};
