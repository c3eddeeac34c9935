import { type StaffMember } from '../staff/role.ts';
import { type FiledTicket, type FileInput, type TicketLine } from '../tickets/tickets.ts';
import { type AnswerMark, type PresenceState } from './call-store.ts';
import {
  type CallEvent,
  type CallLine,
  type CallState,
  type Resolution,
  type WrapUp,
} from './call.ts';
import { type Suggestion } from './assist.ts';
import { type CannedChoice, type CannedReply } from './canned.ts';
import { type EligibilitySheet, type SheetRequest } from './sheet.ts';

/** A call as the desk shows it: the number masked, what was said without numbers that belong to persons. */
export interface CallView {
  readonly id: string;
  readonly state: CallState;
  readonly caller: { readonly kind: string; readonly number: string | null };
  readonly operator: string | null;
  readonly mine: boolean;
  readonly rangAt: string | null;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  readonly lines: readonly CallLine[];
  readonly form: Readonly<Record<string, unknown>>;
  readonly ticket: string | null;
  readonly wrapUp: WrapUp | null;
  readonly version: number;
}

/** What is known of the caller from before. */
export interface CallHistory {
  readonly tickets: readonly TicketLine[];
  readonly calls: readonly {
    readonly id: string;
    readonly at: string;
    readonly resolution: Resolution | null;
    readonly summary: string | null;
    readonly ticket: string | null;
  }[];
  /** Somebody promised to ring this number, or did: those to come first, then the newest. */
  readonly callBacks: readonly {
    readonly id: string;
    readonly at: string;
    readonly reason: string;
    /** Null while nobody has rung. */
    readonly endedAt: string | null;
    /** What came of it, as it was noted. */
    readonly outcome: string;
  }[];
  /** Asked in the web chats in which this number was left to be rung, the newest first. */
  readonly asked: readonly {
    readonly id: string;
    readonly at: string;
    readonly question: string;
  }[];
}

export interface ShiftFigures {
  readonly operator: string | null;
  /** Name of the operator; null for calls that nobody took. */
  readonly name: string | null;
  readonly offered: number;
  readonly answered: number;
  readonly missed: number;
  readonly wrappedUp: number;
  /** Mean seconds from answer to end; null without an ended call. */
  readonly meanSeconds: number | null;
  /** Calls that ended with an answer, of those wrapped up: answered at first contact. */
  readonly atFirstContact: number;
  readonly wrongMarks: number;
}

export interface FileFromCall extends FileInput {
  /** The caller agreed that what sounds like a complaint is taken as an enquiry. */
  readonly callerAgrees?: boolean | undefined;
}

/** A colleague at the desk; the login is what a call is handed over to. */
export interface Present {
  readonly staffId: string;
  readonly name: string;
  readonly login: string;
  readonly state: PresenceState;
}

/** What is said of an answer that is called wrong. */
export type NewMark = Pick<
  AnswerMark,
  'questionId' | 'callId' | 'asked' | 'note' | 'answer' | 'clauseIds' | 'district'
>;

/** The calls of the hotline. Whoever may not see a call is told `not-found`. */
export interface Calls {
  /** Takes one event of a call centre; `kept` is false for one that came before. Throws `request.invalid`. */
  receive(event: CallEvent): Promise<{ readonly kept: boolean }>;
  /** A call without an exchange: the operator answers and types. */
  open(staff: StaffMember, caller: string | null): Promise<CallView>;
  /** Ringing calls and one's own; a supervisor sees all that are open. */
  list(staff: StaffMember): Promise<readonly CallView[]>;
  view(staff: StaffMember, id: string): Promise<CallView>;
  /** Throws `conflict` when another operator has it. */
  take(staff: StaffMember, id: string): Promise<CallView>;
  /** A line typed by the operator, the caller's or their own. */
  say(staff: StaffMember, id: string, line: Omit<CallLine, 'at'>): Promise<CallView>;
  end(staff: StaffMember, id: string): Promise<CallView>;
  suggestion(staff: StaffMember, id: string): Promise<Suggestion>;
  /** A self-check with what the call told so far and what the operator typed. */
  sheet(
    staff: StaffMember,
    id: string,
    what: Pick<SheetRequest, 'check' | 'typed'>,
  ): Promise<EligibilitySheet>;
  history(staff: StaffMember, id: string): Promise<CallHistory>;
  /** Keeps what the operator typed; speech never overwrites it. Throws `version.conflict`. */
  setForm(
    staff: StaffMember,
    id: string,
    form: Readonly<Record<string, unknown>>,
    version: number,
  ): Promise<CallView>;
  /** Files on the caller's behalf, once a call; whoever files stays first-contact owner. Throws `request.invalid` with the missing fields. */
  file(staff: StaffMember, id: string, input: FileFromCall): Promise<FiledTicket>;
  /** Facts of the call in plain sentences, for the operator to correct. */
  draftWrapUp(staff: StaffMember, id: string): Promise<string>;
  wrapUp(
    staff: StaffMember,
    id: string,
    wrapUp: { readonly summary: string; readonly resolution: Resolution },
  ): Promise<CallView>;
  /** Hands the call with everything on it to a colleague, by login. Throws `request.invalid` for nobody who takes calls. */
  transfer(staff: StaffMember, id: string, to: string, note: string): Promise<void>;
  /** The number in clear; the reason stays on the record before it is shown. */
  reveal(
    staff: StaffMember,
    id: string,
    reason: string,
  ): Promise<{ readonly number: string | null }>;
  /** A supervisor listens in: on the record before anything is sent. */
  listenIn(staff: StaffMember, id: string): Promise<CallView>;
  /** “This answer is wrong”: into the editors' queue, and counted for the call. */
  markWrong(staff: StaffMember, mark: NewMark): Promise<void>;
  /** Sentences ready to say, for a category and a state, or for what a ticket is about; a ticket is read as the staff member may. */
  canned(staff: StaffMember, choice: CannedChoice): Promise<readonly CannedReply[]>;
  setPresence(staff: StaffMember, state: PresenceState): Promise<void>;
  /** Who is at the desk now. */
  present(): Promise<readonly Present[]>;
  /** Figures of one's own shift; a supervisor gets one line an operator. */
  shift(staff: StaffMember, from: string, to: string): Promise<readonly ShiftFigures[]>;
}
