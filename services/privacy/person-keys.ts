import { randomUUID } from 'node:crypto';
import { type FieldCrypto } from './field-crypto.ts';
import { type Sealer } from './sealer.ts';

/** One row of the wrapped data keys; `wrapped` is null once the key was destroyed. */
export interface PersonKeyRow {
  readonly personId: string;
  readonly wrapped: string | null;
}

export interface PersonKeyStore {
  insert(personId: string, wrapped: string, at: string): Promise<void>;
  find(personId: string): Promise<PersonKeyRow | null>;
  /** Those that there are, in no order. */
  findAll(personIds: readonly string[]): Promise<readonly PersonKeyRow[]>;
  destroy(personId: string, at: string): Promise<void>;
  /** The sealed known text by which a wrong key is noticed; null in a new database. */
  canary(): Promise<string | null>;
  /** Marks a database that holds no mark yet. */
  insertCanary(sealed: string): Promise<void>;
}

/** Data keys of persons: what is sealed with one is gone when it is destroyed. */
export interface PersonKeys {
  /** Creates a person with a key of their own. */
  create(at: string): Promise<string>;
  /** Null once the person was erased. */
  sealerFor(personId: string): Promise<Sealer | null>;
  /** By person; without those who were erased. */
  sealersFor(personIds: readonly string[]): Promise<ReadonlyMap<string, Sealer>>;
  /** Erases: every ciphertext of this person can never be opened again, wherever copies of it lie. */
  destroy(personId: string, at: string): Promise<void>;
}

export interface PersonKeysDeps {
  readonly crypto: FieldCrypto;
  readonly store: PersonKeyStore;
}

/** Keys are looked up each time: a cached key would outlive its destruction in another instance. */
export function createPersonKeys({ crypto, store }: PersonKeysDeps): PersonKeys {
  return {
    create: async (at) => {
      const personId = randomUUID();
      await store.insert(personId, crypto.newDataKey(personId), at);
      return personId;
    },
    sealerFor: async (personId) => {
      const row = await store.find(personId);
      return row?.wrapped == null ? null : crypto.withDataKey(row.wrapped, personId);
    },
    sealersFor: async (personIds) => {
      const rows = await store.findAll(personIds);
      return new Map(
        rows.flatMap(({ personId, wrapped }) =>
          wrapped === null ? [] : [[personId, crypto.withDataKey(wrapped, personId)] as const],
        ),
      );
    },
    destroy: (personId, at) => store.destroy(personId, at),
  };
}

const CANARY = { table: 'key_canary', column: 'sealed', row: '1' };

/**
 * Refuses to go on with keys that cannot read this database: throws `internal`. A new database is marked with
 * the present keys.
 */
export async function assertKeysFit({ crypto, store }: PersonKeysDeps): Promise<void> {
  if ((await store.canary()) === null) await store.insertCanary(crypto.seal('mingbai', CANARY));
  // Another instance may have marked it a moment before us, with keys of its own.
  crypto.open((await store.canary()) ?? '', CANARY);
}
