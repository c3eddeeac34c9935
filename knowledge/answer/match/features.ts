/** What a sentence is compared by: characters, pairs, triples and words, each with the weight of its kind. */

/** Cuts a text into words; handed in, because only the text room knows the segmenter. */
export type CutWords = (text: string) => readonly string[];

/** Feature → weight. Keys carry their kind in the first letter, so that 低保 as pair and as word stay apart. */
export type Features = ReadonlyMap<string, number>;

/**
 * Weights by kind, from leave-out measurement over all phrasings (`npm run answers:train` prints it again):
 * single characters catch dialect and typos, pairs carry most of the meaning, triples and words sharpen it.
 */
const KIND_WEIGHT = { character: 1.5, pair: 1, triple: 0.3, word: 0.3 } as const;

/** More features than this never helped and would let a long text cost time. */
const MAX_FEATURES = 600;

const RUN = /[\p{Script=Han}\p{L}\p{N}]+/gu;

/** The features of a canonical text. Pairs and triples never reach over punctuation or spaces. */
export function featuresOf(text: string, cutWords: CutWords): Features {
  const features = new Map<string, number>();
  const add = (key: string, weight: number): void => {
    if (features.size < MAX_FEATURES || features.has(key)) {
      features.set(key, (features.get(key) ?? 0) + weight);
    }
  };
  for (const [run] of text.matchAll(RUN)) {
    const characters = Array.from(run);
    characters.forEach((character, at) => {
      add(`c${character}`, KIND_WEIGHT.character);
      if (at + 1 < characters.length)
        add(`b${character}${characters[at + 1] ?? ''}`, KIND_WEIGHT.pair);
      if (at + 2 < characters.length) {
        add(`t${characters.slice(at, at + 3).join('')}`, KIND_WEIGHT.triple);
      }
    });
  }
  for (const word of cutWords(text)) {
    if (word.length > 1 && /[\p{Script=Han}\p{N}]/u.test(word)) add(`w${word}`, KIND_WEIGHT.word);
  }
  return features;
}

/** Adds the features of a side text (an earlier turn, the story around the question) at a share of their weight. */
export function mixFeatures(main: Features, side: Features, share: number): Features {
  const mixed = new Map(main);
  for (const [key, weight] of side) mixed.set(key, (mixed.get(key) ?? 0) + weight * share);
  return mixed;
}

/** The single characters alone. */
export function charactersOf(features: Features): Features {
  return new Map([...features].filter(([key]) => key.startsWith('c')));
}
