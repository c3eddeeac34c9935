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

export const CHANNELS = ['chat', 'sms', 'call', 'letter'] as const;
export type Channel = (typeof CHANNELS)[number];

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
  /** True when only a receipt counts (outcomes, refusals, benefit stops). */
  readonly needsReceipt: boolean;
}

/** The outbox as use cases see it. */
export interface Notices {
  /** Puts a notice into the outbox inside the transaction under way. */
  tell(request: NoticeRequest): Promise<void>;
  /** A person or provider says that it arrived; `id` is the notice. */
  received(id: string, via: Channel | 'progress', at: string): Promise<void>;
}

/** Posts into an open or later conversation of the web chat; resolves once the conversation holds the message. */
export interface ChatPort {
  post(
    conversationId: string,
    message: { readonly text: string; readonly ticket: string | null },
  ): Promise<'posted' | 'gone'>;
}
