import { randomUUID } from 'node:crypto';
import { AppError } from '../../../services/errors.ts';
import {
  type ActivitySet,
  type DirectLine,
  type LiveView,
  type OpenConversation,
  type PostedActivity,
} from '../../../services/conversation/direct-line.ts';
import { type ConversationFiles } from '../../../services/conversation/conversation-files.ts';
import { type ConversationHost } from '../../conversation-host.ts';
import { type KeptActivity, seqOf } from '../../conversation-keeper.ts';
import { textOf } from '../../turn.ts';
import { type Tokens } from './tokens.ts';

export interface DirectLineDeps {
  readonly host: ConversationHost;
  readonly tokens: Tokens;
  readonly files: Pick<ConversationFiles, 'admit'>;
}

/** So many activities in one answer; the watermark leads to the rest. */
const PAGE = 200;

/** Direct Line 3.0 over our own conversations: what Microsoft's clients expect, nothing that needs Azure. */
export function createDirectLine({ host, tokens, files }: DirectLineDeps): DirectLine {
  /** The id as the token has it: what was cut from an address holds on to the whole address. */
  const admitted = (token: string | null, conversationId: string): string => {
    const claimed = tokens.read(token).conversationId;
    if (claimed !== conversationId) throw new AppError('chat.other-conversation');
    return claimed;
  };
  const opened = (conversationId: string, userId: string): OpenConversation => {
    const { token, expiresIn } = tokens.issue({ conversationId, userId });
    return { conversationId, token, expires_in: expiresIn };
  };
  const read = async (conversationId: string, watermark: string): Promise<ActivitySet> => {
    const after = seqFrom(watermark);
    return setOf(await host.read(conversationId, after, PAGE), after);
  };
  return {
    generate: () => opened(randomUUID(), newUser()),
    refresh: (token) => {
      const { conversationId, userId } = tokens.read(token);
      return opened(conversationId, userId);
    },
    start: async (token) => {
      const claims = token === null ? null : tokens.read(token);
      const { conversationId: id, userId } = claims ?? {
        conversationId: randomUUID(),
        userId: newUser(),
      };
      const begun =
        !(claims !== null && (await host.exists(id))) && (await begin(host, id, userId));
      return { ...opened(id, userId), begun };
    },
    reconnect: async (token, conversationId) => {
      admitted(token, conversationId);
      if (!(await host.exists(conversationId))) throw new AppError('chat.gone');
      return opened(conversationId, tokens.read(token).userId);
    },
    post: async (token, conversationId, activity) => {
      admitted(token, conversationId);
      const papers = files.admit(activity.files ?? []);
      if (
        activity.type === 'message' &&
        textOf(messageFrom(activity)) === '' &&
        papers.length === 0
      )
        throw new AppError('question.empty');
      // Typing and events of the page need no answer and are not kept.
      if (activity.type !== 'message') return { id: `${conversationId}|${activity.type}` };
      const { id } = await host.receive(conversationId, messageFrom(activity), papers);
      return { id };
    },
    read: async (token, conversationId, { watermark, waitMs, gone }) => {
      admitted(token, conversationId);
      const now = await read(conversationId, watermark);
      if (now.activities.length > 0 || waitMs === 0 || gone.aborted) return now;
      await somethingNew(host, conversationId, { waitMs, gone });
      return read(conversationId, watermark);
    },
    watch: async (token, conversationId, options) => {
      return watch(host, admitted(token, conversationId), options, read);
    },
  };
}

async function begin(host: ConversationHost, id: string, userId: string): Promise<boolean> {
  try {
    await host.open({ id, channel: 'directline', userId });
    return true;
  } catch (thrown) {
    // Two tabs begin with the same token: the second joins.
    if (thrown instanceof AppError && thrown.code === 'conflict') return false;
    throw thrown;
  }
}

const newUser = (): string => `dl_${randomUUID()}`;

type Read = (conversationId: string, watermark: string) => Promise<ActivitySet>;

/**
 * Follows a conversation from a watermark, whole and in order: what is told out of turn, twice, or after something that
 * was never told (another instance's call can be lost) is read from the store instead.
 */
async function watch(
  host: ConversationHost,
  conversationId: string,
  { watermark, onActivities }: Parameters<DirectLine['watch']>[2],
  read: Read,
): Promise<LiveView> {
  let last = 0;
  let live = false;
  let looking: Promise<void> | null = null;
  let again = false;
  const look = async (): Promise<void> => {
    do {
      again = false;
      const set = await read(conversationId, String(last));
      if (set.activities.length === 0) continue;
      last = seqFrom(set.watermark);
      onActivities(set);
      again = true;
    } while (again);
  };
  const startLooking = (): void => {
    again = true;
    // A store that is away for a moment: the next message shows the gap, and it is looked again.
    looking ??= look()
      .catch(() => undefined)
      .finally(() => (looking = null));
  };
  const close = host.listen(conversationId, (activities) => {
    const [first] = activities;
    const fits = first !== undefined && seqOf(first.id) === last + 1;
    if (!live || looking !== null || !fits) {
      again = true;
      if (live && looking === null) startLooking();
      return;
    }
    last = seqOf(activities.at(-1)?.id ?? first.id);
    onActivities(setOf(activities, last));
  });
  try {
    const missed = await read(conversationId, watermark);
    last = seqFrom(missed.watermark);
    return {
      missed,
      begin: () => {
        live = true;
        if (again || missed.activities.length > 0) startLooking();
      },
      close,
    };
  } catch (thrown) {
    close();
    throw thrown;
  }
}

/** Anything that is not one of our watermarks means: from the beginning. */
const seqFrom = (watermark: string): number =>
  /^\d{1,9}$/.test(watermark) ? Number(watermark) : 0;

function setOf(activities: readonly KeptActivity[], after: number): ActivitySet {
  const last = activities.at(-1);
  return {
    activities,
    watermark: String(last ? seqOf(last.id) : after),
  };
}

/** Who sent it and into which conversation is ours to say: the host sets both. */
function messageFrom({ text, value, locale, channelData }: PostedActivity) {
  return {
    type: 'message',
    ...(text === undefined ? {} : { text }),
    ...(value === undefined ? {} : { value: value as object }),
    ...(locale === undefined ? {} : { locale }),
    ...(channelData === undefined ? {} : { channelData }),
  };
}

/** Resolves at the next activity of the conversation, after a while, or when nobody waits any more. */
async function somethingNew(
  host: ConversationHost,
  conversationId: string,
  { waitMs, gone }: { readonly waitMs: number; readonly gone: AbortSignal },
): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop();
      gone.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, waitMs);
    const stop = host.listen(conversationId, done);
    gone.addEventListener('abort', done);
  });
}
