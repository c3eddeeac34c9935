/** Learns which features speak for which category: multinomial logistic regression, by plain gradient steps. */
import { createHash } from 'node:crypto';
import {
  shares,
  WEIGHT_UNIT,
  type ComplaintModelFile,
} from '../../knowledge/complaints/category-model.ts';
import {
  COMPLAINT_CATEGORIES,
  type ComplaintCategory,
} from '../../knowledge/complaints/complaint-file.ts';
import { type ComplaintFeatures } from '../../knowledge/complaints/features.ts';

export interface Example {
  readonly category: ComplaintCategory;
  readonly features: ComplaintFeatures;
}

const EPOCHS = 40;
const RATE = 1.2;
/** Pulls weights to nothing; cues are few and strong, so that they are held back more. */
const DECAY = { plain: 2e-5, cue: 1e-3 } as const;
/** Features that never reach this weight (in hundredths) are left out. */
const SMALLEST = 30;
const COUNT = COMPLAINT_CATEGORIES.length;

/** The same examples in the same order give the same weights. */
export function trainCategories(examples: readonly Example[]): ComplaintModelFile['categories'] {
  const bias = new Array<number>(COUNT).fill(0);
  const weights = new Map<string, number[]>();
  for (const { features } of examples)
    for (const [feature] of features)
      if (!weights.has(feature)) weights.set(feature, new Array<number>(COUNT).fill(0));
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    const rate = RATE / (1 + epoch / 6);
    for (const example of order(examples, epoch)) step(example, bias, weights, rate);
  }
  const rounded = (one: number): number => Math.round(one / WEIGHT_UNIT);
  const kept = [...weights]
    .map(([feature, list]) => [feature, list.map(rounded)] as const)
    .filter(([, list]) => list.some((one) => Math.abs(one) >= SMALLEST))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    bias: bias.map(rounded),
    weights: Object.fromEntries(kept.map(([f, l]) => [f, [...l]])),
  };
}

function step(
  example: Example,
  bias: number[],
  weights: Map<string, number[]>,
  rate: number,
): void {
  const scores = [...bias];
  for (const [feature, value] of example.features)
    weights.get(feature)?.forEach((weight, at) => {
      scores[at] = (scores[at] ?? 0) + weight * value;
    });
  const wanted = COMPLAINT_CATEGORIES.indexOf(example.category);
  const errors = shares(scores).map((share, at) => (at === wanted ? 1 : 0) - share);
  errors.forEach((error, at) => {
    bias[at] = (bias[at] ?? 0) + rate * 0.05 * error;
  });
  for (const [feature, value] of example.features) {
    const decay = feature.startsWith('cue:') ? DECAY.cue : DECAY.plain;
    const list = weights.get(feature);
    const pace = feature.startsWith('cue:') ? rate * 0.1 : rate;
    list?.forEach((weight, at) => {
      list[at] = weight + pace * ((errors[at] ?? 0) * value - decay * weight);
    });
  }
}

/** Another order each time, always the same ones. */
function order<T>(list: readonly T[], round: number): readonly T[] {
  return list
    .map((value, at) => ({
      value,
      key: createHash('md5')
        .update(`${String(round)}/${String(at)}`)
        .digest('hex'),
    }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ value }) => value);
}

export interface Heard {
  readonly complains: boolean;
  readonly features: ComplaintFeatures;
}

/** Complaints are fewer than questions; missing one is as bad as hearing one where there is none. */
const COMPLAINT_WEIGHT = 6;

/** Learns what tells a complaint from a question: one weight a feature, in hundredths. */
export function trainRecognition(heard: readonly Heard[]): ComplaintModelFile['recognition'] {
  let bias = 0;
  const weights = new Map<string, number>();
  for (let epoch = 0; epoch < EPOCHS / 2; epoch += 1) {
    const rate = RATE / (1 + epoch / 6);
    for (const { complains, features } of order(heard, epoch)) {
      let score = bias;
      for (const [feature, value] of features) score += (weights.get(feature) ?? 0) * value;
      const error = (complains ? 1 : 0) - 1 / (1 + Math.exp(-score));
      const pull = rate * error * (complains ? COMPLAINT_WEIGHT : 1);
      bias += pull * 0.05;
      for (const [feature, value] of features) {
        const cue = feature.startsWith('cue:');
        const before = weights.get(feature) ?? 0;
        const decay = rate * (cue ? DECAY.cue : DECAY.plain) * before;
        weights.set(feature, before + (cue ? 0.1 : 1) * pull * value - decay);
      }
    }
  }
  const kept = [...weights]
    .map(([feature, weight]) => [feature, Math.round(weight / WEIGHT_UNIT)] as const)
    .filter(([, weight]) => Math.abs(weight) >= SMALLEST)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return { bias: Math.round(bias / WEIGHT_UNIT), weights: Object.fromEntries(kept) };
}
