import { AppError } from '../errors.ts';
import { type CallEvent } from '../desk/call.ts';
import {
  type Call,
  type CallsAtHand,
  type IndexedCall,
  type PrintedEvent,
} from '../desk/call-store.ts';
import { type PersonKeys } from '../privacy/person-keys.ts';
import { type Sealer } from '../privacy/sealer.ts';
import { callFrom, type CallEventRow, type CallRow, eventCell, rowOf } from './call-row.ts';
import { type Database } from './database.ts';

/** See `CallsAtHand`. */
export async function callsAtHand(
  db: Database,
  persons: PersonKeys,
  ids: readonly string[],
): Promise<CallsAtHand> {
  const rows = await db.q<CallRow>('calls').whereIn('id', ids);
  const keys = new Map(await persons.sealersFor(rows.map((row) => row.person_id)));
  const calls = new Map<string, Call>();
  /** The person of each call. */
  const owners = new Map<string, string>();
  for (const row of rows) {
    owners.set(row.id, row.person_id);
    const sealer = keys.get(row.person_id);
    if (sealer !== undefined) calls.set(row.id, callFrom(row, sealer));
  }
  const sealerOf = (callId: string): Sealer => {
    const sealer = keys.get(owners.get(callId) ?? '');
    if (sealer === undefined) throw new AppError('conflict', 'the caller was erased');
    return sealer;
  };
  return {
    calls,
    begin: (call) =>
      db.run(async () => {
        const sealer = await persons.sealerFor(call.personId);
        if (sealer !== null) keys.set(call.personId, sealer);
        owners.set(call.id, call.personId);
        const fresh = rowOf(call, null, sealerOf(call.id));
        const begun = await db.q('calls').insert(fresh).onConflict('id').ignore().returning('id');
        return begun.length === 1;
      }),
    keep: (events) => db.run(() => keepEvents(db, events, sealerOf)),
    events: (callId) =>
      db.run(async () => {
        const stored = await db.q<CallEventRow>('call_events').where({ call_id: callId });
        const sealer = sealerOf(callId);
        return stored.map(
          ({ print, sealed }) =>
            JSON.parse(sealer.open(sealed, eventCell(callId, print))) as CallEvent,
        );
      }),
    write: (changed) => db.run(() => writeCalls(db, changed, sealerOf)),
  };
}

/** Of two that are the same the first is kept. */
async function keepEvents(
  db: Database,
  events: readonly PrintedEvent[],
  sealerOf: (callId: string) => Sealer,
): Promise<ReadonlySet<PrintedEvent>> {
  const keyOf = (callId: string, print: string): string => `${callId}/${print}`;
  const byKey = new Map<string, PrintedEvent>();
  for (const one of events) {
    const key = keyOf(one.event.callId, one.print);
    if (!byKey.has(key)) byKey.set(key, one);
  }
  const rows = [...byKey.values()].map(({ event, print }): CallEventRow => {
    const { callId, at } = event;
    const sealed = sealerOf(callId).seal(JSON.stringify(event), eventCell(callId, print));
    return { call_id: callId, print, at, sealed };
  });
  const kept = await db
    .q<CallEventRow>('call_events')
    .insert(inOneOrder(rows, (row) => keyOf(row.call_id, row.print)))
    .onConflict(['call_id', 'print'])
    .ignore()
    .returning(['call_id', 'print']);
  return new Set(kept.flatMap((row) => byKey.get(keyOf(row.call_id, row.print)) ?? []));
}

async function writeCalls(
  db: Database,
  changed: readonly IndexedCall[],
  sealerOf: (callId: string) => Sealer,
): Promise<boolean> {
  if (changed.length === 0) return true;
  const rows = changed.map(({ call, callerIndex }) => rowOf(call, callerIndex, sealerOf(call.id)));
  const written = await db
    .q<CallRow>('calls')
    .insert(inOneOrder(rows, ({ id }) => id))
    .onConflict('id')
    .merge()
    .where('calls.version', db.q.raw('excluded.version - 1'))
    .returning('id');
  return written.length === changed.length;
}

/** Two processes that lock the same rows one after the other must not wait for each other. */
function inOneOrder<T>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
