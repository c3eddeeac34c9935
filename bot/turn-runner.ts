import { type Activity } from 'botbuilder-core';
import { AppError } from '../services/errors.ts';
import { type Log } from '../services/log/log.ts';
import { maskPersonalData } from '../services/privacy/personal-data.ts';
import { maskQueryCodes } from '../services/tickets/number.ts';
import { type Paper } from '../services/tickets/papers.ts';
import { InProcessAdapter } from './channels/in-process-adapter.ts';
import {
  type Keeper,
  type KeptActivity,
  type KeptConversation,
  type NewActivity,
  type NextTurn,
} from './conversation-keeper.ts';
import { type ConversationState } from './conversation-state.ts';
import { type ConversationWords } from './conversation-words.ts';
import { type Heard } from './heard.ts';
import { activityOf } from './replies/activity.ts';
import { type ResidentBot, type Session } from './resident-bot.ts';
import { clientIdOf, saidDistrict, textOf } from './turn.ts';

export interface TurnRunnerDeps {
  readonly keeper: Keeper;
  readonly bot: ResidentBot;
  readonly words: ConversationWords;
  readonly log: Log;
  /** The canonical name of a district, or null for a name that nobody knows. */
  readonly districtNamed: (name: string) => string | null;
}

/** A message as a channel handed it in. */
export interface Incoming {
  readonly activity: Partial<Activity>;
  readonly files: readonly Paper[];
  readonly at: Date;
}

/** A turn that is durable. */
export interface DoneTurn {
  readonly heard: Heard;
  /** The message as stored, and the replies to it. */
  readonly activities: readonly KeptActivity[];
}

export interface TurnRunner {
  /** Hears a message and stores everything that comes of it, or nothing. Null when the conversation changed meanwhile. */
  run(kept: KeptConversation, incoming: Incoming): Promise<DoneTurn | null>;
  /** What the bot says to someone who comes in. */
  greet(kept: KeptConversation): Promise<readonly NewActivity[]>;
}

interface Sent {
  readonly heard: Heard;
  readonly sent: readonly Partial<Activity>[];
}

const REMEMBERED_MESSAGES = 50;

/** See `TurnRunner`. */
export function createTurnRunner(deps: TurnRunnerDeps): TurnRunner {
  const adapter = new InProcessAdapter();
  const { bot, words } = deps;

  const hear = async (
    kept: KeptConversation,
    { activity: message, files, at }: Incoming,
    mayWrite: boolean,
  ): Promise<Sent | null> => {
    const named = saidDistrict(message);
    const session: Session = {
      ...{ at, mayWrite, files, seq: kept.row.nextSeq, state: kept.state, heard: null },
      district: (named === null ? null : deps.districtNamed(named)) ?? kept.state.district,
    };
    const sent = await adapter.run(message, (context) => bot.turn(context, session));
    return session.heard && { heard: session.heard, sent };
  };
  const store = async (kept: KeptConversation, incoming: Incoming, turn: Sent) => {
    const activities = await deps.keeper.save(kept, nextTurn(kept, { incoming, ...turn }, words));
    return activities && { heard: turn.heard, activities };
  };
  const hearInside = async (kept: KeptConversation, incoming: Incoming) => {
    const came: { heard: Heard | null } = { heard: null };
    const activities = await deps.keeper.saveHeard(kept, async () => {
      const inside = await hear(kept, incoming, true);
      if (!inside) throw new AppError('internal', 'a turn came to nothing');
      came.heard = inside.heard;
      return nextTurn(kept, { incoming, ...inside }, words);
    });
    return activities && came.heard && { heard: came.heard, activities };
  };

  return {
    run: async (kept, given) => {
      const incoming = { ...given, activity: { ...given.activity, ...addressOf(kept) } };
      try {
        const outside = await hear(kept, incoming, false);
        return await (outside ? store(kept, incoming, outside) : hearInside(kept, incoming));
      } catch (thrown) {
        // The memory may hold what was rolled back.
        deps.keeper.drop(kept.row.id);
        if (thrown instanceof AppError && isPassing(thrown)) throw thrown;
        deps.log.error('turn.failed', { conversationId: kept.row.id, error: thrown });
        return store(kept, { ...incoming, files: [] }, troubleTurn(kept.state, words));
      }
    },
    greet: async (kept) => {
      const arrival = {
        ...addressOf(kept),
        type: 'conversationUpdate',
        membersAdded: [{ id: kept.row.userId, name: '' }],
      };
      const said = await adapter.run(arrival, (context) => bot.run(context));
      return said.map((activity) => fromBot(kept, activity, words));
    },
  };
}

/** What the caller can mend or wait for; anything else is our fault and must not end the conversation. */
function isPassing({ code }: AppError): boolean {
  return /^(?:storage|question)\./u.test(code) || code === 'overloaded';
}

function troubleTurn(state: ConversationState, words: ConversationWords): Sent {
  const reply = words.say('trouble');
  return { heard: { replies: [reply], state, told: [], after: null }, sent: [activityOf(reply)] };
}

interface TurnToStore extends Sent {
  readonly incoming: Incoming;
}

function nextTurn(
  kept: KeptConversation,
  { incoming, heard, sent }: TurnToStore,
  words: ConversationWords,
): NextTurn {
  const { at } = incoming;
  const clientId = clientIdOf(incoming.activity);
  const own: NewActivity = { role: 'user', clientId, activity: storable(incoming, words) };
  return {
    state: remembering(heard.state, clientId, kept.row.nextSeq),
    at,
    activities: [own, ...sent.map((activity) => fromBot(kept, activity, words))],
    enquiries: heard.told.map(({ record }) => record),
  };
}

/**
 * Numbers of persons are masked before anything is stored: what a flow asked for, the flow keeps itself. Files stand in
 * the history by their names, so that every client and the person at the desk see that they came.
 */
function storable(
  { activity: message, files }: Incoming,
  words: ConversationWords,
): Partial<Activity> {
  const { type, from, conversation, channelId, locale } = message;
  const [clientActivityID, district] = [clientIdOf(message), saidDistrict(message)];
  const channelData = {
    ...(clientActivityID === null ? {} : { clientActivityID }),
    ...(district === null ? {} : { district }),
  };
  const lines = [textOf(message), ...files.map(({ name }) => words.file(name))];
  const said = lines.filter((line) => line !== '').join('\n');
  const text = maskQueryCodes(maskPersonalData(said));
  return { type, text, from, conversation, channelId, locale, channelData } as Partial<Activity>;
}

function remembering(
  state: ConversationState,
  clientId: string | null,
  seq: number,
): ConversationState {
  if (clientId === null) return state;
  const recent = [...state.recent, [clientId, seq] as const];
  return {
    ...state,
    recent: recent.slice(-REMEMBERED_MESSAGES),
    recentFull: state.recentFull || recent.length > REMEMBERED_MESSAGES,
  };
}

function addressOf({ row: { id, channel, userId } }: KeptConversation): Partial<Activity> {
  return {
    channelId: channel,
    conversation: { id } as Activity['conversation'],
    from: { id: userId, name: '', role: 'user' },
    recipient: { id: 'bot', name: '', role: 'bot' },
  };
}

function fromBot(
  { row: { id, channel } }: KeptConversation,
  activity: Partial<Activity>,
  { bot }: ConversationWords,
): NewActivity {
  return {
    role: 'bot',
    clientId: null,
    activity: {
      ...activity,
      channelId: channel,
      conversation: { id } as Activity['conversation'],
      from: { id: 'bot', name: bot, role: 'bot' },
    },
  };
}
