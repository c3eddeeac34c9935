import { AppError } from '../errors.ts';
import { fill } from '../text.ts';
import { type TicketCategory, type TicketKind } from '../tickets/ticket.ts';
import { type FileInput } from '../tickets/tickets.ts';
import { type DeskWords, type MandatoryField } from './desk-words.ts';

/** What speech says about a matter; null for what was not said. Nothing is guessed. */
export interface HeardForm {
  readonly kind: TicketKind | null;
  readonly category: TicketCategory | null;
  /** The words that speak for the category. */
  readonly because: readonly string[];
  readonly programme: string | null;
  readonly district: string | null;
  readonly town: string | null;
  readonly incidentDate: string | null;
  readonly anonymous: boolean;
  readonly confidential: boolean;
  readonly urgency: '一般' | '紧急';
  readonly isConsultation: boolean;
  /** The unit complained of, as said. */
  readonly unit: string | null;
}

/** Reads a form out of what a caller has said so far, as if it complained: whether it does, the assist says. */
export type ReadForm = (text: string, today: string) => HeardForm;

/** A unit that could handle the matter, and why; never assigned by itself. */
export interface UnitHint {
  readonly unit: string | null;
  readonly reason: string;
}

/** Suggests who could handle it: the town, else the district; never the unit complained of. */
export function unitHint(
  { district, town, unit: accused }: HeardForm,
  { units }: DeskWords,
): UnitHint | null {
  if (district === null) return null;
  const rule = town === null ? units.district : units.town;
  const values = { district, town: town ?? '' };
  const unit = fill(rule.unit, values);
  if (accused !== null && (unit.includes(accused) || accused.includes(town ?? district)))
    return { unit: null, reason: fill(units.accused, { unit: accused }) };
  return { unit, reason: fill(rule.reason, values) };
}

/** Fields without which a ticket of this category is not filed at the desk. */
export function missingFields(
  input: Pick<FileInput, 'category' | 'text' | 'district' | 'programme' | 'incidentDate'>,
  { mandatory }: DeskWords,
): readonly MandatoryField[] {
  const wanted = input.category == null ? mandatory.usual : mandatory[input.category];
  return wanted.filter((field) => (input[field] ?? '').trim() === '');
}

/** What is missing, field by field, as the doors say it. */
export function incomplete(fields: readonly (readonly [string, string])[]): AppError {
  return new AppError('request.invalid', undefined, {
    fields: fields.map(([field, message]) => ({ field, message })),
  });
}
