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
  readonly attachments: readonly Attachment[];
}

/** A channel's short name. `web` is the resident page and every other Direct Line client. */
export type Channel = 'web' | 'phone' | 'teams' | 'console';

/** A file that came with a message. The type is what the client says: check the bytes before believing it. */
export interface Attachment {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}
