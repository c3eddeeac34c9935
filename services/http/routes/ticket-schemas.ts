import { z } from 'zod';
import { OUTCOME_CLASSES, STATES, TICKET_CATEGORIES, KINDS } from '../../tickets/ticket.ts';
import { type OutcomeNotice, type Progress, WORK_LISTS } from '../../tickets/tickets.ts';

const line = z.string().max(60);
const prose = z.string().max(2000);
const staffText = z.string().max(5000).optional();
const day = z.iso.date();

export const fileBody = z.strictObject({
  kind: z.enum(KINDS),
  text: prose.min(1),
  category: z.enum(TICKET_CATEGORIES).nullish(),
  programme: z.string().max(20).nullish(),
  district: z.string().max(40).nullish(),
  town: z.string().max(40).nullish(),
  incidentDate: z.string().max(10).nullish(),
  contact: z
    .strictObject({ name: z.string().max(30).nullish(), phone: z.string().max(24).nullish() })
    .optional(),
  anonymous: z.boolean().optional(),
  confidential: z.boolean().optional(),
  attachments: z
    .array(
      z.strictObject({
        name: z.string().max(200).default(''),
        content: z
          .string()
          .regex(/^[A-Za-z0-9+/]*={0,2}$/u)
          .describe('Base64 of a photo (JPEG, PNG) or PDF'),
      }),
    )
    .optional(),
  /** Version of the notice about personal data that the person had before them. */
  consent: z.string().max(40).nullish(),
});

export const filed = z.object({
  number: z.string(),
  queryCode: z.string(),
  acceptBy: day,
  dueDate: day,
  clock: z.string(),
});

export const numberParams = z.strictObject({ number: z.string().max(40) });
export const codeQuery = z.strictObject({ code: z.string().max(40).default('') });
export const codeBody = z.strictObject({ code: z.string().max(40) });
export const ratingBody = codeBody.extend({
  treatment: z.int().min(1).max(5),
  outcome: z.int().min(1).max(5),
  comment: z.string().max(500).nullish(),
});
export const reopenBody = codeBody.extend({ reason: z.string().min(1).max(500) });
export const answerBody = codeBody.extend({ agrees: z.boolean() });

const step = z.object({ at: z.string(), what: z.string(), by: z.string() });
export const progress = z.object({
  number: z.string(),
  kind: z.enum(KINDS),
  status: z.enum(STATES),
  meaning: z.string(),
  filedAt: z.string(),
  acceptBy: day,
  dueDate: day,
  clock: z.string(),
  timeline: z.array(step).readonly(),
  notice: z.custom<OutcomeNotice>().optional(),
  question: z.custom<NonNullable<Progress['question']>>().optional(),
  may: z.object({ receipt: z.boolean(), rate: z.boolean(), reopen: z.boolean() }),
});

/** What narrows a list. */
export const narrowing = z.strictObject({
  status: z.enum(STATES).optional(),
  due: z.enum(WORK_LISTS).optional(),
  unit: line.optional(),
  kind: z.enum(KINDS).optional(),
  category: z.enum(TICKET_CATEGORIES).optional(),
  district: line.optional(),
  urgency: z.enum(['一般', '紧急']).optional(),
  from: day.optional(),
  to: day.optional(),
  mine: z
    .union([z.boolean(), z.enum(['true', 'false'])])
    .transform((mine) => mine === true || mine === 'true')
    .optional(),
  q: line.optional(),
});

export const listQuery = narrowing.extend({
  page: z.string().max(200).optional(),
  size: z.coerce.number().int().min(1).max(200).optional(),
});

/** An outcome as it is written: clauses by id. */
export const outcomeBody = z.strictObject({
  asked: staffText,
  found: staffText,
  class: z.enum(OUTCOME_CLASSES).optional(),
  reasons: staffText,
  clauseIds: z.array(z.string().max(80)).max(20).optional(),
  nextSteps: staffText,
  review: z
    .strictObject({ route: line.optional(), body: line.optional(), lastDay: day.optional() })
    .optional(),
  contact: z.string().max(200).optional(),
  decidedOn: day.optional(),
  plain: staffText,
});

const version = { version: z.int().positive() };
const reason = { ...version, reason: staffText };
const text = { ...version, text: staffText };
const accused = { accusedUnit: line.optional(), accusedPerson: line.optional() };
const category = { category: z.enum(TICKET_CATEGORIES).optional() };
const rating = z.int().min(1).max(5);
const named = <A extends string, S extends z.ZodRawShape>(
  action: A,
  shape: S,
): z.ZodObject<S & { action: z.ZodLiteral<A> }, z.core.$strict> =>
  z.strictObject({ ...shape, action: z.literal(action) });

/** One thing asked of a ticket; nothing but the fields of that action is taken. */
export const actionBody = z.discriminatedUnion('action', [
  named('accept', { ...version, ...accused, ...category }),
  named('refuse', { ...reason, whereToTurn: staffText }),
  named('assign', { ...version, unit: line.optional(), handler: line.optional() }),
  named('transfer', { ...reason, unit: line.optional() }),
  named('return', reason),
  named('note', text),
  named('extend', { ...reason, until: day.optional() }),
  named('pause', reason),
  named('resume', reason),
  named('draft-outcome', { ...version, outcome: outcomeBody }),
  named('send-back', reason),
  named('approve', version),
  named('close', version),
  named('call-back', {
    ...text,
    purpose: z.enum(['tell', 'review']),
    reached: z.boolean(),
    ratings: z
      .strictObject({ treatment: rating, outcome: rating, comment: z.string().max(500).nullable() })
      .optional(),
  }),
  named('reopen', reason),
  named('supervise', { ...text, answerBy: day.optional() }),
  named('answer-supervision', text),
  named('relabel', { ...reason, kind: z.enum(KINDS).optional() }),
  named('classify', {
    ...version,
    ...accused,
    ...category,
    urgency: z.enum(['一般', '紧急']).optional(),
    confidential: z.boolean().optional(),
  }),
  named('merge', { ...reason, into: z.string().max(20).optional() }),
  named('archive', version),
]);

/** Commands that make sense for many tickets at once: nothing that a person has to think over one by one. */
export const bulkBody = z.strictObject({
  tickets: z
    .array(z.strictObject({ number: z.string().max(40), version: z.int().positive() }))
    .min(1)
    .max(100),
  command: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('accept'), ...category }),
    z.strictObject({
      action: z.literal('assign'),
      unit: line.optional(),
      handler: line.optional(),
    }),
    z.strictObject({ action: z.literal('transfer'), unit: line.optional(), reason: staffText }),
    z.strictObject({ action: z.literal('note'), text: staffText }),
    z.strictObject({
      action: z.literal('supervise'),
      text: staffText,
      answerBy: day.optional(),
    }),
    z.strictObject({ action: z.literal('archive') }),
  ]),
});
