import { type Knex } from 'knex';
import { type Migration } from './migration.ts';

/** Photos and papers in a chat, until a matter takes them; gone with the conversation. */
export const conversationFiles: Migration = {
  name: '2026-11-26-conversation-files',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('conversation_files', (table) => {
      table.string('id', 40).primary();
      table
        .string('conversation_id', 64)
        .notNullable()
        .references('conversations.id')
        .onDelete('CASCADE');
      table.integer('place').notNullable();
      table.string('at', 32).notNullable();
      table.string('type', 40).notNullable();
      table.integer('size').notNullable();
      table.text('name').notNullable();
      table.text('sealed').notNullable();
      table.unique(['conversation_id', 'place']);
    });
  },
};
