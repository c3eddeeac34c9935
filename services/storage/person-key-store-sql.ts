import { type ReconcileDeps } from '../privacy/erasure-list.ts';
import { type PersonKeyStore } from '../privacy/person-keys.ts';
import { type Database } from './database.ts';
import { inParts } from './in-parts.ts';

interface Row {
  person_id: string;
  wrapped: string | null;
  created_at: string;
  destroyed_at: string | null;
}

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
        const rows = await inParts(personIds, (part) =>
          db.q<Row>('person_keys').whereIn('person_id', part),
        );
        return rows.flat().map(({ person_id: personId, wrapped }) => ({ personId, wrapped }));
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
        const counts = await inParts(persons, (part) =>
          db
            .q('person_keys')
            .whereIn('person_id', part)
            .whereNotNull('wrapped')
            .update({ wrapped: null, destroyed_at: at }),
        );
        return counts.reduce((sum, count) => sum + count, 0);
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
