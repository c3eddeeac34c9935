import { type Activity } from 'botbuilder-core';
import { type Clock, beijingTime } from '../services/clock.ts';
import {
  type Conversations,
  type ProactiveMessage,
  type TranscriptLine,
} from '../services/conversation/conversations.ts';
import { type ConversationFiles } from '../services/conversation/conversation-files.ts';
import { type Enquiries } from '../services/enquiry/enquiry.ts';
import { AppError } from '../services/errors.ts';
import { type Log } from '../services/log/log.ts';
import { type Paper } from '../services/tickets/papers.ts';
import { type Wake } from '../services/wake.ts';
import {
  activityId,
  type Keeper,
  type KeptActivity,
  type KeptConversation,
  type NewActivity,
  present,
  seqOf,
} from './conversation-keeper.ts';
import { type ConversationWords } from './conversation-words.ts';
import { type Heard } from './heard.ts';
import { type ActivityListener, listening } from './listeners.ts';
import { activityOf } from './replies/activity.ts';
import { clientIdOf } from './turn.ts';
import { type TurnQueue } from './turn-queue.ts';
import { type Incoming, type TurnRunner } from './turn-runner.ts';

export interface HostDeps {
  readonly keeper: Keeper;
  readonly runner: TurnRunner;
  readonly queue: TurnQueue;
  readonly files: Pick<ConversationFiles, 'assertRoom'>;
  readonly enquiries: Enquiries;
  readonly words: ConversationWords;
  readonly clock: Clock;
  readonly log: Log;
  /** Other instances on the same database, whose turns people connected here want to see. */
  readonly wake: Wake;
  /** Whether one conversation may only say so much in a minute. */
  readonly rateLimits: boolean;
}

/** What a message came to. */
export interface Received {
  /** Our number for the person's message. */
  readonly id: string;
  /** The message as stored, and the replies to it; empty when the same message had been heard before. */
  readonly activities: readonly KeptActivity[];
}

export interface NewConversation {
  readonly id: string;
  /** `directline`, `console`, … : Bot Framework's name of the channel. */
  readonly channel: string;
  readonly userId: string;
}

/** Conversations with residents, whichever the channel: one turn at a time, nothing acknowledged before it is durable. */
export interface ConversationHost extends Conversations {
  /** Begins a conversation with the greeting. Throws `conflict` for an id that exists. */
  open(about: NewConversation): Promise<readonly KeptActivity[]>;
  exists(id: string): Promise<boolean>;
  /**
   * Hears one message. When it resolves, message, replies, state and records are durable. The same client number again
   * gives the same id. Throws `chat.gone`, `chat.full`, `overloaded`, `rate.limited`, `question.too-long`, `storage.*`,
   * and `request.invalid` where there is no room for more files.
   */
  receive(
    conversationId: string,
    activity: Partial<Activity>,
    files?: readonly Paper[],
  ): Promise<Received>;
  /** Activities after a number, at most `limit`. Throws `chat.gone`. */
  read(conversationId: string, seq: number, limit: number): Promise<readonly KeptActivity[]>;
  /** Calls back with what became durable in a conversation; gives the way to stop that. */
  listen(conversationId: string, listener: ActivityListener): () => void;
  /** Removes conversations that nobody has used since; gives how many. */
  forget(before: Date): Promise<number>;
  /** Lets go of what is kept in memory of a conversation, here and in other instances. */
  drop(conversationId: string): void;
  /** Finishes what is under way and takes nothing more. */
  close(): Promise<void>;
}

/** Longer conversations go on in a new one: lists and memory stay small. */
const LONGEST_CONVERSATION = 5000;
const TURNS_A_MINUTE = 40;
const TRIES = 4;

/** See `ConversationHost`. */
export function createConversationHost(deps: HostDeps): ConversationHost {
  const { keeper, queue, clock } = deps;
  const { listen, tell: tellHere, listened, all } = listening();
  const tell = (id: string, activities: readonly KeptActivity[]): void => {
    tellHere(id, activities);
    deps.wake.tell(CHAT, `${id} ${String(seqOf(activities[0]?.id ?? '') - 1)}`);
  };
  hearOthers(deps, { tell: tellHere, listened, all });
  const pace = paceKeeper(deps);
  const afterwards = afterwork(deps.log);
  return {
    open: (about) =>
      queue.run(about.id, async () => {
        const at = clock.now();
        const kept = keeper.create(about.id, { ...about, at });
        const activities = await deps.runner.greet(kept);
        const sent = await keeper.save(kept, { state: kept.state, at, activities, enquiries: [] });
        if (sent === null) throw new AppError('conflict', 'the conversation exists');
        return sent;
      }),
    exists: async (id) => (await keeper.load(id)) !== null,
    receive: (id, activity, files = []) =>
      queue.run(id, async () => {
        const began = performance.now();
        pace(id);
        const done = await hear(deps, id, { activity, files });
        if ('id' in done) return done;
        const { heard, activities } = done;
        for (const asked of heard.told) deps.enquiries.told(asked);
        tell(id, activities);
        afterwards.run(id, heard);
        deps.log.info('turn.done', { conversationId: id, ms: performance.now() - began });
        return { id: activities[0]?.id ?? '', activities };
      }),
    read: async (id, seq, limit) => keeper.read(present(await keeper.load(id)), seq, limit),
    listen,
    post: (id, message) =>
      queue.run(id, async () => {
        const sent = await post(deps, id, message);
        if (sent) tell(id, sent);
        return sent ? 'posted' : 'gone';
      }),
    transcript: async (id, limit) => {
      const kept = await keeper.load(id);
      return kept ? (await keeper.last(kept, limit)).map(lineOf) : [];
    },
    forget: (before) => keeper.forget(before),
    drop: (id) => {
      keeper.drop(id);
      deps.wake.tell(CHAT, `${id} 0`);
    },
    close: async () => {
      await queue.drain();
      await afterwards.done();
    },
  };
}

