/** What must be told to whom. Templates (Chinese) are in `knowledge/content/words/notices.yaml`, by topic. */
export const TOPICS = [
  'receipt',
  'accepted',
  'refused',
  'transferred',
  'extended',
  'paused',
  'resumed',
  'relabel-question',
  'outcome',
  'call-back',
  'reopened',
  'merged',
  'benefit-started',
  'benefit-paid',
  'benefit-changed',
  'benefit-stopped',
] as const;
export type Topic = (typeof TOPICS)[number];

/** Ways to reach a person; `call` and `letter` are done by a person of the desk. */
export type Channel = 'chat' | 'sms' | 'call' | 'letter';
export type ToldVia = Channel | 'progress';

/**
 * `waiting`: a channel has to be tried; `sent`: waits for a receipt; `told`: done; `person`: someone has to call
 * or write; `dead`: nothing is left to try and nobody can be reached.
 */
export type NoticeState = 'waiting' | 'sent' | 'told' | 'person' | 'dead';

/** A request to tell someone something, made in the transaction of the change that causes it. */
export interface NoticeRequest {
  readonly topic: Topic;
  /** The same key is told once. */
  readonly dedupeKey: string;
  readonly personId: string;
  readonly ticket: string | null;
  readonly conversationId: string | null;
  readonly phone: string | null;
  /** Values for the template. */
  readonly values: Readonly<Record<string, string>>;
  /** True when only a receipt counts (outcomes, refusals, extensions, benefit stops). */
  readonly needsReceipt: boolean;
}

/** A notice on its way. The personal parts are sealed with the person's key. */
export interface Notice {
  readonly id: string;
  readonly topic: Topic;
  readonly dedupeKey: string;
  readonly personId: string;
  readonly ticket: string | null;
  readonly needsReceipt: boolean;
  readonly state: NoticeState;
  /** Channels in the order in which they are tried, and the one whose turn it is. */
  readonly plan: readonly Channel[];
  readonly turn: number;
  readonly attempts: number;
  readonly nextAt: string;
  readonly createdAt: string;
  readonly toldAt: string | null;
  readonly toldVia: ToldVia | null;
  readonly conversationId: string | null;
  readonly phone: string | null;
  readonly text: string;
  readonly sms: string;
}

/** One try on one channel, or what came back from it. */
export interface NoticeAttempt {
  readonly notice: string;
  readonly at: string;
  readonly channel: ToldVia;
  readonly result: 'sent' | 'failed' | 'refused' | 'no-receipt' | 'receipt';
  /** The provider's id, by which receipts come back. */
  readonly providerId: string | null;
  /** A short code, never a provider's text. */
  readonly error: string | null;
}

/** The outbox as use cases see it. */
export interface Notices {
  /** Puts a notice into the outbox inside the transaction under way; a known key changes nothing. */
  tell(request: NoticeRequest): Promise<void>;
  /** Someone said that the person knows (progress page, call, letter): what is still under way for this ticket ends. */
  settle(ticket: string, via: ToldVia): Promise<void>;
}

/** Posts into an open or later conversation of the web chat. */
export interface ChatPort {
  /** `posted` once the conversation holds the message, `gone` when there is no such conversation. */
  post(
    conversationId: string,
    message: { readonly text: string; readonly ticket: string | null },
  ): Promise<'posted' | 'gone'>;
}

/** A short-message gateway. Throws when it cannot be known whether the message was taken. */
export interface SmsGateway {
  /** `refused`: this number or text will never be taken. */
  send(message: {
    readonly id: string;
    readonly phone: string;
    readonly text: string;
  }): Promise<
    | { readonly result: 'accepted'; readonly providerId: string }
    | { readonly result: 'refused'; readonly error: string }
  >;
}
