/** Weighs the categories of a complaint: a linear model over its features, trained by `npm run complaints:train`. */
import { z } from 'zod';
import { COMPLAINT_CATEGORIES, type ComplaintCategory } from './complaint-file.ts';
import { type ComplaintFeatures, WORD } from './features.ts';

const COUNT = COMPLAINT_CATEGORIES.length;
/** Weights are kept as whole hundredths: a fifth of the size, and no decision changes. */
export const WEIGHT_UNIT = 0.01;

const modelSchema = z.strictObject({
  /** Which examples and cues it was trained on. */
  trainedOn: z.string(),
  categories: z.strictObject({
    bias: z.array(z.number()).length(COUNT),
    /** Feature → weight by category, `0` where it says nothing. */
    weights: z.record(z.string(), z.array(z.number()).length(COUNT)),
  }),
  /** Complaint against question. */
  recognition: z.strictObject({ bias: z.number(), weights: z.record(z.string(), z.number()) }),
});
export type ComplaintModelFile = z.output<typeof modelSchema>;

export interface CategoryModel {
  /** Probability of each category, in the order of `COMPLAINT_CATEGORIES`. */
  weigh(features: ComplaintFeatures): readonly number[];
  /** The words that speak most for a category, the strongest first: what a person is told as the reason. */
  speakFor(features: ComplaintFeatures, category: ComplaintCategory): readonly string[];
}

/** More are no clearer. */
const REASONS = 3;

export interface ComplaintModel extends CategoryModel {
  /** 0–1: somebody complains, rather than asks. */
  recognise(features: ComplaintFeatures): number;
}

/** Throws for weights of another form. */
export function checkedModel(value: unknown): ComplaintModelFile {
  return modelSchema.parse(value);
}

export function complaintModel({ categories, recognition }: ComplaintModelFile): ComplaintModel {
  return { ...categoryModel(categories), recognise: recogniser(recognition) };
}

export function categoryModel({ bias, weights }: ComplaintModelFile['categories']): CategoryModel {
  const rows = new Map(Object.keys(weights).map((feature, at) => [feature, at * COUNT]));
  const table = Float64Array.from(Object.values(weights).flat(), (one) => one * WEIGHT_UNIT);
  return {
    weigh: (features) => {
      const scores = bias.map((one) => one * WEIGHT_UNIT);
      for (const [feature, value] of features) {
        const row = rows.get(feature);
        if (row === undefined) continue;
        for (let at = 0; at < COUNT; at += 1)
          scores[at] = (scores[at] ?? 0) + (table[row + at] ?? 0) * value;
      }
      return shares(scores);
    },
    speakFor: (features, category) => {
      const at = COMPLAINT_CATEGORIES.indexOf(category);
      return features
        .filter(([feature]) => feature.startsWith(WORD))
        .map(([feature, value]) => {
          const row = rows.get(feature);
          const weight = row === undefined ? 0 : (table[row + at] ?? 0) * value;
          return { feature, weight };
        })
        .filter(({ weight }) => weight > 0)
        .sort((one, other) => other.weight - one.weight)
        .slice(0, REASONS)
        .map(({ feature }) => feature.slice(WORD.length));
    },
  };
}

export function recogniser({
  bias,
  weights,
}: ComplaintModelFile['recognition']): ComplaintModel['recognise'] {
  const table = new Map(Object.entries(weights));
  return (features) => {
    let score = bias;
    for (const [feature, value] of features) score += (table.get(feature) ?? 0) * value;
    return 1 / (1 + Math.exp(-score * WEIGHT_UNIT));
  };
}

/** Scores as shares of one. */
export function shares(scores: readonly number[]): readonly number[] {
  const top = Math.max(...scores);
  const grown = scores.map((score) => Math.exp(score - top));
  const sum = grown.reduce((total, one) => total + one, 0);
  return grown.map((one) => one / sum);
}

/** The categories, the likeliest first. */
export function ranked(
  weighed: readonly number[],
): readonly { readonly category: ComplaintCategory; readonly share: number }[] {
  return COMPLAINT_CATEGORIES.map((category, at) => ({ category, share: weighed[at] ?? 0 })).sort(
    (one, other) => other.share - one.share,
  );
}
