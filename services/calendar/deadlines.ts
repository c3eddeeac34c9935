import { z } from 'zod';
import { readYaml } from '../text.ts';
import {
  KINDS,
  TICKET_CATEGORIES,
  type TicketCategory,
  type TicketKind,
  type Urgency,
} from '../tickets/ticket.ts';

const date = z.iso.date();
const dayCount = z.strictObject({
  days: z.int().min(0).max(366),
  unit: z.enum(['工作日', '自然日']),
  basis: z.enum(['法定', '本地默认', '已确认']),
  source: z.string().min(1),
  /** What residents read in place of `source`: plain, and without what staff still have to confirm. */
  told: z.string().min(1).optional(),
});
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const review = { route: z.string().min(1), source: z.string().min(1) };

const schema = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z-]+$/),
        when: z.strictObject({
          kinds: z.array(z.enum(KINDS)).optional(),
          categories: z.array(z.enum(TICKET_CATEGORIES)).optional(),
          urgency: z.enum(['一般', '紧急']).optional(),
        }),
        accept: dayCount,
        handle: dayCount,
        extension: dayCount,
      }),
    )
    .min(1),
  returnWrongTransfer: dayCount,
  warnBefore: dayCount,
  officeHours: z.strictObject({ from: timeOfDay, to: timeOfDay }),
  /** A law that counts in months is kept in months: six of them are 181 to 184 days. */
  reviews: z.array(
    z.union([
      z.strictObject({ ...review, days: z.int().positive() }),
      z.strictObject({ ...review, months: z.int().positive() }),
    ]),
  ),
  calendar: z.array(
    z.strictObject({ date, working: z.boolean(), name: z.string(), source: z.string().min(1) }),
  ),
});

/** 时限: days as data, each with where it comes from. */
export type Deadlines = z.output<typeof schema>;
export type DeadlineRule = Deadlines['rules'][number];
export type DayCount = z.output<typeof dayCount>;

/** What decides which rule counts. */
export interface DeadlineFacts {
  readonly kind: TicketKind;
  readonly category: TicketCategory | null;
  readonly urgency: Urgency;
}

/** Reads the deadline file. Throws `unavailable` with the place when it is malformed or leaves a kind without rule. */
export function readDeadlines(file: string): Deadlines {
  return readYaml(
    file,
    schema.refine(
      ({ rules }) =>
        KINDS.every((kind) => findRule(rules, { kind, category: null, urgency: '一般' })),
      { path: ['rules'], message: 'some kind of ticket has no deadline' },
    ),
  );
}

/** The first rule that fits; the reader has made sure that every kind has one. */
export function findRule(
  rules: readonly DeadlineRule[],
  { kind, category, urgency }: DeadlineFacts,
): DeadlineRule | undefined {
  return rules.find(
    ({ when }) =>
      (!when.kinds || when.kinds.includes(kind)) &&
      (!when.categories || (category !== null && when.categories.includes(category))) &&
      (!when.urgency || when.urgency === urgency),
  );
}
