import { createHash } from 'node:crypto';
import { type Activity } from 'botbuilder-core';
import { beijingDate } from '../services/clock.ts';
import { type Paper } from '../services/tickets/papers.ts';

/** One message of a person as the conversation sees it. Nobody else reads fields of an Activity. */
export interface Turn {
  readonly conversationId: string;
  readonly channel: Channel;
  /** What the person wrote or said; trimmed, never longer than `LONGEST_QUESTION`. Empty when only files came. */
  readonly text: string;
  readonly locale: string;
  /** The district that the device or the person's earlier words give, by its canonical name; null when unknown. */
  readonly district: string | null;
  readonly at: Date;
  /** `YYYY-MM-DD` in Beijing. */
  readonly today: string;
  /**
   * The same for every try of the same message, different for every other: hand it to `tickets.file` and the like as
   * idempotency key.
   */
  readonly key: string;
  /** The client's own number of the message, null where it gave none. */
  readonly clientActivityId: string | null;
  /** Files that came along; the door has looked at what they hold. */
  readonly attachments: readonly Paper[];
}

/** A channel's short name. `web` is the resident page and every other Direct Line client. */
export type Channel = 'web' | 'phone' | 'teams' | 'console';

/** What the house knows of a message beside the Activity itself. */
export interface TurnFacts {
  readonly at: Date;
  /** The number that the message will have in its conversation. */
  readonly seq: number;
  /** Canonical name for what the device or an earlier turn gave. */
  readonly district: string | null;
  readonly files: readonly Paper[];
}

/** Reads an Activity. The conversation id and the sender have been set by us, everything else by a stranger. */
export function turnFrom(
  activity: Partial<Activity>,
  { at, seq, district, files }: TurnFacts,
): Turn {
  const conversationId = activity.conversation?.id ?? '';
  const clientActivityId = clientIdOf(activity);
  const message = clientActivityId === null ? `seq ${seq}` : `client ${clientActivityId}`;
  return {
    conversationId,
    channel: CHANNELS[activity.channelId ?? ''] ?? 'teams',
    text: textOf(activity),
    locale: activity.locale ?? 'zh-CN',
    district,
    at,
    today: beijingDate(at),
    // Only what files or logs something asks for it.
    get key() {
      return createHash('sha256').update(`${conversationId} ${message}`).digest('base64url');
    },
    clientActivityId,
    attachments: files,
  };
}

/** The words of a message: what was typed, or what a button stands for. */
export function textOf(activity: Partial<Activity>): string {
  const { text, value } = activity as { readonly text?: unknown; readonly value?: unknown };
  const said = typeof text === 'string' && text !== '' ? text : value;
  return typeof said === 'string' ? said.trim() : '';
}

/** The client's own number of a message, by which a repeated post is known. */
export function clientIdOf({ channelData }: Partial<Activity>): string | null {
  const given = channelDataOf(channelData)['clientActivityID'];
  return typeof given === 'string' && given !== '' ? given.slice(0, LONGEST_CLIENT_ID) : null;
}

/** The district that the device sends along, as it sent it. */
export function saidDistrict({ channelData }: Partial<Activity>): string | null {
  const given = channelDataOf(channelData)['district'];
  return typeof given === 'string' && given !== '' ? given : null;
}

const LONGEST_CLIENT_ID = 128;
const CHANNELS: Readonly<Record<string, Channel>> = {
  directline: 'web',
  console: 'console',
  hotline: 'phone',
};

// botbuilder types it as any.
function channelDataOf(data: unknown): Readonly<Record<string, unknown>> {
  return data !== null && typeof data === 'object' ? (data as Record<string, unknown>) : {};
}
