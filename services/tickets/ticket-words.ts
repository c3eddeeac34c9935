import { z } from 'zod';
import { readYaml } from '../text.ts';
import { COLUMNS } from './ticket-columns.ts';
import { PARTS, STATES } from './ticket.ts';

const text = z.string().min(1);
const schema = z.strictObject({
  clock: z.strictObject({
    date: text,
    accept: text,
    acceptToday: text,
    handleWorking: text,
    handleNatural: text,
    skipped: text,
    weekend: text,
    holiday: text,
    makeUp: text,
    paused: text,
    extended: text,
    unpublished: text,
  }),
  states: z.record(z.enum(STATES), text),
  timeline: z.record(text, text),
  by: z.record(text, text),
  parts: z.record(z.enum(PARTS), text),
  notNow: text,
  plain: text,
  relabelQuestion: text,
  fields: z.record(text, text),
  columns: z.record(z.enum(COLUMNS), text),
  advice: z.strictObject({
    jargon: z.array(text),
    long: text,
    plainer: text,
    lastDay: text,
    body: text,
  }),
  evidence: text,
});

/** Every sentence about tickets that a person reads. */
export type TicketWords = z.output<typeof schema>;

/** Reads `words/tickets.yaml`; throws `unavailable` when a state or sentence is missing. */
export function readTicketWords(file: string): TicketWords {
  return readYaml(file, schema);
}
