/** What a sentence is compared by: characters, pairs and words, each with the weight of its kind. */

/** Cuts a text into words; handed in, because only the text room knows the segmenter. */
export type CutWords = (text: string) => readonly string[];

/** Feature → weight in hundredths. Keys carry their kind in the first letter, so that 低保 as pair and as word stay apart. */
export type Features = ReadonlyMap<string, number>;

/** What a question is compared by. */
export interface Compared {
  readonly features: Features;
  /** The part that asks, without the story around it; the same as `features` where all of it asks. */
  readonly focus: Features;
}

/**
 * Weights by kind, from leave-out measurement over all phrasings (`npm run answers:train` prints it again):
 * single characters carry as much as pairs, because people say 租房 for 房租; words sharpen a little, triples nothing.
 */
const KIND_WEIGHT = { character: 120, pair: 100, word: 50 } as const;

/** Texts hold whole hundredths: sums over them are exact, in whatever order they are taken. */
export const HUNDREDTHS = 100;

/** More features than this never helped and would let a long text cost time. */
const MAX_FEATURES = 600;

/** Phones, cards and other long numbers say nothing of the matter; their digits would look like 12345 or 10天. */
const LONG_NUMBER = /[\d*][\d*-]{6,}/gu;

const RUN = /[\p{Script=Han}\p{L}\p{N}]+/gu;

/** The features of a canonical text. Pairs never reach over punctuation or spaces. */
export function featuresOf(whole: string, cutWords: CutWords): Features {
  const text = whole.replace(LONG_NUMBER, ' ');
  const features = new Map<string, number>();
  const add = (key: string, weight: number): void => {
    const known = features.get(key);
    if (known !== undefined) features.set(key, known + weight);
    else if (features.size < MAX_FEATURES) features.set(key, weight);
  };
  for (const [run] of text.matchAll(RUN)) {
    const characters = Array.from(run);
    characters.forEach((character, at) => {
      add(`c${character}`, KIND_WEIGHT.character);
      if (at + 1 < characters.length)
        add(`b${character}${characters[at + 1] ?? ''}`, KIND_WEIGHT.pair);
    });
  }
  for (const word of cutWords(text)) {
    if (word.length > 1 && /[\p{Script=Han}\p{N}]/u.test(word)) add(`w${word}`, KIND_WEIGHT.word);
  }
  return features;
}

/** Share of what stands only in the words as said, or only in what they mean: each may mislead where the other does not. */
const ONE_READING = 60;

/** The features of a text as it was said and of what its words mean, counted once where both agree. */
export function featuresOfBoth(
  text: string,
  canonicalise: (text: string) => string,
  cutWords: CutWords,
): Features {
  const said = featuresOf(text, cutWords);
  const canonical = canonicalise(text);
  if (canonical === text) return said;
  const meant = featuresOf(canonical, cutWords);
  const both = new Map<string, number>();
  for (const [key, weight] of said) {
    const other = meant.get(key) ?? 0;
    both.set(key, Math.min(weight, other) + oneReading(Math.abs(weight - other)));
  }
  for (const [key, weight] of meant) if (!both.has(key)) both.set(key, oneReading(weight));
  return both;
}

function oneReading(weight: number): number {
  return Math.round((ONE_READING * weight) / HUNDREDTHS);
}

/** Adds the features of a side text (an earlier turn, the story around the question) at a share of their weight. */
export function mixFeatures(main: Features, side: Features, share: number): Features {
  const mixed = new Map(main);
  for (const [key, weight] of side) mixed.set(key, (mixed.get(key) ?? 0) + weight * share);
  return mixed;
}
