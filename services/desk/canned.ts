import { type StaffMember } from '../staff/role.ts';
import { fieldsOf, fill } from '../text.ts';
import { type TicketCategory, type TicketState } from '../tickets/ticket.ts';
import { type TicketView } from '../tickets/tickets.ts';
import { type DeskWords } from './desk-words.ts';

/** A sentence ready to be said or sent, once a person has looked at it. */
export interface CannedReply {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface CannedChoice {
  readonly category?: TicketCategory | undefined;
  readonly status?: TicketState | undefined;
  /** The ticket that the talk is about: it says state, category, number, day and unit. */
  readonly ticket?: string | undefined;
}

/**
 * Replies that fit category and state, the fitting ones before those that always fit, with their placeholders filled.
 * One for which something is not known is left out: nobody reads a gap aloud.
 */
export function cannedReplies(
  { canned }: Pick<DeskWords, 'canned'>,
  staff: StaffMember,
  choice: CannedChoice,
  ticket: TicketView | null,
): readonly CannedReply[] {
  const category = choice.category ?? ticket?.category ?? undefined;
  const status = choice.status ?? ticket?.state;
  const values = valuesOf(staff, ticket);
  return canned
    .filter(
      (one) =>
        (one.category === undefined || one.category === category) &&
        (one.status === undefined || one.status === status),
    )
    .filter(({ text }) => isWhole(text, values))
    .sort((a, b) => isCommon(a) - isCommon(b))
    .map(({ id, title, text }) => ({ id, title, text: fill(text, values) }));
}

function valuesOf({ name }: StaffMember, ticket: TicketView | null): Record<string, string> {
  if (ticket === null) return { operator: name };
  const { number, dueDate, unit } = ticket;
  return { operator: name, number, dueDate, ...(unit === null ? {} : { unit }) };
}

const isWhole = (text: string, values: Readonly<Record<string, string>>): boolean =>
  fieldsOf(text).every((name) => values[name] !== undefined);

const isCommon = ({ status, category }: DeskWords['canned'][number]): number =>
  status === undefined && category === undefined ? 1 : 0;
