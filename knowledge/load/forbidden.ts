import { z } from 'zod';
import { type Synonym } from './content.ts';

/** Words that no answer may say. */
export interface ForbiddenWords {
  /** The patterns, for a last check of a finished answer. */
  readonly patterns: readonly string[];
  find(text: string): readonly string[];
}

const schema = z.strictObject({
  promises: z.array(z.string().min(1)),
  verdicts: z.array(z.string().min(1)),
});

/**
 * From `words/forbidden.yaml` (patterns of promises and personal verdicts) and the slurs of the synonyms. A slur that
 * is one only in context is left out: it may be part of a harmless word.
 */
export function forbiddenWords(list: unknown, synonyms: readonly Synonym[]): ForbiddenWords {
  const parsed = schema.safeParse(list);
  const slurs = synonyms
    .filter(({ kind, context }) => kind === 'slur' && !context)
    .map(({ word }) => word.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&'));
  const patterns = parsed.success
    ? [...parsed.data.promises, ...parsed.data.verdicts, ...slurs]
    : slurs;
  const any = new RegExp(patterns.length === 0 ? '(?!)' : patterns.join('|'), 'gu');
  return { patterns, find: (text) => [...text.matchAll(any)].map(([word]) => word) };
}
