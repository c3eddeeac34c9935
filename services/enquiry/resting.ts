import { z } from 'zod';
import { type AskResult } from '../../knowledge/index.ts';
import { fill, readYaml } from '../text.ts';

const text = z.string().min(1);
const schema = z.strictObject({ text, spoken: text, suggestions: z.array(text) });
type RestingWords = z.output<typeof schema>;

/** What is said instead of an answer while automatic answers are turned off. */
export interface Resting {
  /** Whether they are off now; asked for every question. */
  readonly isOff: () => boolean;
  readonly words: RestingWords;
}

/** Reads `words/resting.yaml` and names the hotline. Throws `unavailable` when it is malformed. */
export function readRestingWords(file: string, hotline: string): RestingWords {
  const words = readYaml(file, schema);
  return { ...words, text: fill(words.text, { hotline }) };
}

// What only passes somebody on goes on: danger, complaints, own data, the wish for a person.
const WITHHELD = new Set(['answered', 'clarify', 'screen', 'declined']);

/** The result as it may be told: while answers are off no policy is told by the machine. */
export function rested(asked: AskResult, { isOff, words }: Resting): AskResult {
  if (!isOff() || !WITHHELD.has(asked.answer.outcome)) return asked;
  const { text: said, spoken, suggestions } = words;
  return {
    ...asked,
    answer: {
      ...asked.answer,
      ...{ outcome: 'declined', text: said, spoken, suggestions, reason: 'assistant-off' },
      citations: [],
      questionIds: [],
      confidence: 0,
    },
  };
}
