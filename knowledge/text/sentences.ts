/** Texts sentence by sentence: a caller's words are read anew with each sentence that comes, and most of them were read before. */
import { remembering } from '../remembering.ts';

/** No word, no date and no run of characters that is compared reaches over it. Pieces of a call are joined by it. */
export const SENTENCE_END = '。';

/** Longer ones are no sentences that come again (characters). */
const LONGEST_REMEMBERED = 200;

/** `read`, done once for each of the newest sentences. What it gives must be the same wherever the sentence stands. */
export function rememberingSentences<T>(
  most: number,
  read: (sentence: string) => T,
): (sentence: string) => T {
  const remembered = remembering<T>(most);
  return (sentence) =>
    sentence.length > LONGEST_REMEMBERED
      ? read(sentence)
      : remembered(sentence, () => read(sentence));
}
