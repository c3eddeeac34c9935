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
  const add = (feature: string, weight: number): void => {
    found.set(feature, Math.max(found.get(feature) ?? 0, weight));
  };
  for (const [run] of text.matchAll(RUN)) {
    const characters = Array.from(run);
    characters.forEach((character, at) => {
      const [second, third] = characters.slice(at + 1, at + 3);
      add(character, WEIGHT.character);
      if (second !== undefined) add(`${character}${second}`, WEIGHT.pair);
      if (third !== undefined) add(`${character}${second ?? ''}${third}`, WEIGHT.triple);
    });
  }
  for (const word of tools.cutWords(text)) if (word.length > 1) add(`${WORD}${word}`, WEIGHT.word);
  const plain = scaled([...found]);
  const cues = tools.cues
    .filter(({ pattern }) => pattern.test(text))
    .map(({ name }) => [`cue:${name}`, 1] as const);
  return [...plain, ...cues];
}

function scaled(features: ComplaintFeatures): ComplaintFeatures {
  const length = Math.sqrt(features.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
  return features.map(([feature, weight]) => [feature, weight / length]);
}
