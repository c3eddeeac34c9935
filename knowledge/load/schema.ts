/** The shapes that content files must have, as zod schemas. */
import { z } from 'zod';
import { ASPECTS, CATEGORIES, COVERED, LEVELS, OUTCOMES, PROGRAMMES } from '../model.ts';

const text = z.string().trim().min(1);

export const NOT_A_DAY = 'is not a day of the form 2026-07-01 that exists';
export const NOT_A_NUMBER = 'is not a decimal number';
export const NOT_AN_ID = 'is not an id of small letters, digits and hyphens';

/** A day that exists in the calendar. */
export const day = z.string().refine(isDay, { message: NOT_A_DAY });

export function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, {
  message: NOT_AN_ID,
});
const clauseId = z.string().regex(/^[a-z0-9-]+#[a-z0-9-]+$/, {
  message: 'is not a clause id of the form source#anchor',
});

export const sourceHead = z.strictObject({
  id,
  title: text,
  docNumber: text.nullable(),
  aliases: z.array(text),
  issuer: text,
  issued: day.nullable(),
  inForceFrom: day,
  inForceTo: day.nullable(),
  level: z.enum(LEVELS),
  jurisdiction: text,
  wording: z.enum(['digest', 'official']),
  programmes: z.array(z.enum(PROGRAMMES)).min(1),
  replaces: z.array(text),
  replacedBy: text.nullable(),
  doubt: text.nullable(),
  published: text,
  checked: day,
});

export const clauseAttributes = z.strictObject({
  basis: z.enum(['verified', 'second-hand']).optional(),
  from: day.optional(),
  to: day.optional(),
  district: text.optional(),
  'replaced-by': clauseId.optional(),
  doubt: text.optional(),
});

const said = {
  clauses: z.array(clauseId),
  answer: text,
  spoken: text,
  staff: text,
};

const version = z.strictObject({
  from: day.optional(),
  to: day.optional(),
  district: text.optional(),
  clauses: said.clauses.optional(),
  answer: said.answer.optional(),
  spoken: said.spoken.optional(),
  staff: said.staff.optional(),
});

export const question = z.strictObject({
  id,
  programme: z.enum(PROGRAMMES),
  aspect: z.enum(ASPECTS),
  category: z.enum(CATEGORIES),
  title: text,
  phrasings: z.array(text).min(1),
  outcome: z.enum(OUTCOMES).default('answered'),
  reason: text.nullable().default(null),
  from: day.optional(),
  to: day.optional(),
  district: text.optional(),
  ...said,
  clauses: said.clauses.default([]),
  next: z.array(id).default([]),
  contacts: z.array(text).default([]),
  versions: z.array(version).default([]),
});
export type QuestionInput = z.infer<typeof question>;

export const coverage = z.array(
  z.strictObject({
    programme: z.enum(PROGRAMMES),
    status: z.enum(COVERED),
    checked: day,
    note: text,
  }),
);

/** Lists of names in named groups. */
export const names = z.record(z.string(), z.array(text));

export const standardRow = z.strictObject({
  id: text,
  key: id,
  programme: z.enum(PROGRAMMES),
  name: text,
  area: z.enum(['城市', '农村', '统一']),
  district: text,
  amount: z.string().regex(/^\d+(?:\.\d+)?$/, { message: NOT_A_NUMBER }),
  unit: text,
  from: day,
  to: z.union([z.literal(''), day]),
  clause: clauseId,
  basis: z.enum(['verified', 'second-hand']),
  hedge: z.string(),
});

export const ruleFigureRow = z.strictObject({
  key: id,
  name: text,
  value: z.string().regex(/^\d+(?:\.\d+)?$/, { message: NOT_A_NUMBER }),
  unit: text,
  from: day,
  to: z.union([z.literal(''), day]),
  clause: clauseId,
});

export const contactRow = z.strictObject({
  key: id,
  name: text,
  value: text,
  kind: z.enum(['phone', 'web', 'window']),
  district: text,
  hours: z.string(),
  note: z.string(),
  basis: z.enum(['verified', 'second-hand']),
});

export const districtRow = z.strictObject({
  name: text,
  type: text,
  parent: text,
  names: z.string(),
  mistakes: z.string(),
  website: z.string(),
});

export const townRow = z.strictObject({ name: text, district: text, zone: z.string() });

export const synonymRow = z.strictObject({
  word: text,
  means: z.string(),
  kind: z.enum(['synonym', 'mistake', 'slur']),
  context: z.string(),
});
