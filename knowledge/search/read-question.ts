/** What a question is looked up by: the tokens said, and below them what its everyday words mean. */
import { KIND_WEIGHT, MAX_QUERY_CHARACTERS, MAX_QUERY_TOKENS, MEANT_WEIGHT } from './settings.ts';
import { type CutWords, type TokenKind, tokenNumber, tokensOf, tokensOfPhrase } from './tokens.ts';

/** An everyday word and the words that official texts have for it. */
export type EverydayWords = ReadonlyMap<string, readonly string[]>;

export interface QuestionToken {
  readonly number: number;
  readonly kind: TokenKind;
  readonly weight: number;
  /** False for what an everyday word means. */
  readonly said: boolean;
}

/** Reads any string; an empty list for one without letters or digits. */
export type QuestionReader = (question: string) => readonly QuestionToken[];

export interface ReaderTools {
  readonly normalise: (text: string) => string;
  readonly cutWords: CutWords;
  readonly everyday: EverydayWords;
}

export function questionReader(tools: ReaderTools): QuestionReader {
  const lengths = lengthsByFirst(tools.everyday.keys());
  return (question) => {
    const text = tools.normalise(question.slice(0, MAX_QUERY_CHARACTERS));
    const words = tools.cutWords(text);
    const tokens = new Map<string, QuestionToken>();
    for (const token of tokensOf(text, () => words)) {
      if (tokens.size >= MAX_QUERY_TOKENS) break;
      if (!tokens.has(token)) tokens.set(token, tokenOf(token, KIND_WEIGHT, true));
    }
    for (const meaning of meaningsIn(text, { words, lengths, everyday: tools.everyday })) {
      for (const token of [...tokensOfPhrase(meaning), `w${meaning}`]) {
        if (tokens.size >= MAX_QUERY_TOKENS) break;
        if (!tokens.has(token)) tokens.set(token, tokenOf(token, MEANT_WEIGHT, false));
      }
    }
    return [...tokens.values()];
  };
}

/** How long the everyday words are that begin with a character, the longest first. */
function lengthsByFirst(words: Iterable<string>): ReadonlyMap<string, readonly number[]> {
  const lengths = new Map<string, number[]>();
  for (const word of words) {
    const known = lengths.get(word.charAt(0)) ?? [];
    if (!known.includes(word.length)) known.push(word.length);
    lengths.set(word.charAt(0), known);
  }
  for (const known of lengths.values()) known.sort((a, b) => b - a);
  return lengths;
}

function tokenOf(
  token: string,
  weights: Readonly<Record<TokenKind, number>>,
  said: boolean,
): QuestionToken {
  const kind = token.charAt(0) as TokenKind;
  const weight = said ? weights[kind] : weights[kind] * KIND_WEIGHT[kind];
  return { number: tokenNumber(token), kind, weight, said };
}

interface Lookup {
  readonly words: readonly string[];
  readonly lengths: ReadonlyMap<string, readonly number[]>;
  readonly everyday: EverydayWords;
}

/** What the everyday words of a text mean, the longest word first at each place; a word of one character must stand alone. */
function meaningsIn(text: string, { words, lengths, everyday }: Lookup): Set<string> {
  const found = new Set<string>();
  for (let at = 0; at < text.length;) {
    let read = 1;
    for (const length of lengths.get(text.charAt(at)) ?? []) {
      const word = text.slice(at, at + length);
      const meanings = length === 1 && !words.includes(word) ? undefined : everyday.get(word);
      if (meanings === undefined) continue;
      for (const meaning of meanings) if (!text.includes(meaning)) found.add(meaning);
      read = length;
      break;
    }
    at += read;
  }
  return found;
}
