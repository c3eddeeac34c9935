import { z } from 'zod';
import { readYaml } from '../../services/text.ts';
import { ROLES } from '../../services/staff/role.ts';
import {
  KINDS,
  OUTCOME_CLASSES,
  STATES,
  TICKET_CATEGORIES,
} from '../../services/tickets/ticket.ts';

const text = z.string().min(1);
const finding = {
  found: text,
  class: z.enum(OUTCOME_CLASSES),
  reasons: text,
  clauseIds: z.array(text),
  nextSteps: text,
};
const schema = z.strictObject({
  mark: text,
  /** What is printed for the person who starts the demonstration. */
  guide: z.strictObject({
    ready: text,
    account: text,
    pages: z.record(z.enum(ROLES), text),
    calls: text,
    end: text,
  }),
  staff: z.array(
    z.strictObject({ login: text, name: text, role: z.enum(ROLES), unit: z.string().nullable() }),
  ),
  units: z.strictObject({ first: text, second: text }),
  outcome: z.strictObject({
    ...finding,
    review: z.strictObject({ route: text, body: text }),
    contact: text,
  }),
  reasons: z.strictObject({
    refuse: z.strictObject({ reason: text, whereToTurn: text }),
    transfer: text,
    return: text,
    pause: text,
    extend: text,
    reopen: text,
    note: text,
    merge: text,
    supervise: text,
    answer: text,
    notReached: text,
  }),
  tickets: z.array(
    z.strictObject({
      to: z.enum(STATES),
      daysAgo: z.int().min(0),
      kind: z.enum(KINDS),
      category: z.enum(TICKET_CATEGORIES),
      programme: text.nullable(),
      district: text,
      text,
      contact: z.strictObject({ name: text, phone: text }).optional(),
      anonymous: z.boolean().optional(),
      confidential: z.boolean().optional(),
      /** Whether a supervision notice was issued, and answered. */
      supervised: z.enum(['open', 'answered']).optional(),
      /** Where the common outcome does not fit the matter. */
      outcome: z.strictObject(finding).optional(),
    }),
  ),
  benefits: z.array(
    z.strictObject({
      programme: text,
      district: text,
      name: text,
      phone: text,
      from: text,
      amount: text,
      payDay: z.int(),
      stopped: z.strictObject({ from: text, reason: text }).optional(),
    }),
  ),
});

export type DemoData = z.output<typeof schema>;
export type DemoTicket = DemoData['tickets'][number];

/** Reads the invented people and matters of the demonstration. */
export function readDemo(file: string): DemoData {
  return readYaml(file, schema);
}
