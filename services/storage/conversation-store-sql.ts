import {
  type ConversationStore,
  type StoredActivity,
  type StoredConversation,
  type TurnRecord,
} from '../conversation/conversation-store.ts';
import { type Sealer } from '../privacy/sealer.ts';
import { type Database } from './database.ts';
import { insertEnquiries } from './enquiry-store-sql.ts';
import { groupCommit } from './group-commit.ts';

interface ConversationRow {
  id: string;
  channel: string;
  user_id: string;
  created_at: string;
  last_at: string;
  wrapped_key: string;
  state_version: number;
  state: string;
  next_seq: number;
}

interface ActivityRow {
  conversation_id: string;
  seq: number;
  id: string;
  client_id: string | null;
  role: StoredActivity['role'];
  body: string;
  at: string;
}

const FORGET_AT_ONCE = 500;
/** So many turns share a commit at most: a group with flows in it holds SQLite's only connection while they are heard. */
const TOGETHER = 32;

/** A turn that was heard, or one that is to be heard inside the transaction. */
type Coming = TurnRecord | (() => Promise<TurnRecord>);

/** Somebody else changed the conversation: what was written while it was heard must not stay. */
class Overtaken extends Error {}

/** Conversations in SQL. Turns that end at the same time share a commit. */
export function conversationStore(db: Database, sealer: Sealer): ConversationStore {
  const write = (turns: readonly Coming[]) => hearAndWrite(db, sealer, turns);
  const commits = groupCommit<Coming, boolean>(db, write, { most: TOGETHER, queue: 2000 });
  // PostgreSQL has connections for many at once and gathers commits itself; a group would only hold more rows for longer.
  const alone = (turn: Coming) => db.transaction(async () => (await write([turn]))[0] === true);
  const activities = () => db.q<ActivityRow>('activities');
  return {
    find: (id) =>
      db.run(async () => {
        const row = await db.q<ConversationRow>('conversations').where({ id }).first();
        return row ? conversationFrom(row) : null;
      }),
    save: (turn) => commits.add(turn),
    saveHeard: async (hear) => {
      try {
        return await (db.engine === 'sqlite' ? commits.add(hear) : alone(hear));
      } catch (thrown) {
        if (thrown instanceof Overtaken) return false;
        throw thrown;
      }
    },
    after: (id, seq, limit) =>
      db.run(async () => {
        const rows = await activities()
          .where({ conversation_id: id })
          .where('seq', '>', seq)
          .orderBy('seq')
          .limit(limit);
        return rows.map(activityFrom);
      }),
    last: (id, limit) =>
      db.run(async () => {
        const rows = await activities()
          .where({ conversation_id: id })
          .orderBy('seq', 'desc')
          .limit(limit);
        return rows.map(activityFrom).reverse();
      }),
    byClientId: (id, clientId) =>
      db.run(async () => {
        const row = await activities().where({ conversation_id: id, client_id: clientId }).first();
        return row ? activityFrom(row) : null;
      }),
    forget: (before) =>
      db.run(async () => {
        const old = db
          .q<ConversationRow>('conversations')
          .select('id')
          .where('last_at', '<', before)
          .limit(FORGET_AT_ONCE);
        return db.q('conversations').whereIn('id', old).delete();
      }),
  };
}

async function hearAndWrite(
  db: Database,
  sealer: Sealer,
  turns: readonly Coming[],
): Promise<readonly boolean[]> {
  const records: TurnRecord[] = [];
  for (const turn of turns) records.push(typeof turn === 'function' ? await turn() : turn);
  const written = await writeTurns(db, sealer, records);
  if (turns.some((turn, at) => typeof turn === 'function' && written[at] !== true))
    throw new Overtaken();
  return written;
}

/** One statement decides for every turn whether it was the next one; only those write the rest. */
async function writeTurns(
  db: Database,
  sealer: Sealer,
  turns: readonly TurnRecord[],
): Promise<readonly boolean[]> {
  const won: { id: string }[] = await db
    .q('conversations')
    .insert(turns.map(({ conversation }) => rowOf(conversation)))
    .onConflict('id')
    .merge(['last_at', 'state_version', 'state', 'next_seq'])
    .whereRaw('conversations.state_version = excluded.state_version - 1')
    .returning('id');
  const ids = new Set(won.map(({ id }) => id));
  const written = turns.filter(({ conversation }) => ids.has(conversation.id));
  const activities = written.flatMap((turn) => turn.activities.map(activityRow));
  if (activities.length > 0) await db.q('activities').insert(activities);
  await insertEnquiries(
    db,
    sealer,
    written.flatMap((turn) => turn.enquiries),
  );
  return turns.map(({ conversation }) => ids.has(conversation.id));
}

function rowOf(conversation: StoredConversation): ConversationRow {
  const { id, channel, userId, createdAt, lastAt, wrappedKey, version, state, nextSeq } =
    conversation;
  return {
    ...{ id, channel, state },
    user_id: userId,
    created_at: createdAt,
    last_at: lastAt,
    wrapped_key: wrappedKey,
    state_version: version,
    next_seq: nextSeq,
  };
}

function conversationFrom(row: ConversationRow): StoredConversation {
  const { id, channel, state } = row;
  return {
    ...{ id, channel, state },
    userId: row.user_id,
    createdAt: row.created_at,
    lastAt: row.last_at,
    wrappedKey: row.wrapped_key,
    version: row.state_version,
    nextSeq: row.next_seq,
  };
}

function activityRow(activity: StoredActivity): ActivityRow {
  const { conversationId, seq, id, clientId, role, body, at } = activity;
  return { conversation_id: conversationId, seq, id, client_id: clientId, role, body, at };
}

function activityFrom(row: ActivityRow): StoredActivity {
  const { conversation_id: conversationId, seq, id, client_id: clientId, role, body, at } = row;
  return { conversationId, seq, id, clientId, role, body, at };
}
