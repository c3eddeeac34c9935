/**
 * The end of a sentence: no word, no date and no run of characters that is compared reaches over it. Pieces of a call are joined by it,
 * so that a caller's words, read anew with each sentence that comes, are mostly remembered.
 */
export const SENTENCE_END = '。';

const SEPARATOR = /[，,。；;！!？?\n\r…]+|\s{1,}/u;

/** The pieces between punctuation or pauses (a speech recogniser writes pauses as spaces). */
export function piecesOf(text: string): string[] {
  return text
    .split(SEPARATOR)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}
