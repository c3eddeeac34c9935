/** What a complaint is compared by: short runs of characters, words, and the cues that it gives. */
import { type Cue } from './complaint-file.ts';

export type ComplaintFeatures = readonly (readonly [feature: string, weight: number])[];

export interface FeatureTools {
  readonly cutWords: (text: string) => readonly string[];
  readonly cues: readonly Cue[];
}

/** From measurement by leave-out over the examples: pairs carry most, triples and words sharpen, cues tie it together. */
const WEIGHT = { character: 0.4, pair: 1, triple: 0.6, word: 0.8, cue: 3 } as const;

const RUN = /[\p{L}\p{N}]+/gu;
/** Marks a feature that is a word. */
export const WORD = 'w:';

/** Phones, cards and other long numbers say nothing of the matter; their digits would look like 271号 or 20年. */
const LONG_NUMBER = /[\d*][\d*-]{4,}/gu;

/** The features of a normalised text, with length one, so that a line and a story weigh the same. */
export function complaintFeatures(whole: string, tools: FeatureTools): ComplaintFeatures {
  const text = whole.replace(LONG_NUMBER, ' ');
  const found = new Map<string, number>();
  // A feature is of one kind and has the weight of that kind however often it stands there.
  const add = (feature: string, weight: number): void => {
    if (!found.has(feature)) found.set(feature, weight);
  };
  for (const [run] of text.matchAll(RUN)) {
    const characters = Array.from(run);
    characters.forEach((character, at) => {
      const second = characters[at + 1];
      const third = characters[at + 2];
      add(character, WEIGHT.character);
      if (second !== undefined) add(`${character}${second}`, WEIGHT.pair);
      if (third !== undefined) add(`${character}${second ?? ''}${third}`, WEIGHT.triple);
    });
  }
  for (const word of tools.cutWords(text)) if (word.length > 1) add(`${WORD}${word}`, WEIGHT.word);
  let squares = 0;
  for (const weight of found.values()) squares += weight * weight;
  const length = Math.sqrt(squares) || 1;
  const features: [string, number][] = [];
  for (const [feature, weight] of found) features.push([feature, weight / length]);
  for (const { name, pattern } of tools.cues) {
    if (pattern.test(text)) features.push([`cue:${name}`, 1]);
  }
  return features;
}
