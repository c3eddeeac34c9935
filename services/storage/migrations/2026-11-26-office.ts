import { type Knex } from 'knex';
import { type Migration } from './migration.ts';

/** What the people of the office keep: filters, local holidays, papers that belong to a ticket. */
export const office: Migration = {
  name: '2026-11-26-office',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('saved_filters', (table) => {
      table.string('id', 40).primary();
      table.string('staff_id', 40).notNullable().references('staff.id');
      table.string('name', 40).notNullable();
      table.text('query').notNullable();
      table.index(['staff_id', 'name']);
    });
    await knex.schema.createTable('calendar_days', (table) => {
      table.string('date', 10).primary();
      table.integer('working').notNullable();
      table.string('name', 40).notNullable();
      table.string('source', 200).notNullable();
    });
    await knex.schema.createTable('ticket_attachments', (table) => {
      table.string('id', 40).primary();
      table.string('number', 20).notNullable().references('tickets.number');
      table.string('at', 32).notNullable();
      table.string('by', 64).notNullable();
      table.string('type', 40).notNullable();
      table.integer('size').notNullable();
      table.string('digest', 64).notNullable();
      table.text('name').notNullable();
      table.text('sealed').notNullable();
      table.index(['number', 'at']);
    });
    await knex.schema.alterTable('tickets', (table) => {
      // The day by which a supervision notice has to be answered; null when none is open.
      table.string('answer_by', 10);
      table.index(['answer_by', 'due_date', 'number']);
      table.index(['handler', 'due_date', 'number']);
      table.index(['closed_at']);
    });
  },
};
