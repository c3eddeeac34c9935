import type { Knex } from 'knex';

/** One step forward. A released migration never changes; there is no way down (restore a backup instead). */
export interface Migration {
  readonly name: string;
  up(knex: Knex): Promise<void>;
}
