import {
  type HandOver,
  type HandOverPersonal,
  type HandOverState,
  type HandOverStore,
} from '../desk/hand-over/hand-over.ts';
import { type Cell, type Sealer } from '../privacy/sealer.ts';
import { type Database } from './database.ts';

interface Row {
  id: string;
  conversation_id: string;
  state: HandOverState;
  district: string | null;
  asked_at: string;
  taken_by: string | null;
  taken_at: string | null;
  ended_at: string | null;
  warned: boolean | number;
  version: number;
  sealed: string;
}

const cell = (id: string): Cell => ({ table: 'hand_overs', column: 'sealed', row: id });

/** Chats that asked for a person, in SQL; what they said and their phone are sealed. */
export function handOverStore(db: Database, sealer: Sealer): HandOverStore {
  const from = (row: Row): HandOver => fromRow(row, sealer);
  return {
    insert: (one) =>
      db.run(async () => {
        await db.q('hand_overs').insert(rowOf(one, sealer));
      }),
    find: (id) =>
      db.run(async () => {
        const row = await db.q<Row>('hand_overs').where({ id }).first();
        return row ? from(row) : null;
      }),
    open: (conversationId) =>
      db.run(async () => {
        const row = await db
          .q<Row>('hand_overs')
          .where({ conversation_id: conversationId })
          .whereNot({ state: 'ended' })
          .orderBy('asked_at', 'desc')
          .first();
        return row ? from(row) : null;
      }),
    update: (one) =>
      db.run(async () => {
        const changed = await db
          .q<Row>('hand_overs')
          .where({ id: one.id, version: one.version - 1 })
          .update(rowOf(one, sealer));
        return changed === 1;
      }),
    waitingBefore: (askedAt) =>
      db.run(async () => {
        const [row] = await db
          .q('hand_overs')
          .where({ state: 'waiting' })
          .where('asked_at', '<', askedAt)
          .count<{ count: number | string }[]>({ count: '*' });
        return Number(row?.count ?? 0);
      }),
    ended: (limit) =>
      db.run(async () => {
        const rows = await db
          .q<Row>('hand_overs')
          .where({ state: 'ended' })
          .orderBy('asked_at', 'desc')
          .limit(limit);
        return rows.map(from).filter(({ personal: { phone } }) => phone !== null);
      }),
    list: (states, limit) =>
      db.run(async () => {
        const rows = await db
          .q<Row>('hand_overs')
          .whereIn('state', [...states])
          .orderBy('asked_at')
          .limit(limit);
        return rows.map(from);
      }),
  };
}

function rowOf(one: HandOver, sealer: Sealer): Row {
  return {
    id: one.id,
    conversation_id: one.conversationId,
    state: one.state,
    district: one.district,
    asked_at: one.askedAt,
    taken_by: one.takenBy,
    taken_at: one.takenAt,
    ended_at: one.endedAt,
    warned: one.warned,
    version: one.version,
    sealed: sealer.seal(JSON.stringify(one.personal), cell(one.id)),
  };
}

function fromRow(row: Row, sealer: Sealer): HandOver {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    state: row.state,
    district: row.district,
    askedAt: row.asked_at,
    takenBy: row.taken_by,
    takenAt: row.taken_at,
    endedAt: row.ended_at,
    warned: Boolean(row.warned),
    version: row.version,
    personal: JSON.parse(sealer.open(row.sealed, cell(row.id))) as HandOverPersonal,
  };
}
