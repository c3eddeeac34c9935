import { z } from 'zod';
import { type PieceProblem } from '../../knowledge/index.ts';
import { fill, readYaml } from '../text.ts';

const text = z.string().min(1);
const schema = z.strictObject({
  problems: z.record(z.string(), text),
  missing: z.strictObject({ source: text, sourceDate: text, reason: text, note: text, same: text }),
  ownDraft: text,
  taken: text,
  nothing: text,
  tooMany: text,
});

/** One thing that is wrong with a draft, as an editor reads it. */
export interface ToldPieceProblem {
  readonly kind: string;
  readonly id: string;
  readonly field: string;
  readonly rule: string;
  readonly message: string;
}

export type LibraryWords = z.output<typeof schema> & {
  readonly tell: (problem: PieceProblem) => ToldPieceProblem;
};

/** Reads `words/library.yaml`: what is said to editors, rule by rule. Throws `unavailable` when it is malformed. */
export function readLibraryWords(file: string): LibraryWords {
  const words = readYaml(file, schema);
  return {
    ...words,
    tell: ({ kind, id, field, rule, values }) => {
      const sentence = words.problems[rule] ?? words.problems['other'] ?? rule;
      return { kind, id, field, rule, message: fill(sentence, values) };
    },
  };
}
