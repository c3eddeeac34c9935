/** What a text is found by: single characters, pairs of neighbours and words, each marked with its kind. */

/** Cuts normalised text into words; handed in, because only the text room knows the segmenter. */
export type CutWords = (text: string) => readonly string[];

export type TokenKind = 'c' | 'b' | 'w';

/** Longer texts are read up to here: a clause is shorter, and a hostile text must not cost time. */
const MAX_CHARACTERS = 20_000;

const RUN = /[\p{Script=Han}\p{L}\p{N}]+/gu;
const UNIT = /[a-z0-9]+|./gsu;

/**
 * The tokens of a normalised text. The first letter is the kind, so that 低保 as a pair and as a word stay apart.
 * Numbers and Latin words count as one character; pairs never reach over punctuation.
 */
export function tokensOf(text: string, cutWords: CutWords): string[] {
  const tokens: string[] = [];
  const read = text.length > MAX_CHARACTERS ? text.slice(0, MAX_CHARACTERS) : text;
  for (const [run] of read.matchAll(RUN)) addUnits(run.match(UNIT) ?? [], tokens);
  for (const word of cutWords(read)) if (isWord(word)) tokens.push(`w${word}`);
  return tokens;
}

/** The tokens of a text that is one word or a short phrase; its words are not cut. */
export function tokensOfPhrase(phrase: string): string[] {
  const tokens: string[] = [];
  for (const [run] of phrase.matchAll(RUN)) addUnits(run.match(UNIT) ?? [], tokens);
  return tokens;
}

function addUnits(units: readonly string[], tokens: string[]): void {
  let before = '';
  for (const unit of units) {
    tokens.push(`c${unit}`);
    if (before !== '') tokens.push(`b${before}${unit}`);
    before = unit;
  }
}

const WORD = /^[\p{Script=Han}\p{L}\p{N}]{2,}$/u;

/** Whether a token of the segmenter is a word that says more than its character. */
export function isWord(word: string): boolean {
  return word.length > 1 && WORD.test(word);
}

const TWO_32 = 0x1_0000_0000;

/**
 * A number of 53 bits for a token: the index stores these instead of strings, so that it loads without building a
 * dictionary. Among a million tokens two share a number with a probability of 1 in 20,000; the cost would be one
 * wrong neighbour in a ranking.
 */
export function tokenNumber(token: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < token.length; at += 1) {
    const code = token.charCodeAt(at);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return (high & 0x1fffff) * TWO_32 + (low >>> 0);
}
