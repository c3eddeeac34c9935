import { z } from 'zod';
import { readYaml } from '../text.ts';
import { STATES, TICKET_CATEGORIES } from '../tickets/ticket.ts';

const text = z.string().min(1);
const FIELDS = ['text', 'district', 'incidentDate', 'programme'] as const;
const fields = z.array(z.enum(FIELDS));

const schema = z.strictObject({
  areaCode: z.string().regex(/^0\d{2,3}$/),
  asks: z.strictObject({
    district: text,
    household: text,
    income: text,
    health: text,
    incidentDate: text,
    unit: text,
    wish: text,
    contact: text,
  }),
  mandatory: z.strictObject({
    usual: fields,
    ...(Object.fromEntries(TICKET_CATEGORIES.map((category) => [category, fields])) as Record<
      (typeof TICKET_CATEGORIES)[number],
      typeof fields
    >),
  }),
  missing: z.strictObject({
    text,
    district: text,
    incidentDate: text,
    programme: text,
    relabel: text,
    colleague: text,
  }),
  units: z.strictObject({
    town: z.strictObject({ unit: text, reason: text }),
    district: z.strictObject({ unit: text, reason: text }),
    accused: text,
  }),
  summary: z.strictObject({ asked: text, told: text, filed: text, place: text, none: text }),
  sheet: z.strictObject({ notHeard: text }),
  canned: z.array(
    z.strictObject({
      id: text,
      title: text,
      text,
      status: z.enum(STATES).optional(),
      category: z.enum(TICKET_CATEGORIES).optional(),
    }),
  ),
});

/** Sentences and tables of the desk. */
export type DeskWords = z.output<typeof schema>;
/** A fact that the operator may have to ask for. */
export type AskFor = keyof DeskWords['asks'];
export type MandatoryField = (typeof FIELDS)[number];

/** Reads `words/desk.yaml`. Throws `unavailable` when it is malformed. */
export function readDeskWords(file: string): DeskWords {
  return readYaml(file, schema);
}
