/** What was tried and what was acknowledged: kept outside the service, compared with it after harm. */
import { type ChatRef } from './client.ts';

export interface FiledTicket {
  readonly number: string;
  readonly queryCode: string;
}

export interface Ledger {
  readonly chats: ChatRef[];
  /** The client's own number of every message that was sent, with its conversation. */
  readonly saidTried: Map<string, { readonly chat: ChatRef; readonly text: string }>;
  /** The same, for those that were acknowledged: the service's number. */
  readonly saidDone: Map<string, string>;
  /** Complaints by idempotency key. */
  readonly fileTried: Map<string, object>;
  readonly fileDone: Map<string, FiledTicket>;
  /** Conversations in which somebody began to complain. */
  readonly complaining: Set<string>;
  /** Numbers and codes that the chat gave: 「已受理」. */
  readonly toldInChat: FiledTicket[];
  /** The highest version of a ticket that a member of staff was given back. */
  readonly steps: Map<string, number>;
  /** Replies 500 and whatever else is our fault. */
  readonly faults: string[];
  refused: number;
}

export function newLedger(): Ledger {
  return {
    chats: [],
    saidTried: new Map(),
    saidDone: new Map(),
    fileTried: new Map(),
    fileDone: new Map(),
    complaining: new Set(),
    toldInChat: [],
    steps: new Map(),
    faults: [],
    refused: 0,
  };
}

export function acknowledged(ledger: Ledger): number {
  const { saidDone, fileDone, toldInChat, steps } = ledger;
  return saidDone.size + fileDone.size + toldInChat.length + steps.size;
}

/** What the acknowledgements were, for the reader. */
export function tellAcknowledged({ saidDone, fileDone, toldInChat, steps }: Ledger): string {
  const [said, filed, told] = [saidDone.size, fileDone.size, toldInChat.length].map(String);
  const worked = String([...steps.values()].filter((version) => version > 0).length);
  return `acknowledged: ${said} messages, ${filed} complaints, ${told} told in the chat, ${worked} steps`;
}
