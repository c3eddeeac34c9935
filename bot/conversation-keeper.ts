import { type Activity } from 'botbuilder-core';
import { AppError } from '../services/errors.ts';
import {
  type ConversationStore,
  type StoredActivity,
  type StoredConversation,
  type TurnRecord,
} from '../services/conversation/conversation-store.ts';
import { type Enquiry } from '../services/enquiry/enquiry.ts';
import { type FieldCrypto } from '../services/privacy/field-crypto.ts';
import { type Sealer } from '../services/privacy/sealer.ts';
import { type ConversationState, NEW_CONVERSATION } from './conversation-state.ts';

/** A conversation in hand, opened. */
export interface KeptConversation {
  readonly row: StoredConversation;
  readonly state: ConversationState;
  readonly sealer: Sealer;
}

/** A message as it is kept and shown to clients. */
export type KeptActivity = Omit<Partial<Activity>, 'id' | 'timestamp'> & {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
};

/** One message on its way into a conversation. */
export interface NewActivity {
  readonly role: StoredActivity['role'];
  readonly clientId: string | null;
  readonly activity: Partial<Activity>;
}

export interface NextTurn {
  readonly state: ConversationState;
  readonly at: Date;
  readonly activities: readonly NewActivity[];
  readonly enquiries: readonly Enquiry[];
}

export interface Keeper {
  /** A conversation that is not stored yet. */
  create(id: string, about: { channel: string; userId: string; at: Date }): KeptConversation;
  /** Null for a conversation that does not exist. */
  load(id: string): Promise<KeptConversation | null>;
  /** Stores a turn and gives its activities as everyone sees them; null when someone else was faster. */
  save(kept: KeptConversation, turn: NextTurn): Promise<readonly KeptActivity[] | null>;
  /** The same for a turn that is heard inside the transaction that stores it; `hear` may run more than once. */
  saveHeard(
    kept: KeptConversation,
    hear: () => Promise<NextTurn>,
  ): Promise<readonly KeptActivity[] | null>;
  read(kept: KeptConversation, seq: number, limit: number): Promise<readonly KeptActivity[]>;
  last(kept: KeptConversation, limit: number): Promise<readonly KeptActivity[]>;
  /** The id of the message with the client's own number. */
  idOf(kept: KeptConversation, clientId: string): Promise<string | null>;
  /** Forgets what is in memory, not what is stored. */
  drop(id: string): void;
  /** Removes conversations that nobody has used since. */
  forget(before: Date): Promise<number>;
}

export interface KeeperDeps {
  readonly store: ConversationStore;
  readonly crypto: FieldCrypto;
  /** So many conversations are kept opened in memory. */
  readonly inMemory: number;
}

/** The number of an activity: its conversation and its place in it. */
export const activityId = (conversationId: string, seq: number): string =>
  `${conversationId}|${String(seq).padStart(7, '0')}`;

/** The place of an activity in its conversation. */
export const seqOf = (id: string): number => Number(id.slice(id.lastIndexOf('|') + 1));

const stateCell = (row: string) => ({ table: 'conversations', column: 'state', row });
const bodyCell = (row: string) => ({ table: 'activities', column: 'body', row });

/** Conversations sealed at rest, each with a key of its own: without its row nothing of it can be read again. */
export function createKeeper({ store, crypto, inMemory }: KeeperDeps): Keeper {
  const memory = new Map<string, KeptConversation>();
  const remember = (kept: KeptConversation): void => {
    memory.delete(kept.row.id);
    memory.set(kept.row.id, kept);
    if (memory.size > inMemory) memory.delete(memory.keys().next().value ?? '');
  };
  const opened = (sealer: Sealer, rows: readonly StoredActivity[]): KeptActivity[] =>
    rows.map(({ id, body }) => JSON.parse(sealer.open(body, bodyCell(id))) as KeptActivity);
  return {
    create: (id, about) => newConversation(crypto, id, about),
    load: async (id) => {
      const known = memory.get(id);
      if (known) return known;
      const row = await store.find(id);
      if (row === null) return null;
      const sealer = crypto.withDataKey(row.wrappedKey, id);
      const state = JSON.parse(sealer.open(row.state, stateCell(id))) as ConversationState;
      const kept = { row, state, sealer };
      remember(kept);
      return kept;
    },
    save: async (kept, turn) => {
      const { record, after, sent } = sealed(kept, turn);
      if (!(await store.save(record))) return null;
      remember(after);
      return sent;
    },
    saveHeard: async (kept, hear) => {
      const came: { last: Sealed | null } = { last: null };
      const won = await store.saveHeard(async () => {
        came.last = sealed(kept, await hear());
        return came.last.record;
      });
      if (!won || came.last === null) return null;
      remember(came.last.after);
      return came.last.sent;
    },
    read: async ({ row, sealer }, seq, limit) =>
      opened(sealer, await store.after(row.id, seq, limit)),
    last: async ({ row, sealer }, limit) => opened(sealer, await store.last(row.id, limit)),
    idOf: async ({ row }, clientId) => (await store.byClientId(row.id, clientId))?.id ?? null,
    drop: (id) => {
      memory.delete(id);
    },
    forget: async (before) => {
      const count = await store.forget(before.toISOString());
      if (count > 0) memory.clear();
      return count;
    },
  };
}

function newConversation(
  crypto: FieldCrypto,
  id: string,
  { channel, userId, at }: { channel: string; userId: string; at: Date },
): KeptConversation {
  const wrappedKey = crypto.newDataKey(id);
  const createdAt = at.toISOString();
  return {
    row: {
      ...{ id, channel, userId, wrappedKey, createdAt },
      lastAt: createdAt,
      version: 0,
      state: '',
      nextSeq: 1,
    },
    state: NEW_CONVERSATION,
    sealer: crypto.withDataKey(wrappedKey, id),
  };
}

interface Sealed {
  readonly record: TurnRecord;
  /** The conversation once that is stored. */
  readonly after: KeptConversation;
  readonly sent: readonly KeptActivity[];
}

function sealed({ row, sealer }: KeptConversation, turn: NextTurn): Sealed {
  const at = turn.at.toISOString();
  const pairs = turn.activities.map(({ role, clientId, activity }, index) => {
    const seq = row.nextSeq + index;
    const id = activityId(row.id, seq);
    const full: KeptActivity = { ...activity, id, timestamp: at };
    const body = sealer.seal(JSON.stringify(full), bodyCell(id));
    const stored: StoredActivity = { conversationId: row.id, seq, id, clientId, role, body, at };
    return { full, stored };
  });
  const conversation: StoredConversation = {
    ...row,
    lastAt: at,
    version: row.version + 1,
    nextSeq: row.nextSeq + pairs.length,
    state: sealer.seal(JSON.stringify(turn.state), stateCell(row.id)),
  };
  const activities = pairs.map(({ stored }) => stored);
  return {
    record: { conversation, activities, enquiries: turn.enquiries },
    after: { row: conversation, state: turn.state, sealer },
    sent: pairs.map(({ full }) => full),
  };
}

/** Refuses with `chat.gone` what must exist. */
export function present(kept: KeptConversation | null): KeptConversation {
  if (kept === null) throw new AppError('chat.gone');
  return kept;
}
