import { type TicketLine } from './tickets.ts';

/** Columns of an exported list; their headings are in `words/tickets.yaml`. */
export const COLUMNS = [
  'number',
  'kind',
  'category',
  'state',
  'urgency',
  'programme',
  'district',
  'unit',
  'filedAt',
  'dueDate',
  'answerBy',
  'reopened',
] as const satisfies readonly (keyof TicketLine)[];
