import { type Enquiry } from '../enquiry/enquiry.ts';

/** A conversation as it is kept; `state` is sealed with the conversation's own key, `wrappedKey` with the office's. */
export interface StoredConversation {
  readonly id: string;
  readonly channel: string;
  readonly userId: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly lastAt: string;
  readonly wrappedKey: string;
  /** Raised by one with every change: who writes an old one loses. */
  readonly version: number;
  readonly state: string;
  /** The number of the next activity; numbers begin at 1 and have no gaps. */
  readonly nextSeq: number;
}

/** One message; `body` is sealed with the conversation's own key. */
export interface StoredActivity {
  readonly conversationId: string;
  readonly seq: number;
  readonly id: string;
  /** The client's own number of the message. */
  readonly clientId: string | null;
  readonly role: 'user' | 'bot' | 'staff';
  readonly body: string;
  readonly at: string;
}

/** Everything that one turn changes: all of it becomes durable, or nothing. */
export interface TurnRecord {
  /** As it is after the turn; version 1 creates it. */
  readonly conversation: StoredConversation;
  readonly activities: readonly StoredActivity[];
  readonly enquiries: readonly Enquiry[];
}

export interface ConversationStore {
  find(id: string): Promise<StoredConversation | null>;
  /** False when someone else changed the conversation meanwhile: then nothing is written. */
  save(turn: TurnRecord): Promise<boolean>;
  /**
   * Hears a turn inside the transaction that stores it: what `hear` writes stays with the turn, or goes with it. Turns share a
   * transaction, so `hear` may run again after one of the others failed. False as above.
   */
  saveHeard(hear: () => Promise<TurnRecord>): Promise<boolean>;
  /** Activities with a number above `seq`, in order. */
  after(conversationId: string, seq: number, limit: number): Promise<readonly StoredActivity[]>;
  /** The last ones, oldest first. */
  last(conversationId: string, limit: number): Promise<readonly StoredActivity[]>;
  /** The activity with the client's own number, or null. */
  byClientId(conversationId: string, clientId: string): Promise<StoredActivity | null>;
  /** Removes conversations that nobody has used since `before`, with all their messages; gives how many. */
  forget(before: string): Promise<number>;
}
