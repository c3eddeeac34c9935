import { randomUUID } from 'node:crypto';
import { type Knex } from 'knex';
import { genesis } from '../../audit/chain.ts';
import { forbidChanges } from '../engine.ts';
import { type Migration } from './migration.ts';

/** The record of everything and the keys of persons. */
export const proof: Migration = {
  name: '2026-11-24-proof',
  async up(knex: Knex): Promise<void> {
    await knex.schema.createTable('audit_head', (table) => {
      table.integer('id').primary();
      table.string('log', 40).notNullable();
      table.integer('seq').notNullable();
      table.string('hash', 64).notNullable();
    });
    const log = randomUUID();
    await knex('audit_head').insert({ id: 1, log, seq: 0, hash: genesis(log) });
    await knex.schema.createTable('audit_events', (table) => {
      table.integer('seq').primary();
      table.string('at', 32).notNullable();
      table.string('actor', 64).notNullable();
      table.string('role', 20).notNullable();
      table.string('action', 40).notNullable();
      table.string('object_type', 20).notNullable();
      table.string('object_id', 80).notNullable();
      table.string('outcome', 10).notNullable();
      table.string('request_id', 64);
      table.text('detail').notNullable();
      table.string('prev', 64).notNullable();
      table.string('hash', 64).notNullable();
      table.string('mac', 64).notNullable();
      table.index(['object_type', 'object_id', 'seq']);
      table.index(['at']);
    });
    await forbidChanges(knex, 'audit_events');
    await knex.schema.createTable('person_keys', (table) => {
      table.string('person_id', 64).primary();
      table.text('wrapped');
      table.string('created_at', 32).notNullable();
      table.string('destroyed_at', 32);
    });
    await knex.schema.createTable('key_canary', (table) => {
      table.integer('id').primary();
      table.text('sealed').notNullable();
    });
  },
};
