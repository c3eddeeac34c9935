import { type ErrorCode } from '../errors.ts';
import { type StaffMember } from '../staff/role.ts';
import { type Command, type OutcomeInput } from './command.ts';
import { type FileIn } from './papers.ts';
import {
  type Part,
  type Ratings,
  type Ticket,
  type TicketAction,
  type TicketChannel,
  type TicketContact,
  type TicketEvent,
  type TicketKind,
  type TicketState,
} from './ticket.ts';

/** What a person hands in, whichever the door. Lengths are checked here, not at the doors alone. */
export interface FileInput {
  readonly kind: TicketKind;
  readonly text: string;
  readonly category?: Ticket['category'];
  readonly programme?: string | null;
  readonly district?: string | null;
  readonly town?: string | null;
  readonly incidentDate?: string | null;
  readonly contact?: Partial<TicketContact>;
  readonly anonymous?: boolean;
  readonly confidential?: boolean;
  readonly urgency?: Ticket['urgency'];
  readonly channel?: TicketChannel;
  /** The chat into which later notices are posted. */
  readonly conversationId?: string | null;
  /** The operator who took it by phone: first-contact owner to the end. */
  readonly takenBy?: string | null;
  /** Photos and PDF: kept in the same step as the ticket, or nothing is filed. */
  readonly files?: readonly FileIn[];
  /** Version of the notice about personal data that the person had before them; recorded with the ticket. */
  readonly consent?: string | null;
}

/** The receipt. `queryCode` is shown this once (and again for the same idempotency key); it is stored hashed. */
export interface FiledTicket {
  readonly number: string;
  readonly queryCode: string;
  readonly acceptBy: string;
  readonly dueDate: string;
  /** How the dates were counted, in plain Chinese. */
  readonly clock: string;
}

/** Progress as the resident may see it: no names of staff, no internal notes. */
export interface Progress {
  readonly number: string;
  readonly kind: TicketKind;
  readonly status: TicketState;
  /** What the state means, in one plain sentence. */
  readonly meaning: string;
  readonly filedAt: string;
  readonly acceptBy: string;
  readonly dueDate: string;
  readonly clock: string;
  readonly timeline: readonly { readonly at: string; readonly what: string; readonly by: string }[];
  /** The outcome notice, once closed. */
  readonly notice?: OutcomeNotice;
  /** A question to the resident: may a complaint be kept as something else? */
  readonly question?: {
    readonly about: 'relabel';
    readonly kind: TicketKind;
    readonly text: string;
  };
  readonly may: { readonly receipt: boolean; readonly rate: boolean; readonly reopen: boolean };
}

/** 告知书: outcome and reasons in the order in which a person reads them. */
export interface OutcomeNotice {
  readonly asked: string;
  readonly found: string;
  readonly class: string;
  readonly reasons: string;
  readonly clauses: readonly {
    readonly title: string;
    readonly article: string;
    readonly quote: string;
    readonly wording: 'digest' | 'official';
  }[];
  readonly nextSteps: string;
  readonly review: { readonly route: string; readonly body: string; readonly lastDay: string };
  readonly contact: string;
  readonly decidedOn: string;
  readonly plain: string;
}

/** A ticket as one member of staff may see it: masked, without identity where that is withheld. */
export interface TicketView extends Ticket {
  readonly identity: 'masked' | 'withheld' | 'none' | 'erased';
  readonly overdue: boolean;
  readonly events: readonly TicketEvent[];
  readonly actions: readonly TicketAction[];
  readonly missingForClose: readonly Part[];
}

/** One line of a work list. */
export interface TicketLine {
  readonly number: string;
  readonly kind: TicketKind;
  readonly category: string | null;
  readonly state: TicketState;
  readonly urgency: string;
  readonly programme: string | null;
  readonly district: string | null;
  readonly unit: string | null;
  readonly handler: string | null;
  readonly filedAt: string;
  readonly dueDate: string;
  /** The day by which an open supervision notice has to be answered. */
  readonly answerBy: string | null;
  readonly reopened: number;
  readonly overdue: boolean;
  readonly version: number;
}

export const WORK_LISTS = [
  'open',
  'overdue',
  'soon',
  'unassigned',
  'passed',
  'awaiting-approval',
  'supervised',
  'told-failed',
  'call-backs',
] as const;
export type WorkList = (typeof WORK_LISTS)[number];

/** What narrows a list; everything but `q` may be saved under a name. */
export interface TicketQuery {
  readonly status?: TicketState | undefined;
  readonly due?: WorkList | undefined;
  readonly unit?: string | undefined;
  readonly kind?: TicketKind | undefined;
  readonly category?: NonNullable<Ticket['category']> | undefined;
  readonly district?: string | undefined;
  readonly urgency?: Ticket['urgency'] | undefined;
  /** Beijing days of filing, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Only tickets that this person handles. */
  readonly mine?: boolean | undefined;
  /** A ticket number (or its beginning), or a whole phone number or name. */
  readonly q?: string | undefined;
  /** The key handed out as `next` by the page before. */
  readonly page?: string | undefined;
  readonly size?: number | undefined;
}

