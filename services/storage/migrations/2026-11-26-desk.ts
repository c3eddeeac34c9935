import { type Knex } from 'knex';
import { type Migration } from './migration.ts';

/** Calls of the hotline, what was said in them, who is at the desk, and answers marked as wrong. */
export const desk: Migration = {
  name: '2026-11-26-desk',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('calls', (table) => {
      table.string('id', 80).primary();
      table.string('person_id', 64).notNullable();
      table.string('state', 10).notNullable();
      table.string('operator', 64);
      table.string('caller_index', 64);
      table.string('began_at', 32).notNullable();
      table.string('answered_at', 32);
      table.string('ended_at', 32);
      table.string('ticket', 20);
      table.string('resolution', 12);
      table.integer('wrong_marks').notNullable();
      table.integer('version').notNullable();
      table.text('sealed').notNullable();
      table.index(['state', 'began_at']);
      table.index(['operator', 'began_at']);
      table.index(['caller_index', 'began_at']);
      table.index(['ticket']);
    });
    await knex.schema.createTable('call_events', (table) => {
      table.string('call_id', 80).notNullable();
      table.string('print', 64).notNullable();
      table.string('at', 40).notNullable();
      table.text('sealed').notNullable();
      table.primary(['call_id', 'print']);
    });
    await knex.schema.createTable('answer_marks', (table) => {
      table.string('id', 40).primary();
      table.string('at', 32).notNullable();
      table.string('by', 64).notNullable();
      table.string('question_id', 120);
      table.string('call_id', 80);
      table.string('state', 6).notNullable();
      table.text('note').notNullable();
      table.text('asked').notNullable();
      table.index(['state', 'at']);
    });
    await knex.schema.createTable('presence', (table) => {
      table.string('staff_id', 64).primary();
      table.string('state', 8).notNullable();
      table.string('seen_at', 32).notNullable();
    });
  },
};
