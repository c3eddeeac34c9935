import { type PersonKeyStore } from '../privacy/person-keys.ts';
import { type Database } from './database.ts';

interface Row {
  person_id: string;
  wrapped: string | null;
  created_at: string;
  destroyed_at: string | null;
}

/** Wrapped data keys: useless without the key ring that lies outside the database. */
export function personKeyStore(db: Database): PersonKeyStore {
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
    destroy: (personId, at) =>
      db.run(async () => {
        await db
          .q('person_keys')
          .where({ person_id: personId })
          .update({ wrapped: null, destroyed_at: at });
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