export interface TicketPage {
  readonly tickets: readonly TicketLine[];
  readonly next: string | null;
}

/** Expected ends of an action: done, or refused with what is missing. Faults are AppErrors. */
export type ActionResult =
  | { readonly ok: true; readonly ticket: TicketView; readonly event: TicketEvent }
  | {
      readonly ok: false;
      readonly code: 'transition.refused' | 'access.denied';
      readonly missing: readonly Part[];
    };

export interface TicketVersion {
  readonly number: string;
  readonly version: number;
}

/** What one command for many came to, ticket by ticket. */
export interface BulkResult {
  readonly number: string;
  readonly ok: boolean;
  /** Why not, as an error code; null when done. */
  readonly code: ErrorCode | null;
  readonly missing: readonly Part[];
}

export const COUNTED_MOST = 1000;

/** A list with headings, ready to be written as a sheet. */
export interface TicketTable {
  readonly headings: readonly string[];
  /** Read while they are taken; each ticket once, in the order of filing. */
  readonly pages: AsyncIterable<readonly (readonly (string | number)[])[]>;
}

/** A command as the doors hand it in: an outcome still holds clause ids. */
export type CommandInput =
  | Exclude<Command, { action: 'draft-outcome' }>
  | { readonly action: 'draft-outcome'; readonly outcome: OutcomeInput };

/** What an outcome would lack if it were handed in now. */
export interface OutcomeCheck {
  readonly missing: readonly Part[];
  /** The plain wording: as edited, or as made from the parts. */
  readonly plain: string;
  /** The earliest last day that the notice may name for its review route; null for a route that is not known. */
  readonly earliestLastDay: string | null;
  /** Clauses that were not in force on the decision day: with one of these none counts. */
  readonly notInForce: readonly string[];
  /** How the plain wording could be plainer; nothing of it forbids. */
  readonly advice: readonly string[];
}

export interface LikelyDuplicate {
  readonly number: string;
  readonly state: TicketState;
  readonly filedAt: string;
  /** 0–1: share of the text that agrees, raised by the same place and category. */
  readonly likeness: number;
  /** True when the same phone filed it. */
  readonly samePerson: boolean;
}

/** The supervision tickets of the office. All refusals for an unknown number and a wrong code are alike (`not-found`). */
export interface Tickets {
  /**
   * Files a ticket; the same key with the same input gives the same receipt, with other input `idempotency.conflict`.
   * Throws `request.invalid` (with fields) when the text is empty or too long.
   */
  file(input: FileInput, idempotencyKey: string): Promise<FiledTicket>;
  /** Throws `not-found` for an unknown number and for a wrong code. */
  progress(number: string, code: string): Promise<Progress>;
  /** The resident says that the notice has arrived. */
  receipt(number: string, code: string): Promise<Progress>;
  /** Throws `transition.refused` before closing. */
  rate(number: string, code: string, ratings: Omit<Ratings, 'via'>): Promise<Progress>;
  reopen(number: string, code: string, reason: string): Promise<Progress>;
  /** The resident answers whether the complaint may be kept as something else. */
  confirmRelabel(number: string, code: string, agrees: boolean): Promise<Progress>;

  /** Throws `version.conflict` when the version is old, `not-found` when this person may not see the ticket. */
  act(
    staff: StaffMember,
    number: string,
    command: CommandInput,
    version: number,
  ): Promise<ActionResult>;
  /** One command for many tickets, each in a transaction of its own; what each came to is told apart. */
  actMany(
    staff: StaffMember,
    items: readonly TicketVersion[],
    command: CommandInput,
  ): Promise<readonly BulkResult[]>;
  list(staff: StaffMember, query: TicketQuery): Promise<TicketPage>;
  /** How many tickets this person has on each work list; counted up to `COUNTED_MOST`. */
  counts(staff: StaffMember): Promise<Readonly<Record<WorkList, number>>>;
  /** All lines of a list as a table. On the record; throws `request.invalid` when there are too many. */
  table(staff: StaffMember, query: TicketQuery): Promise<TicketTable>;
  view(staff: StaffMember, number: string): Promise<TicketView>;
  /** Looks at an outcome before it is handed in; changes nothing. */
  checkOutcome(staff: StaffMember, number: string, outcome: OutcomeInput): Promise<OutcomeCheck>;
  /** Name and phone in clear: needs a reason; the look is on the record before it is answered. */
  unmask(staff: StaffMember, number: string, reason: string): Promise<TicketContact>;
  findLikelyDuplicates(
    input: Pick<FileInput, 'text' | 'district' | 'category' | 'contact'>,
  ): Promise<readonly LikelyDuplicate[]>;
  duplicatesOf(staff: StaffMember, number: string): Promise<readonly LikelyDuplicate[]>;
}
