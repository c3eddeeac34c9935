import { type RecordedEvent, type Ticket, type TicketState } from './ticket.ts';
import { type TicketLine } from './tickets.ts';

/** What is stored beside a ticket and never shown. */
export interface TicketSecrets {
  /** Keyed digest of the query code. */
  readonly queryPrint: string;
  readonly phoneIndex: string | null;
  readonly nameIndex: string | null;
  /** Keyed sketch of the text for finding likely duplicates. */
  readonly sketch: readonly number[];
}

export interface StoredTicket {
  readonly ticket: Ticket;
  readonly queryPrint: string;
  /** True once the person's key was destroyed: the personal parts are gone. */
  readonly erased: boolean;
}

export interface TicketFilter {
  readonly states?: readonly TicketState[] | undefined;
  /** Still being worked on. */
  readonly open?: boolean | undefined;
  /** With a clock that is not stopped. */
  readonly running?: boolean | undefined;
  readonly unit?: string | undefined;
  readonly handler?: string | undefined;
  readonly kind?: string | undefined;
  readonly category?: string | undefined;
  readonly district?: string | undefined;
  readonly urgency?: string | undefined;
  /** Beijing days of filing, both included. */
  readonly filedFrom?: string | undefined;
  readonly filedTo?: string | undefined;
  /** Tickets that complain of this unit are left out, as if they did not exist. */
  readonly notAbout?: string | null | undefined;
  readonly numberStart?: string | undefined;
  readonly phoneIndex?: string | undefined;
  readonly nameIndex?: string | undefined;
  readonly dueFrom?: string | undefined;
  readonly dueTo?: string | undefined;
  readonly unassigned?: boolean | undefined;
  readonly awaiting?: boolean | undefined;
  readonly toldFailed?: boolean | undefined;
  /** With a supervision notice that nobody has answered. */
  readonly supervised?: boolean | undefined;
}

export interface PageKey {
  readonly dueDate: string;
  readonly number: string;
}

export interface DuplicateCandidate {
  readonly number: string;
  readonly state: TicketState;
  readonly filedAt: string;
  readonly category: string | null;
  readonly district: string | null;
  readonly phoneIndex: string | null;
  readonly sketch: readonly number[];
}

/** A receipt kept for a repeated request. */
export interface KeptAnswer {
  readonly requestHash: string;
  readonly answer: string;
}

export interface TicketStore {
  /** The next serial number of a day, from 1; two callers never get the same. */
  nextSerial(day: string): Promise<number>;
  insert(ticket: Ticket, secrets: TicketSecrets): Promise<void>;
  find(number: string): Promise<StoredTicket | null>;
  /** False when the stored version is not the one before: someone else was first. */
  update(ticket: Ticket): Promise<boolean>;
  nextEventSeq(number: string): Promise<number>;
  appendEvent(personId: string, recorded: RecordedEvent): Promise<void>;
  events(number: string, personId: string): Promise<readonly RecordedEvent[]>;
  /** Lines in order of due date and number after `page`, at most `size`. */
  list(
    filter: TicketFilter,
    page: PageKey | null,
    size: number,
  ): Promise<readonly Omit<TicketLine, 'overdue'>[]>;
  /** Lines in order of number after a number, at most `size`. A number never changes: whoever pages through meets each once. */
  lines(
    filter: TicketFilter,
    after: string,
    size: number,
  ): Promise<readonly Omit<TicketLine, 'overdue'>[]>;
  /** How many fit, counted up to `most`. */
  count(filter: TicketFilter, most: number): Promise<number>;
  /** Numbers of tickets in any of these states, in order, after a number. */
  numbersIn(
    states: readonly TicketState[],
    after: string,
    limit: number,
  ): Promise<readonly string[]>;
  /**
   * Numbers of open tickets with a running clock of which nobody has been reminded yet: due up to `warnTo` and not warned, or
   * due before `today` and not escalated. In order, after a number.
   */
  numbersToRemind(
    due: { readonly today: string; readonly warnTo: string },
    after: string,
    limit: number,
  ): Promise<readonly string[]>;
  mergedInto(number: string): Promise<readonly string[]>;
  candidates(filedSince: string, limit: number): Promise<readonly DuplicateCandidate[]>;
  keptAnswer(scope: string, key: string): Promise<KeptAnswer | null>;
  keepAnswer(scope: string, key: string, kept: KeptAnswer, at: string): Promise<void>;
  forgetAnswers(before: string): Promise<void>;
}
