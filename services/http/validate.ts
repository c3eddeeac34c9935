import { type z } from 'zod';
import { AppError, type FieldProblem } from '../errors.ts';
import { type HttpWords } from './words.ts';

const MOST_PROBLEMS = 20;

/** Checks a value against its schema. Throws `request.invalid` with one plain Chinese sentence a field. */
export function validated(schema: z.ZodType, value: unknown, words: HttpWords): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues
    .flatMap((issue) => problems(issue, words))
    .slice(0, MOST_PROBLEMS);
  throw new AppError('request.invalid', 'request.invalid', { fields });
}

function problems(issue: z.core.$ZodIssue, words: HttpWords): readonly FieldProblem[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      field: [...path, key].join('.').slice(0, 80),
      message: words.field('unknown'),
    }));
  return [{ field: path.join('.').slice(0, 80), message: sentenceFor(issue, words) }];
}

function sentenceFor(issue: z.core.$ZodIssue, { field }: HttpWords): string {
  switch (issue.code) {
    case 'invalid_type':
      return isMissing(issue) ? field('required') : field(TYPE_KEYS[issue.expected] ?? 'wrong');
    case 'too_big':
      return field(sizeKey(issue.origin, 'big'), { most: Number(issue.maximum) });
    case 'too_small':
      return issue.minimum === 1 && issue.origin === 'string'
        ? field('empty')
        : field(sizeKey(issue.origin, 'small'), { least: Number(issue.minimum) });
    case 'invalid_value':
      return field('choice', { choices: issue.values.map(String).join('、') });
    case 'invalid_format':
      return field(FORMAT_KEYS[issue.format] ?? 'wrong');
    case 'custom':
      return typeof issue.params?.['words'] === 'string'
        ? field(issue.params['words'])
        : field('wrong');
    default:
      return field('wrong');
  }
}

// zod leaves the value out of issues; its own message is the only place that tells a missing field.
function isMissing(issue: z.core.$ZodIssue): boolean {
  return issue.message.endsWith('received undefined');
}

const TYPE_KEYS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  int: 'whole-number',
  boolean: 'yes-no',
  array: 'list',
  object: 'group',
  record: 'group',
};

const FORMAT_KEYS: Readonly<Record<string, string>> = { date: 'date', datetime: 'time' };

function sizeKey(origin: string, side: 'big' | 'small'): string {
  if (origin === 'string') return side === 'big' ? 'too-long' : 'too-short';
  if (origin === 'array' || origin === 'set' || origin === 'map')
    return side === 'big' ? 'too-many' : 'too-few';
  return side === 'big' ? 'too-big' : 'too-small';
}
