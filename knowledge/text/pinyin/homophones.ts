/**
 * Finds words of the field behind homophones, without touching any word that is one. A wrong character of another sound
 * is left alone: one slip lies between 有劳动能力 and 无劳动能力.
 */
import { rememberingTexts } from '../../remembering.ts';
import { SENTENCE_END } from '../sentences.ts';
import { type Readings } from './readings.ts';

export interface HomophoneSettings {
  readonly readings: Readings;
  readonly vocabulary: readonly string[];
  readonly isCommonWord: (word: string) => boolean;
  readonly cut: (text: string) => readonly string[];
}

/** From this length on tones and like sounds are let go: shorter words would meet too many others. */
const LOOSE_FROM = 3;

const LONGEST = 8;

/** Sentences that were mended, or left as they are. */
const REMEMBERED = 1000;

interface Tables {
  readonly exact: ReadonlySet<string>;
  readonly bySound: ReadonlyMap<string, string>;
  /** With what the words begin, as they are written and as they sound: what begins otherwise leads to none. */
  readonly beginnings: ReadonlySet<string>;
  readonly soundBeginnings: ReadonlySet<string>;
}

export function createHomophoneRepair(settings: HomophoneSettings): (text: string) => string {
  const tables = tablesOf(settings.vocabulary, settings.readings);
  const repairSentence = rememberingTexts(REMEMBERED, (text) => repairText(text, tables, settings));
  return (text) => text.split(SENTENCE_END).map(repairSentence).join(SENTENCE_END);
}

function tablesOf(vocabulary: readonly string[], readings: Readings): Tables {
  const words = vocabulary.filter((word) => /^\p{Script=Han}{2,8}$/u.test(word));
  const bySound = new Map<string, string>();
  const beginnings = new Set<string>();
  const soundBeginnings = new Set<string>();
  for (const word of words) {
    bySound.set(soundKey(word, readings), word);
    let written = '';
    let sounds = '';
    for (const character of word) {
      written += character;
      sounds += ` ${readings.sound(character)}`;
      beginnings.add(written);
      soundBeginnings.add(sounds);
    }
  }
  return { exact: new Set(words), bySound, beginnings, soundBeginnings };
}

function soundKey(word: string, readings: Readings): string {
  const characters = Array.from(word);
  return word.length < LOOSE_FROM
    ? characters.map(readings.of).join(' ')
    : characters.map(readings.sound).join(' ');
}

/** Only whole tokens are looked at: what is torn out of two words (当|地保|障) is no mistake. */
function repairText(text: string, tables: Tables, settings: HomophoneSettings): string {
  const tokens = settings.cut(text);
  let result = '';
  for (let at = 0; at < tokens.length;) {
    const found = longestRepair(tokens, at, tables, settings);
    result += found === null ? (tokens[at] ?? '') : found.word;
    at += found?.tokens ?? 1;
  }
  return result;
}

function longestRepair(
  tokens: readonly string[],
  at: number,
  tables: Tables,
  settings: HomophoneSettings,
): { word: string; tokens: number } | null {
  let best: { word: string; tokens: number } | null = null;
  let window = '';
  let sounds = '';
  let common = 0;
  if (longestExact(tokens, at, tables)) return null;
  for (let end = at; end < tokens.length; end += 1) {
    const token = tokens[end] ?? '';
    window += token;
    if (window.length > LONGEST || !/^\p{Script=Han}+$/u.test(token)) break;
    // Words that are written alike with the tone sound alike without it: the loose sounds leave out none.
    for (const character of token) sounds += ` ${settings.readings.sound(character)}`;
    if (!tables.soundBeginnings.has(sounds)) break;
    if (token.length > 1 && settings.isCommonWord(token)) common += token.length;
    const word = repairOf(window, common, tables, settings.readings);
    if (word !== null) best = { word, tokens: end - at + 1 };
  }
  return best;
}

/** Whether a word of the field stands here as it should. */
function longestExact(tokens: readonly string[], at: number, tables: Tables): boolean {
  let window = '';
  for (let end = at; end < tokens.length && window.length < LONGEST; end += 1) {
    window += tokens[end] ?? '';
    if (tables.exact.has(window)) return true;
    if (!tables.beginnings.has(window)) return false;
  }
  return false;
}

function repairOf(
  window: string,
  common: number,
  tables: Tables,
  readings: Readings,
): string | null {
  // Words that stand as they are, and windows made of nothing but words that stand, are left alone.
  if (window.length < 2 || tables.exact.has(window) || common === window.length) return null;
  const heard = tables.bySound.get(soundKey(window, readings));
  return heard !== undefined && (window.length > 2 || common === 0) ? heard : null;
}
