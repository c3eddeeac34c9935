import { type Knex } from 'knex';
import { type Migration } from './migration.ts';

/** Changes to the knowledge while the service runs, and questions that wait for an answer. */
export const library: Migration = {
  name: '2026-11-27-library',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('library_changes', (table) => {
      table.string('id', 40).primary();
      table.string('kind', 12).notNullable();
      table.string('piece_id', 120).notNullable();
      table.string('title', 200).notNullable();
      table.string('programme', 20);
      table.string('state', 4).notNullable();
      table.text('body');
      table.text('source').notNullable();
      table.string('source_date', 10).notNullable();
      table.text('reason').notNullable();
      table.text('editors').notNullable();
      table.string('approver', 64);
      table.string('created_at', 32).notNullable();
      table.string('updated_at', 32).notNullable();
      table.string('published_at', 32);
      table.integer('seq').unique();
      table.integer('version').notNullable();
      table.index(['state', 'updated_at']);
      table.index(['kind', 'piece_id']);
    });
    // At most one open change of a piece, however many people begin at once.
    await knex.raw(
      `CREATE UNIQUE INDEX library_changes_open ON library_changes (kind, piece_id) WHERE state IN ('草稿', '待审')`,
    );
    await knex.schema.createTable('library_events', (table) => {
      table.increments('n');
      table.string('change_id', 40).notNullable();
      table.string('kind', 12).notNullable();
      table.string('piece_id', 120).notNullable();
      table.string('at', 32).notNullable();
      table.string('by', 64).notNullable();
      table.string('by_name', 80).notNullable();
      table.string('action', 10).notNullable();
      table.text('note').notNullable();
      table.index(['kind', 'piece_id', 'n']);
    });
    await knex.schema.createTable('library_head', (table) => {
      table.integer('one').primary();
      table.integer('seq').notNullable();
    });
    await knex.schema.createTable('library_asked', (table) => {
      table.string('item_id', 80).primary();
      table.string('state', 10).notNullable();
      table.string('by', 64).notNullable();
      table.string('at', 32).notNullable();
      table.string('change_id', 40);
      table.index(['change_id']);
    });
  },
};
