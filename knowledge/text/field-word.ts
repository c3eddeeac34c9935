import { normalise } from './normalise.ts';

/**
 * Whether a word of our lists can be met in a normalised text at all: letters, digits and `+` only, and nothing that
 * normalising would change (spaces, BOM, traditional or full-width characters, capitals).
 */
export function isFieldWord(word: string): boolean {
  return /^[\p{L}\p{N}+]+$/u.test(word) && normalise(word) === word;
}
