import { type FileIn } from '../tickets/papers.ts';

/** An activity as it travels; what it holds is the conversation's business, not the doors'. */
export type WireActivity = Readonly<Record<string, unknown>>;

export interface ActivitySet {
  readonly activities: readonly WireActivity[];
  /** Opaque; hand it back to get what came later. */
  readonly watermark: string;
}

export interface OpenConversation {
  readonly conversationId: string;
  readonly token: string;
  /** Seconds. */
  readonly expires_in: number;
}

/** A person's message after its checks. */
export interface PostedActivity {
  readonly type: string;
  readonly text?: string | undefined;
  readonly value?: unknown;
  readonly locale?: string | undefined;
  readonly channelData?: Readonly<Record<string, unknown>> | undefined;
  /** Files that came along, as they came. */
  readonly files?: readonly FileIn[];
}

/** A live view of one conversation. */
export interface LiveView {
  /** What was missed since the watermark: send it, then `begin`. */
  readonly missed: ActivitySet;
  /** From now on everything new is handed to the callback, in order; what came meanwhile first. */
  readonly begin: () => void;
  readonly close: () => void;
}

/** The chat behind Direct Line 3.0. Every call checks its token: a token opens one conversation only. */
export interface DirectLine {
  /** A token for a conversation that is still to be begun. */
  generate(): OpenConversation;
  refresh(token: string | null): OpenConversation;
  /** Begins the conversation of the token, or a new one without a token; `begun` is false when it was under way already. */
  start(token: string | null): Promise<OpenConversation & { readonly begun: boolean }>;
  reconnect(token: string | null, conversationId: string): Promise<OpenConversation>;
  /**
   * Resolves when message, files and replies are durable. Throws `request.invalid` for anything but photos and PDF, for
   * one that is too large, and for too many.
   */
  post(
    token: string | null,
    conversationId: string,
    activity: PostedActivity,
  ): Promise<{ readonly id: string }>;
  /** What came after the watermark; waits up to `waitMs` for the first. */
  read(
    token: string | null,
    conversationId: string,
    options: { readonly watermark: string; readonly waitMs: number; readonly gone: AbortSignal },
  ): Promise<ActivitySet>;
  watch(
    token: string | null,
    conversationId: string,
    options: { readonly watermark: string; readonly onActivities: (set: ActivitySet) => void },
  ): Promise<LiveView>;
}
