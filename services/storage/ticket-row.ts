import { type Ticket, type TicketState } from '../tickets/ticket.ts';
import { OPEN_STATES } from '../tickets/transition.ts';

/** The personal parts of a ticket, sealed together with the person's own key. */
type Personal = Pick<
  Ticket,
  | 'text'
  | 'contact'
  | 'accusedPerson'
  | 'pauseRequest'
  | 'extendRequest'
  | 'relabelRequest'
  | 'outcome'
  | 'supervision'
  | 'ratings'
>;

const SAME = [
  'number',
  'version',
  'kind',
  'category',
  'state',
  'urgency',
  'programme',
  'district',
  'town',
  'channel',
  'unit',
  'handler',
  'clock',
  'reopened',
  'relabelled',
] as const;
const RENAMED = {
  incidentDate: 'incident_date',
  conversationId: 'conversation_id',
  personId: 'person_id',
  filedAt: 'filed_at',
  acceptedAt: 'accepted_at',
  closedAt: 'closed_at',
  toldAt: 'told_at',
  acceptBy: 'accept_by',
  dueDate: 'due_date',
  clockRule: 'clock_rule',
  clockStart: 'clock_start',
  firstOwner: 'first_owner',
  returnBy: 'return_by',
  accusedUnit: 'accused_unit',
  pausedOn: 'paused_on',
  pausedDays: 'paused_days',
  extendedTo: 'extended_to',
  draftedBy: 'drafted_by',
  approvedBy: 'approved_by',
  mergedInto: 'merged_into',
  warnedOn: 'warned_on',
  escalatedOn: 'escalated_on',
} as const satisfies Partial<Record<keyof Ticket, string>>;
const FLAGS = {
  anonymous: 'anonymous',
  confidential: 'confidential',
  toldFailed: 'told_failed',
} as const;

const OPEN = new Set<TicketState>(OPEN_STATES);

export type TicketRow = Record<string, string | number | null> & { number: string; sealed: string };

/** The text that is sealed. */
export function personalOf(ticket: Ticket): string {
  const personal: Personal = {
    text: ticket.text,
    contact: ticket.contact,
    accusedPerson: ticket.accusedPerson,
    pauseRequest: ticket.pauseRequest,
    extendRequest: ticket.extendRequest,
    relabelRequest: ticket.relabelRequest,
    outcome: ticket.outcome,
    supervision: ticket.supervision,
    ratings: ticket.ratings,
  };
  return JSON.stringify(personal);
}

/** The columns that lists, clocks and counts need. */
export function columnsOf(ticket: Ticket): Omit<TicketRow, 'sealed'> {
  const row: Record<string, string | number | null> = {};
  for (const name of SAME) row[name] = ticket[name];
  for (const [name, column] of Object.entries(RENAMED))
    row[column] = ticket[name as keyof typeof RENAMED];
  for (const [name, column] of Object.entries(FLAGS))
    row[column] = ticket[name as keyof typeof FLAGS] ? 1 : 0;
  return {
    ...row,
    number: ticket.number,
    open: OPEN.has(ticket.state) ? 1 : 0,
    pending: ticket.pauseRequest || ticket.extendRequest ? 1 : 0,
    answer_by: answerBy(ticket.supervision),
    ...ratedOf(ticket.ratings),
    outcome_class: ticket.closedAt === null ? null : (ticket.outcome?.class ?? null),
  };
}

function ratedOf(ratings: Ticket['ratings']): Record<string, number | null> {
  return {
    rated_treatment: ratings?.treatment ?? null,
    rated_outcome: ratings?.outcome ?? null,
  };
}

function answerBy(supervision: Ticket['supervision']): string | null {
  return supervision?.answer === null ? supervision.answerBy : null;
}

const ERASED: Personal = {
  text: null,
  contact: { name: null, phone: null },
  accusedPerson: null,
  pauseRequest: null,
  extendRequest: null,
  relabelRequest: null,
  outcome: null,
  supervision: null,
  ratings: null,
};

/** A ticket from its columns and its opened personal parts (null once the person was erased). */
export function ticketFrom(row: TicketRow, opened: string | null): Ticket {
  const ticket: Record<string, unknown> = {};
  for (const name of SAME) ticket[name] = row[name];
  for (const [name, column] of Object.entries(RENAMED)) ticket[name] = row[column];
  for (const [name, column] of Object.entries(FLAGS)) ticket[name] = row[column] === 1;
  const personal = opened === null ? ERASED : (JSON.parse(opened) as Personal);
  // Columns were written by columnsOf: the two lists above are the proof that none is missing.
  return { ...ticket, ...personal } as unknown as Ticket;
}
