import { type FieldCrypto } from '../privacy/field-crypto.ts';
import { type RateCounts } from '../rate-counts.ts';
import { type Database } from './database.ts';

interface Row {
  caller: string;
  ends_at: number | string;
  hits: number;
}

/** Shared counts on PostgreSQL; null on SQLite, where one instance is all there is. Addresses are kept as fingerprints. */
export function rateCounts(
  db: Database,
  crypto: Pick<FieldCrypto, 'fingerprint'>,
): RateCounts | null {
  if (db.engine !== 'postgres') return null;
  return {
    add: (calls) =>
      db.run(async () => {
        if (calls.length === 0) return [];
        const rows = calls.map(({ caller, endsAt, hits }) => ({
          ...{ caller: crypto.fingerprint('rate', caller), ends_at: endsAt, hits },
        }));
        const totals = await db
          .q<Row>('rate_counts')
          // In one order on every instance: two that add at once must not wait for each other.
          .insert([...rows].sort((a, b) => (a.caller < b.caller ? -1 : 1)))
          .onConflict(['caller', 'ends_at'])
          .merge({ hits: db.q.raw('rate_counts.hits + excluded.hits') as unknown as number })
          .returning(['caller', 'hits']);
        const byCaller = new Map(totals.map(({ caller, hits }) => [caller, hits]));
        return rows.map(({ caller, hits }) => byCaller.get(caller) ?? hits);
      }),
    tidy: (now) =>
      db.run(async () => {
        await db.q('rate_counts').where('ends_at', '<', now).delete();
      }),
  };
}
