/** Learns which features speak for which stance: multinomial logistic regression with a pace of its own for each weight. */
import { random } from '../bench/random.ts';
import { shares } from '../../knowledge/complaints/category-model.ts';
import { BUCKETS, type StanceFeatures } from '../../knowledge/stances/stance-features.ts';
import { type Stance, type StanceModelFile, STANCES } from '../../knowledge/stances/stances.ts';

export interface StanceExample {
  readonly stance: Stance;
  readonly features: StanceFeatures;
  /** How much it counts beside the others. */
  readonly weight: number;
}

const ROUNDS = 20;
const RATE = 0.25;
const BIAS_RATE = 0.02;
const DECAY = 1e-5;
const COUNT = STANCES.length;
const SEED = 20261127;
/** A signed byte holds so many steps. */
const STEPS = 127;

/** The same examples in the same order give the same weights. */
export function trainStances(
  examples: readonly StanceExample[],
): Omit<StanceModelFile, 'trainedOn'> {
  const bias = new Float64Array(COUNT);
  const table = new Float64Array(BUCKETS * COUNT);
  const power = new Float64Array(BUCKETS * COUNT).fill(1e-6);
  const balance = balanceOf(examples);
  const next = random(SEED);
  const order = [...examples];
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(order, next);
    for (const { stance, features, weight } of order) {
      const scores = [...bias];
      for (const [bucket, value] of features)
        for (let at = 0; at < COUNT; at += 1)
          scores[at] = (scores[at] ?? 0) + (table[bucket * COUNT + at] ?? 0) * value;
      const wanted = STANCES.indexOf(stance);
      const counts = weight * (balance[wanted] ?? 1);
      shares(scores).forEach((share, at) => {
        const error = counts * (share - (at === wanted ? 1 : 0));
        bias[at] = (bias[at] ?? 0) - BIAS_RATE * error;
        for (const [bucket, value] of features) {
          const cell = bucket * COUNT + at;
          const before = table[cell] ?? 0;
          const slope = error * value + DECAY * before;
          const felt = (power[cell] ?? 0) + slope * slope;
          power[cell] = felt;
          table[cell] = before - (RATE * slope) / Math.sqrt(felt);
        }
      });
    }
  }
  return packed(bias, table);
}

/** Rare stances count for more: there are forty questions for one wish to speak with a person. One would make all stances equal. */
const BALANCE = 0.7;

function balanceOf(examples: readonly StanceExample[]): readonly number[] {
  const sums = STANCES.map((stance) =>
    examples.reduce((sum, one) => sum + (one.stance === stance ? one.weight : 0), 0),
  );
  const mean = sums.reduce((sum, one) => sum + one, 0) / COUNT;
  return sums.map((sum) => (sum === 0 ? 1 : (mean / sum) ** BALANCE));
}

function shuffle(list: StanceExample[], next: () => number): void {
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1));
    const [one, another] = [list[at], list[other]];
    if (one === undefined || another === undefined) continue;
    list[at] = another;
    list[other] = one;
  }
}

function packed(bias: Float64Array, table: Float64Array): Omit<StanceModelFile, 'trainedOn'> {
  const most = table.reduce((found, one) => Math.max(found, Math.abs(one)), 0);
  const unit = most / STEPS || 1;
  const bytes = Int8Array.from(table, (one) => Math.round(one / unit));
  return {
    bias: [...bias].map((one) => Number(one.toFixed(4))),
    unit: Number(unit.toPrecision(6)),
    weights: Buffer.from(bytes.buffer).toString('base64'),
  };
}
