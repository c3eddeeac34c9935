import { type Knex } from 'knex';
import { forbidChanges } from '../engine.ts';
import { type Migration } from './migration.ts';

/** Supervision tickets, their steps, answers kept for repeated requests. */
export const tickets: Migration = {
  name: '2026-11-24-tickets',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('ticket_serials', (table) => {
      table.string('day', 10).primary();
      table.integer('last').notNullable();
    });
    await knex.schema.createTable('tickets', columnsOfTickets);
    await knex.schema.createTable('ticket_events', (table) => {
      table.string('number', 20).notNullable().references('tickets.number');
      table.integer('seq').notNullable();
      table.string('at', 32).notNullable();
      table.string('action', 24).notNullable();
      table.text('sealed').notNullable();
      table.string('commit', 64).notNullable();
      table.primary(['number', 'seq']);
    });
    await forbidChanges(knex, 'ticket_events');
    await knex.schema.createTable('kept_answers', (table) => {
      table.string('scope', 20).notNullable();
      table.string('key', 128).notNullable();
      table.string('request_hash', 64).notNullable();
      table.text('answer').notNullable();
      table.string('at', 32).notNullable();
      table.primary(['scope', 'key']);
      table.index(['at']);
    });
  },
};

// Personal parts are in `sealed`; the columns are what lists, clocks and counts need.
function columnsOfTickets(table: Knex.CreateTableBuilder): void {
  table.string('number', 20).primary();
  table.integer('version').notNullable();
  table.string('kind', 8).notNullable();
  table.string('category', 20);
  table.string('state', 8).notNullable();
  table.string('urgency', 4).notNullable();
  table.string('programme', 20);
  table.string('district', 40);
  table.string('town', 40);
  table.string('incident_date', 10);
  table.string('channel', 10).notNullable();
  table.string('conversation_id', 64);
  table.string('person_id', 64).notNullable();
  table.integer('anonymous').notNullable();
  table.integer('confidential').notNullable();
  for (const time of ['accepted_at', 'closed_at', 'told_at']) table.string(time, 32);
  table.string('filed_at', 32).notNullable();
  for (const day of ['accept_by', 'due_date', 'clock_start']) table.string(day, 10).notNullable();
  for (const day of ['return_by', 'paused_on', 'extended_to', 'warned_on', 'escalated_on'])
    table.string(day, 10);
  table.string('clock_rule', 20).notNullable();
  table.text('clock').notNullable();
  for (const staff of ['first_owner', 'handler', 'drafted_by', 'approved_by'])
    table.string(staff, 64);
  table.string('unit', 60);
  table.string('accused_unit', 60);
  table.string('merged_into', 20);
  for (const count of ['paused_days', 'reopened', 'relabelled', 'told_failed', 'pending'])
    table.integer(count).notNullable().defaultTo(0);
  for (const rating of ['rated_treatment', 'rated_outcome']) table.integer(rating);
  table.string('outcome_class', 8);
  table.text('sealed').notNullable();
  table.string('query_print', 64).notNullable();
  table.string('phone_index', 64);
  table.string('name_index', 64);
  table.text('sketch').notNullable();
  table.index(['state', 'due_date', 'number']);
  table.index(['unit', 'due_date', 'number']);
  table.index(['due_date', 'number']);
  table.index(['told_failed', 'due_date', 'number']);
  table.index(['pending', 'due_date', 'number']);
  table.index(['phone_index']);
  table.index(['name_index']);
  table.index(['merged_into']);
  table.index(['filed_at']);
}
