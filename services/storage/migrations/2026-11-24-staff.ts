import { type Knex } from 'knex';
import { type Migration } from './migration.ts';

/** Accounts, their recovery codes and sessions. */
export const staff: Migration = {
  name: '2026-11-24-staff',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('staff', (table) => {
      table.string('id', 40).primary();
      table.string('login', 40).notNullable().unique();
      table.string('name', 40).notNullable();
      table.string('role', 20).notNullable();
      table.string('unit', 60);
      table.string('password_hash', 200).notNullable();
      table.integer('must_change').notNullable();
      table.text('second_factor');
      table.integer('last_step').notNullable();
      table.integer('failed').notNullable();
      table.string('locked_until', 32);
      table.integer('disabled').notNullable();
      table.string('created_at', 32).notNullable();
      table.string('last_sign_in', 32);
    });
    await knex.schema.createTable('staff_recovery_codes', (table) => {
      table.string('staff_id', 40).notNullable().references('staff.id');
      table.string('print', 64).notNullable();
      table.primary(['staff_id', 'print']);
    });
    await knex.schema.createTable('staff_sessions', (table) => {
      table.string('print', 64).primary();
      table.string('id', 40).notNullable().unique();
      table.string('staff_id', 40).notNullable().references('staff.id');
      table.string('csrf', 64).notNullable();
      table.string('created_at', 32).notNullable();
      table.string('seen_at', 32).notNullable();
      table.string('ip', 64).notNullable();
      table.string('limit', 20);
      table.index(['staff_id']);
      table.index(['created_at']);
    });
  },
};
