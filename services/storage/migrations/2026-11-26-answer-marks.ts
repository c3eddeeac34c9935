import { type Knex } from 'knex';
import { type Migration } from './migration.ts';

/** With a marked answer: what was said, on which clauses and for which place; who looked at it, and what came of it. */
export const answerMarks: Migration = {
  name: '2026-11-26-answer-marks',
  async up(knex: Knex): Promise<void> {
    await knex.schema.alterTable('answer_marks', (table) => {
      table.text('answer').notNullable().defaultTo('');
      table.text('clauses').notNullable().defaultTo('[]');
      table.string('district', 40);
      table.string('done_by', 64);
      table.string('done_at', 32);
      table.text('done_note').notNullable().defaultTo('');
    });
  },
};
