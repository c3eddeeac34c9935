/**
 * The end of a sentence: no word, no date and no run of characters that is compared reaches over it. Pieces of a call are joined by it,
 * so that a caller's words, read anew with each sentence that comes, are mostly remembered.
 */
export const SENTENCE_END = '。';
