/** Weighs what a message is for: a linear model over its features, trained by `npm run stances:train`. */
import { shares } from '../complaints/category-model.ts';
import { rememberingTexts } from '../remembering.ts';
import { BUCKETS, type StanceFeatures } from './stance-features.ts';
import { type StanceModelFile, type StanceShares, STANCES } from './stances.ts';

const COUNT = STANCES.length;

/** Throws for weights of another size. */
export function stanceModel({
  bias,
  unit,
  weights,
}: StanceModelFile): (features: StanceFeatures) => StanceShares {
  const bytes = Buffer.from(weights, 'base64');
  if (bytes.length !== BUCKETS * COUNT) throw new Error('weights of stances have another size');
  const table = new Int8Array(bytes);
  return (features) => {
    const scores = [...bias];
    for (const [bucket, value] of features) {
      const row = bucket * COUNT;
      for (let at = 0; at < COUNT; at += 1)
        scores[at] = (scores[at] ?? 0) + (table[row + at] ?? 0) * unit * value;
    }
    const found = shares(scores);
    return Object.fromEntries(
      STANCES.map((stance, at) => [stance, found[at] ?? 0]),
    ) as StanceShares;
  };
}

/** What a normalised text is for. */
export type HearStance = (text: string) => StanceShares;

/** The texts that were heard last: several steps ask the same of one message, and many people say the same. */
const REMEMBERED = 2000;
/** Long stories do not come again, but several steps ask of each while it is answered. */
const UNDER_WAY = 20;

export function stanceHearing(
  read: (text: string) => StanceFeatures,
  weigh: (features: StanceFeatures) => StanceShares,
): HearStance {
  const hear = (text: string): StanceShares => weigh(read(text));
  return rememberingTexts(REMEMBERED, rememberingTexts(UNDER_WAY, hear, Infinity));
}
