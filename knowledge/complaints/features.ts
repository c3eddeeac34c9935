/** What a complaint is compared by: short runs of characters, words, and the cues that it gives. */
import { type Cue } from './complaint-file.ts';
import { rememberingTexts } from '../remembering.ts';
import { SENTENCE_END } from '../text/sentences.ts';

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

/** Sentences whose features are remembered. */
const REMEMBERED = 500;

/** What one sentence is compared by, each once, in the order in which it stands there. */
interface SentenceFeatures {
  readonly runs: ReadonlyMap<string, number>;
  readonly words: readonly string[];
}

/**
 * Reads the features of a normalised text, with length one, so that a line and a story weigh the same. Nothing that is compared
 * reaches over the end of a sentence, but for the cues, which are heard in the whole.
 */
export function complaintFeatureReader(tools: FeatureTools): (text: string) => ComplaintFeatures {
  const featuresOf = rememberingTexts(REMEMBERED, (sentence) => sentenceFeatures(sentence, tools));
  return (whole) => {
    const text = whole.replace(LONG_NUMBER, ' ');
    const [first = NOTHING, ...others] = text.split(SENTENCE_END).map(featuresOf);
    const { runs, words } = others.length === 0 ? first : together([first, ...others]);
    let squares = 0;
    for (const weight of runs.values()) squares += weight * weight;
    words.forEach(() => (squares += WEIGHT.word * WEIGHT.word));
    const length = Math.sqrt(squares) || 1;
    const features: [string, number][] = [];
    for (const [run, weight] of runs) features.push([run, weight / length]);
    for (const word of words) features.push([word, WEIGHT.word / length]);
    for (const { name, pattern } of tools.cues) {
      if (pattern.test(text)) features.push([`cue:${name}`, 1]);
    }
    return features;
  };
}

const NOTHING: SentenceFeatures = { runs: new Map(), words: [] };

/** Each once. A feature is of one kind and has the weight of that kind however often it stands there. */
function together(sentences: readonly SentenceFeatures[]): SentenceFeatures {
  const all = new Map<string, number>();
  for (const { runs } of sentences)
    for (const [run, weight] of runs) if (!all.has(run)) all.set(run, weight);
  return { runs: all, words: [...new Set(sentences.flatMap(({ words }) => words))] };
}

function sentenceFeatures(sentence: string, { cutWords }: FeatureTools): SentenceFeatures {
  const runs = new Map<string, number>();
  const add = (feature: string, weight: number): void => {
    if (!runs.has(feature)) runs.set(feature, weight);
  };
  for (const [run] of sentence.matchAll(RUN)) {
    const characters = Array.from(run);
    characters.forEach((character, at) => {
      const second = characters[at + 1];
      const third = characters[at + 2];
      add(character, WEIGHT.character);
      if (second !== undefined) add(`${character}${second}`, WEIGHT.pair);
      if (third !== undefined) add(`${character}${second ?? ''}${third}`, WEIGHT.triple);
    });
  }
  const words = new Set(cutWords(sentence).filter((word) => word.length > 1));
  return { runs, words: Array.from(words, (word) => `${WORD}${word}`) };
}
