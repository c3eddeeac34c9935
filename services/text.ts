import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type z } from 'zod';
import { AppError } from './errors.ts';

/** Names between the double braces of a sentence. */
export function fieldsOf(template: string): readonly string[] {
  return [...template.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name);
}

/** Fills `{{name}}` in a sentence of the words files. A name without a value is a fault of ours: `internal`. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new AppError('internal', `no value for {{${name}}}`);
    return String(value);
  });
}

/** Reads a data file and checks its shape. Throws `unavailable` naming file and place, so that the start fails clearly. */
export function readYaml<S extends z.ZodType>(file: string, schema: S): z.output<S> {
  const result = schema.safeParse(parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  const [first] = result.error.issues;
  throw new AppError(
    'unavailable',
    `${file}: ${first?.path.join('.') ?? ''} ${first?.message ?? ''}`,
  );
}

/** `2026-11-24` or a time as 2026年11月24日. Anything else stays as it is. */
export function plainDate(date: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/u.exec(date) ?? [];
  return year && month && day ? `${year}年${Number(month)}月${Number(day)}日` : date;
}
