import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { type Clock } from '../../clock.ts';
import { type Conversations } from '../../conversation/conversations.ts';
import { AppError } from '../../errors.ts';
import { maskPersonalData } from '../../privacy/personal-data.ts';
import { type StaffMember } from '../../staff/role.ts';
import { readYaml } from '../../text.ts';
import { type PresenceStore } from '../call-store.ts';
import {
  type HandOver,
  type HandOverNews,
  type HandOvers,
  type HandOverStore,
  type HandOverView,
  type Standing,
} from './hand-over.ts';

const schema = z.looseObject({
  'hand-over': z.strictObject({
    taken: z.string().min(1),
    returned: z.string().min(1),
    long: z.string().min(1),
  }),
});
export type HandOverWords = z.output<typeof schema>['hand-over'];

/** Reads `words/hand-over.yaml`; throws `unavailable` when it is malformed. */
export function readHandOverWords(contentDir: string): HandOverWords {
  return readYaml(join(contentDir, 'words/hand-over.yaml'), schema)['hand-over'];
}

export interface HandOverDeps {
  readonly store: HandOverStore;
  readonly presence: Pick<PresenceStore, 'since'>;
  readonly conversations: Conversations;
  readonly clock: Clock;
  readonly words: HandOverWords;
}

const PRESENT_MS = 45_000;
/** Longer than this nobody should wait without having been told. */
const LONG_MS = 5 * 60_000;
const LISTED = 200;
/** What the desk hears when the resident did something: only in a chat that somebody has is it a message. */
const NEWS_OF: Readonly<Record<HandOver['state'], HandOverNews['kind']>> = {
  waiting: 'hand-over',
  taken: 'message',
  'call-back': 'call-back',
  ended: 'hand-over',
};
const LINES = 60;

/** See `HandOvers`. */
export function createHandOvers(deps: HandOverDeps): HandOvers {
  const { store, clock } = deps;
  const listeners = new Set<(news: HandOverNews) => void>();
  const tell = (kind: HandOverNews['kind'], { id, conversationId, takenBy }: HandOver): void => {
    for (const listener of listeners) listener({ kind, id, conversationId, operator: takenBy });
  };
  const now = (): string => clock.now().toISOString();
  return {
    ...deskSide(deps, tell),
    ask: async (conversationId, { reason, district }) => {
      const before = await store.open(conversationId);
      if (before !== null) return standingOf(deps, before);
      const fresh: HandOver = {
        ...{ id: randomUUID(), conversationId, state: 'waiting', district, askedAt: now() },
        ...{ takenBy: null, takenAt: null, endedAt: null, warned: false, version: 1 },
        personal: { reason: maskPersonalData(reason), phone: null, note: '' },
      };
      await store.insert(fresh);
      return standingOf(deps, fresh);
    },
    standing: async (id) => {
      const found = await store.find(id);
      return found && standingOf(deps, found);
    },
    somebodyThere: async () => {
      const since = new Date(clock.now().getTime() - PRESENT_MS).toISOString();
      return (await deps.presence.since(since)).some(({ state }) => state === 'ready');
    },
    callBack: async (id, phone) => {
      await change(deps, id, ({ personal }) => ({
        ...{ state: 'call-back', takenBy: null },
        personal: { ...personal, phone },
      }));
    },
    end: async (id) => {
      const found = await store.find(id);
      if (found === null || found.state === 'ended') return;
      await change(deps, id, () => ({ state: 'ended', endedAt: now() }));
    },
    wrote: async (id) => {
      const found = await store.find(id);
      if (found) tell(NEWS_OF[found.state], found);
    },
    remind: async () => {
      const waiting = await store.list(['waiting'], LISTED);
      const late = clock.now().getTime() - LONG_MS;
      const long = waiting.filter(({ askedAt, warned }) => !warned && Date.parse(askedAt) < late);
      for (const { id, conversationId } of long) {
        await change(deps, id, () => ({ warned: true }));
        const { long: text } = deps.words;
        await deps.conversations.post(conversationId, { text, by: 'assistant', ticket: null });
      }
      return long.length;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type DeskSide = Pick<HandOvers, 'list' | 'take' | 'transcript' | 'post' | 'return'>;

function deskSide(
  deps: HandOverDeps,
  tell: (kind: HandOverNews['kind'], handOver: HandOver) => void,
): DeskSide {
  const { store, clock, conversations, words } = deps;
  return {
    list: async (staff) => {
      const found = await store.list(['waiting', 'taken', 'call-back'], LISTED);
      return Promise.all(
        found
          .filter(({ state, takenBy }) => state !== 'taken' || takenBy === staff.id)
          .map((one) => viewOf(deps, one)),
      );
    },
    take: async (staff, id) => {
      const taken = await change(deps, id, ({ state, takenBy }) => {
        if (state === 'ended' || (takenBy !== null && takenBy !== staff.id))
          throw new AppError('conflict');
        const at = clock.now().toISOString();
        return {
          takenBy: staff.id,
          takenAt: at,
          ...(state === 'waiting' ? { state: 'taken' } : {}),
        };
      });
      tell('hand-over', taken);
      if (taken.state === 'taken')
        await conversations.post(taken.conversationId, {
          ...{ text: words.taken, by: 'assistant', ticket: null },
        });
      return viewOf(deps, taken);
    },
    transcript: async (staff, id) => {
      const { conversationId } = await own(deps, staff, id);
      return conversations.transcript(conversationId, LINES);
    },
    post: async (staff, id, text) => {
      const { conversationId, state } = await own(deps, staff, id);
      if (state === 'ended' || text.trim() === '') throw new AppError('conflict');
      const result = await conversations.post(conversationId, {
        ...{ text: text.trim(), by: 'staff', ticket: null },
      });
      if (result === 'gone') throw new AppError('chat.gone');
    },
    return: async (staff, id, note) => {
      await own(deps, staff, id);
      const endedAt = clock.now().toISOString();
      const ended = await change(deps, id, ({ personal }) => ({
        ...{ state: 'ended', endedAt },
        personal: { ...personal, note: maskPersonalData(note) },
      }));
      tell('hand-over', ended);
      const { conversationId } = ended;
      const text = words.returned;
      await conversations.post(conversationId, { text, by: 'assistant', ticket: null });
    },
  };
}

/** Whoever took it; others do not read along. */
async function own({ store }: HandOverDeps, staff: StaffMember, id: string): Promise<HandOver> {
  const found = await store.find(id);
  if (found === null) throw new AppError('not-found');
  if (found.takenBy !== staff.id) throw new AppError('access.denied');
  return found;
}

const TRIES = 5;

async function change(
  { store }: HandOverDeps,
  id: string,
  changes: (before: HandOver) => Partial<HandOver>,
): Promise<HandOver> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = await store.find(id);
    if (before === null) throw new AppError('not-found');
    const after = { ...before, ...changes(before), version: before.version + 1 };
    if (await store.update(after)) return after;
  }
  throw new AppError('conflict');
}

async function standingOf({ store }: HandOverDeps, handOver: HandOver): Promise<Standing> {
  const { id, state, askedAt } = handOver;
  const place = state === 'waiting' ? (await store.waitingBefore(askedAt)) + 1 : null;
  return { id, state, place };
}

async function viewOf(deps: HandOverDeps, handOver: HandOver): Promise<HandOverView> {
  const { id, conversationId, state, district, askedAt, takenBy, takenAt, endedAt } = handOver;
  const { place } = await standingOf(deps, handOver);
  return {
    ...{ id, conversationId, state, district, askedAt, takenBy, takenAt, endedAt },
    ...{ version: handOver.version, place },
    ...handOver.personal,
  };
}