const CHAT = 'chat';
const FROM_ELSEWHERE = 100;

/** Other instances' turns; after a time in which they could not be heard, everybody here looks for themselves. */
function hearOthers(
  deps: HostDeps,
  here: Pick<ReturnType<typeof listening>, 'tell' | 'listened' | 'all'>,
): void {
  deps.wake.listen(
    CHAT,
    (about) => void hearFromElsewhere(deps, about, here),
    () => {
      for (const id of here.all()) {
        deps.keeper.drop(id);
        here.tell(id, []);
      }
    },
  );
}

/** Another instance had a turn: what is in memory here is old, and who watches here is told. */
async function hearFromElsewhere(
  { keeper, log }: HostDeps,
  about: string,
  { tell, listened }: Pick<ReturnType<typeof listening>, 'tell' | 'listened'>,
): Promise<void> {
  const [id = '', after] = about.split(' ');
  keeper.drop(id);
  if (!listened(id)) return;
  try {
    const kept = await keeper.load(id);
    if (kept) tell(id, await keeper.read(kept, Number(after), FROM_ELSEWHERE));
  } catch (thrown) {
    log.error('chat.not-woken', { conversationId: id, error: thrown });
  }
}

async function hear(
  { keeper, runner, clock, files: kept }: HostDeps,
  id: string,
  { activity, files }: Omit<Incoming, 'at'>,
): Promise<{ heard: Heard; activities: readonly KeptActivity[] } | Received> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const conversation = present(await keeper.load(id));
    const known = await knownId(keeper, conversation, { activity, askStore: tries > 0 });
    if (known !== null) return { id: known, activities: [] };
    if (conversation.row.nextSeq > LONGEST_CONVERSATION) throw new AppError('chat.full');
    await kept.assertRoom(id, files);
    const done = await runner.run(conversation, { activity, files, at: clock.now() });
    if (done) return done;
    // Another instance was faster, or the same message came over two ways: read again what is true now.
    keeper.drop(id);
  }
  throw new AppError('storage.busy', 'the conversation kept changing');
}

async function knownId(
  keeper: Keeper,
  kept: KeptConversation,
  { activity, askStore }: { activity: Partial<Activity>; askStore: boolean },
): Promise<string | null> {
  const clientId = clientIdOf(activity);
  if (clientId === null) return null;
  const { recent, recentFull } = kept.state;
  const seq = recent.find(([client]) => client === clientId)?.[1];
  if (seq !== undefined) return activityId(kept.row.id, seq);
  return askStore || recentFull ? keeper.idOf(kept, clientId) : null;
}

/** Null when there is no such conversation. */
async function post(
  { keeper, clock, words }: HostDeps,
  id: string,
  { text, by, ticket }: ProactiveMessage,
): Promise<readonly KeptActivity[] | null> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const kept = await keeper.load(id);
    if (kept === null) return null;
    const message: NewActivity = {
      role: by === 'staff' ? 'staff' : 'bot',
      clientId: null,
      activity: {
        ...activityOf({ text, data: { by, ...(ticket === null ? {} : { about: ticket }) } }),
        channelId: kept.row.channel,
        conversation: { id } as Activity['conversation'],
        from: {
          id: by === 'staff' ? 'staff' : 'bot',
          name: words[by === 'staff' ? by : 'bot'],
          role: 'bot',
        },
      },
    };
    const turn = { state: kept.state, at: clock.now(), activities: [message], enquiries: [] };
    const sent = await keeper.save(kept, turn);
    if (sent) return sent;
    keeper.drop(id);
  }
  throw new AppError('storage.busy', 'the conversation kept changing');
}

function lineOf(activity: KeptActivity): TranscriptLine {
  const { timestamp, from } = activity;
  const by = from?.role === 'user' ? 'resident' : from?.id === 'staff' ? 'staff' : 'assistant';
  return { at: beijingTime(new Date(timestamp)), by, text: activity.text ?? '' };
}

/** Counts what one conversation says; a whole office may share an address, but nobody types this fast. */
function paceKeeper({ clock, rateLimits }: HostDeps): (id: string) => void {
  let minute = 0;
  let turns = new Map<string, number>();
  return (id) => {
    if (!rateLimits) return;
    const now = Math.floor(clock.now().getTime() / 60_000);
    if (now !== minute) {
      minute = now;
      turns = new Map();
    }
    const count = (turns.get(id) ?? 0) + 1;
    turns.set(id, count);
    if (count > TURNS_A_MINUTE)
      throw new AppError('rate.limited', undefined, { retryAfterSeconds: 30 });
  };
}

/** What flows do once a turn is durable. */
function afterwork(log: Log): {
  run: (conversationId: string, heard: Heard) => void;
  done: () => Promise<void>;
} {
  const running = new Set<Promise<void>>();
  return {
    run: (conversationId, { after }) => {
      if (!after) return;
      const work = after()
        .catch((thrown: unknown) => {
          log.error('turn.after-failed', { conversationId, error: thrown });
        })
        .finally(() => running.delete(work));
      running.add(work);
    },
    done: async () => {
      await Promise.all(running);
    },
  };
}
