/** One line of a conversation as a person of the office may read it. */
export interface TranscriptLine {
  /** ISO 8601 with offset. */
  readonly at: string;
  readonly by: 'resident' | 'assistant' | 'staff';
  /** Personal numbers are masked. */
  readonly text: string;
}

/** A message that goes into a conversation without having been asked for. */
export interface ProactiveMessage {
  readonly text: string;
  /** `staff` when a person of the office wrote it. */
  readonly by: 'assistant' | 'staff';
  /** The ticket that it is about. */
  readonly ticket: string | null;
}

/** Conversations as the rest of the office sees them: the desk, the outbox, tickets. */
export interface Conversations {
  /** Durable when it resolves; people who have the chat open see it at once, others when they come back. */
  post(conversationId: string, message: ProactiveMessage): Promise<'posted' | 'gone'>;
  /** The last lines, oldest first; empty for a conversation that is gone. */
  transcript(conversationId: string, limit: number): Promise<readonly TranscriptLine[]>;
}
