import { type Knex } from 'knex';
import { type Migration } from './migration.ts';

/** The outbox: what must be told, and every try to tell it. */
export const notices: Migration = {
  name: '2026-11-24-notices',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('notices', (table) => {
      table.string('id', 40).primary();
      table.string('dedupe_key', 80).notNullable().unique();
      table.string('topic', 20).notNullable();
      table.string('person_id', 64).notNullable();
      table.string('ticket', 20);
      table.integer('needs_receipt').notNullable();
      table.string('state', 8).notNullable();
      table.string('plan', 40).notNullable();
      table.integer('turn').notNullable();
      table.integer('attempts').notNullable();
      table.string('next_at', 32).notNullable();
      table.string('created_at', 32).notNullable();
      table.string('told_at', 32);
      table.string('told_via', 10);
      table.text('sealed').notNullable();
      table.string('lease_owner', 40);
      table.string('lease_until', 32);
      table.index(['state', 'next_at']);
      table.index(['ticket', 'created_at']);
    });
    await knex.schema.createTable('notice_attempts', (table) => {
      table.increments('id');
      table.string('notice', 40).notNullable().references('notices.id');
      table.string('at', 32).notNullable();
      table.string('channel', 10).notNullable();
      table.string('result', 12).notNullable();
      table.string('provider_id', 80);
      table.string('error', 40);
      table.index(['notice']);
      table.index(['provider_id']);
    });
  },
};
