import { z } from 'zod';
import { fill } from '../../services/text.ts';
import { type Reply } from '../replies/reply.ts';

const text = z.string().min(1);

/** One thing that a flow says, with the buttons under it. */
export const saying = z.strictObject({ text, suggestions: z.array(text).default([]) });
export type Saying = z.output<typeof saying>;

/** Regular expressions of what people say; one is enough. */
export const heardAs = z.array(text).min(1);

export type Say<Name extends string> = (
  name: Name,
  values?: Readonly<Record<string, string | number>>,
) => Reply;

export function sayer<Name extends string>(sayings: Readonly<Record<Name, Saying>>): Say<Name> {
  return (name, values = {}) => {
    const { text: template, suggestions } = sayings[name];
    return { text: fill(template, values), suggestions };
  };
}

/** `2026-10` or `2026-10-05` as people write it: 2026年10月5日. Null stays null. */
export function sayDate(date: string | null): string | null {
  const [year, month, day] = date?.slice(0, 10).split('-') ?? [];
  if (year === undefined) return null;
  const rest = month === undefined ? '' : `${String(Number(month))}月`;
  return `${year}年${rest}${day === undefined ? '' : `${String(Number(day))}日`}`;
}

/** The schema of a group of sayings. */
export const sayingsOf = <Name extends string>(
  names: readonly Name[],
): z.ZodType<Readonly<Record<Name, Saying>>> =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, saying]))) as unknown as z.ZodType<
    Readonly<Record<Name, Saying>>
  >;

/** Whether a sentence says one of these things; spaces and marks at its ends do not count. */
export function hearer(patterns: readonly string[]): (sentence: string) => boolean {
  const pattern = new RegExp(patterns.map((one) => `(?:${one})`).join('|'), 'u');
  return (sentence) => pattern.test(trimmed(sentence));
}

export const trimmed = (sentence: string): string =>
  sentence.normalize('NFKC').replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '');
