import { type ReconcileDeps } from '../privacy/erasure-list.ts';
import { type PersonKeyRow, type PersonKeyStore } from '../privacy/person-keys.ts';
import { type Database } from './database.ts';

interface Row {
  person_id: string;
  wrapped: string | null;
  created_at: string;
  destroyed_at: string | null;
}

/** SQLite takes so many values in one statement, and more. */
const AT_ONCE = 400;

/** Wrapped data keys: useless without the key ring that lies outside the database. */
export function personKeyStore(db: Database): PersonKeyStore & ReconcileDeps['store'] {
  return {
    insert: (personId, wrapped, at) =>
      db.run(async () => {
        await db.q('person_keys').insert({ person_id: personId, wrapped, created_at: at });
      }),
    find: (personId) =>
      db.run(async () => {
        const row = await db.q<Row>('person_keys').where({ person_id: personId }).first();
        return row ? { personId: row.person_id, wrapped: row.wrapped } : null;
      }),
    findAll: (personIds) =>
      db.run(async () => {
        const found: PersonKeyRow[] = [];
        for (let from = 0; from < personIds.length; from += AT_ONCE) {
          const some = personIds.slice(from, from + AT_ONCE);
          const rows = await db.q<Row>('person_keys').whereIn('person_id', some);
          for (const { person_id, wrapped } of rows) found.push({ personId: person_id, wrapped });
        }
        return found;
      }),
    destroy: (personId, at) =>
      db.run(async () => {
        await db
          .q('person_keys')
          .where({ person_id: personId })
          .update({ wrapped: null, destroyed_at: at });
      }),
    destroyedPersons: () =>
      db.run(() => db.q('person_keys').whereNull('wrapped').pluck<string[]>('person_id')),
    destroyAgain: (persons, at) =>
      db.transaction(async () => {
        let count = 0;
        for (let from = 0; from < persons.length; from += AT_ONCE)
          count += await db
            .q('person_keys')
            .whereIn('person_id', persons.slice(from, from + AT_ONCE))
            .whereNotNull('wrapped')
            .update({ wrapped: null, destroyed_at: at });
        return count;
      }),
    canary: () =>
      db.run(async () => {
        const row = await db
          .q<{ id: number; sealed: string }>('key_canary')
          .where({ id: 1 })
          .first();
        return row?.sealed ?? null;
      }),
    insertCanary: (sealed) =>
      db.run(async () => {
        await db.q('key_canary').insert({ id: 1, sealed }).onConflict('id').ignore();
      }),
  };
}
