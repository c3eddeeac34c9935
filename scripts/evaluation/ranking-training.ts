/**
 * Learns how much each signal counts, from our own phrasings: a part of them is taken out, and each of these must find
 * its entry again among the rest. Whole entries are taken out too, so that "nobody answers this" is learned as well.
 */
import {
  type MatchEntry,
  type MatchQuery,
  type WeighedMatch,
  buildMatcher,
} from '../../knowledge/answer/match/matcher.ts';
import {
  SIGNALS,
  type Signal,
  type SignalWeights,
  inOrder,
  weigh,
} from '../../knowledge/answer/match/signals.ts';
import { type Calibration } from '../../knowledge/answer/state.ts';

export interface TrainingSet {
  readonly entries: readonly MatchEntry[];
  readonly queryOf: (phrasing: string) => MatchQuery;
  /** Original phrasings, entry by entry: `entries[i].phrasings` are the canonical ones, title first. */
  readonly phrasings: readonly (readonly string[])[];
  readonly cutWords: (text: string) => readonly string[];
  readonly canonicalise: (text: string) => string;
  /** What people say of themselves and ask nothing by: 俺是低保户. */
  readonly statuses: readonly string[];
  /** Pieces of phrasings that ask nothing: the stories that people tell around a question. */
  readonly stories: readonly string[];
}

export interface Sample {
  readonly matches: readonly WeighedMatch[];
  /** Place of the right entry in `matches`; -1 when it is not there. */
  readonly right: number;
  readonly coverage: number;
  readonly entryId: string;
  /** Ids of the matches. */
  readonly ids: readonly string[];
  readonly phrasing: string;
  /** The entry was taken out whole: nothing can be right. */
  readonly orphan: boolean;
}

/** One in so many entries is taken out whole in each fold. */
const ORPHANS = 8;
const SHORTLIST = 40;

/** Runs every phrasing against an index without it (and without its fold). */
export function collectSamples(set: TrainingSet, start: SignalWeights, folds: number): Sample[] {
  const samples: Sample[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const isOrphan = (entry: number): boolean => (entry * 7 + fold * 3) % ORPHANS === 0;
    const kept = set.entries.map((entry, number) => ({
      ...entry,
      phrasings: entry.phrasings.filter((_, at) => at === 0 || (at + number) % folds !== fold),
    }));
    const numbers = kept.map((_, number) => number).filter((number) => !isOrphan(number));
    const matcher = buildMatcher(
      numbers.map((number) => kept[number] as MatchEntry),
      set.cutWords,
      set.canonicalise,
    );
    set.phrasings.forEach((phrasings, number) => {
      phrasings.forEach((phrasing, at) => {
        if ((at + 1 + number) % folds !== fold) return;
        const asked = withStory(phrasing, samples.length, set);
        const { matches, coverage } = matcher.weighed(set.queryOf(asked), start, SHORTLIST);
        const orphan = isOrphan(number);
        const right = orphan ? -1 : matches.findIndex((match) => numbers[match.entry] === number);
        samples.push({
          ids: matches.map((match) => matcher.entries[match.entry]?.id ?? ''),
          matches,
          right,
          coverage,
          orphan,
          phrasing,
          entryId: set.entries[number]?.id ?? '',
        });
      });
    });
  }
  return samples;
}

/** Every second question is asked as people ask it, with a story before it that belongs to something else. */
function withStory(
  phrasing: string,
  number: number,
  { stories, statuses }: Pick<TrainingSet, 'stories' | 'statuses'>,
): string {
  if (number % 8 === 6) return `${statuses[number % statuses.length] ?? ''} ${phrasing}`;
  if (number % 2 === 0 || stories.length === 0) return phrasing;
  const pick = (salt: number): string => stories[(number * 7919 + salt) % stories.length] ?? '';
  return number % 4 === 1 ? `${pick(0)} ${phrasing}` : `${pick(0)} ${pick(31)} ${phrasing}`;
}

/** Softmax regression over each shortlist: Adam over mini-batches, on signals scaled to one spread. */
export function learnWeights(samples: readonly Sample[], start: SignalWeights): SignalWeights {
  const usable = samples.filter((sample) => sample.right >= 0);
  const scale = spreadOf(usable);
  const data = usable.map((sample) => ({
    right: sample.right,
    rows: sample.matches.map((match) =>
      Float64Array.from(match.signals, (value, at) => value / (scale[at] ?? 1)),
    ),
  }));
  const size = SIGNALS.length;
  const weights = Float64Array.from(SIGNALS, (name, at) => start[name] * (scale[at] ?? 1));
  const mean = new Float64Array(size);
  const power = new Float64Array(size);
  const batch = 64;
  const rounds = Math.max(20, Math.ceil(200_000 / data.length));
  let step = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (let from = 0; from < data.length; from += batch) {
      step += 1;
      const gradient = new Float64Array(size);
      let used = 0;
      // A stride that shares no factor with the size walks through all samples in another order each round.
      for (let at = from; at < Math.min(from + batch, data.length); at += 1) {
        const one = data[(at * 7919 + round * 104_729) % data.length];
        if (one === undefined) continue;
        used += 1;
        addGradient(one.rows, one.right, weights, gradient);
      }
      const rate = 0.03 * (1 - round / rounds) + 0.0005;
      for (let at = 0; at < size; at += 1) {
        const slope = (gradient[at] ?? 0) / used + 0.0005 * (weights[at] ?? 0);
        mean[at] = 0.9 * (mean[at] ?? 0) + 0.1 * slope;
        power[at] = 0.999 * (power[at] ?? 0) + 0.001 * slope * slope;
        const corrected = (mean[at] ?? 0) / (1 - 0.9 ** step);
        const spread = Math.sqrt((power[at] ?? 0) / (1 - 0.999 ** step)) + 1e-8;
        weights[at] = withinSense(SIGNALS[at], (weights[at] ?? 0) - (rate * corrected) / spread);
      }
    }
  }
  return Object.fromEntries(
    SIGNALS.map((name, at) => [name, Number(((weights[at] ?? 0) / (scale[at] ?? 1)).toFixed(4))]),
  ) as SignalWeights;
}

function spreadOf(samples: readonly Sample[]): number[] {
  return SIGNALS.map((_, at) => {
    const values = samples.flatMap((sample) =>
      sample.matches.slice(0, 10).map((match) => match.signals[at] ?? 0),
    );
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return Math.sqrt(variance) || 1;
  });
}

function addGradient(
  rows: readonly Float64Array[],
  right: number,
  weights: Float64Array,
  gradient: Float64Array,
): void {
  const scores = rows.map((row) =>
    row.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0),
  );
  const high = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - high));
  const total = powers.reduce((sum, value) => sum + value, 0);
  rows.forEach((row, at) => {
    const error = (powers[at] ?? 0) / total - (at === right ? 1 : 0);
    for (let signal = 0; signal < row.length; signal += 1) {
      gradient[signal] = (gradient[signal] ?? 0) + error * (row[signal] ?? 0);
    }
  });
}

/** Signals that can only speak against an entry. */
const AGAINST: ReadonlySet<Signal | undefined> = new Set<Signal>([
  'programmeOther',
  'programmeNotAsked',
  'programmeUnnamed',
  'statusOther',
  'keyOther',
  'stanceOther',
  'aspectOther',
  'outsideNamed',
]);

/** More likeness never speaks against an entry, and another programme never for it: the rest is noise of small data. */
function withinSense(name: Signal | undefined, weight: number): number {
  return AGAINST.has(name) ? Math.min(0, weight) : Math.max(0, weight);
}

/** Orders a sample's matches by other weights. */
export function rerank(
  sample: Sample,
  weights: SignalWeights,
): { score: number; right: boolean }[] {
  return sample.matches
    .map((match, at) => ({
      score: weigh(match.signals, inOrder(weights)),
      right: at === sample.right,
    }))
    .sort((a, b) => b.score - a.score);
}

/** Logistic regression of "the first is right" on score, lead and coverage. */
export function learnCalibration(samples: readonly Sample[], weights: SignalWeights): Calibration {
  const data = samples.map((sample) => {
    const ranked = rerank(sample, weights);
    const best = ranked[0];
    const margin = Math.min((best?.score ?? 0) - (ranked[1]?.score ?? 0), 10);
    return {
      row: [best?.score ?? 0, margin, sample.coverage, 1],
      right: best?.right === true ? 1 : 0,
    };
  });
  let weight = [0, 0, 0, 0];
  const scale = [0, 1, 2, 3].map(
    (at) =>
      Math.sqrt(data.reduce((sum, { row }) => sum + (row[at] ?? 0) ** 2, 0) / data.length) || 1,
  );
  for (let round = 0; round < 4000; round += 1) {
    const gradient = [0, 0, 0, 0];
    for (const { row, right } of data) {
      const logit = row.reduce(
        (sum, value, at) => sum + (value / (scale[at] ?? 1)) * (weight[at] ?? 0),
        0,
      );
      const error = 1 / (1 + Math.exp(-logit)) - right;
      row.forEach((value, at) => {
        gradient[at] = (gradient[at] ?? 0) + (error * value) / (scale[at] ?? 1);
      });
    }
    weight = weight.map((value, at) => value - (2 * (gradient[at] ?? 0)) / data.length);
  }
  const [score = 0, margin = 0, coverage = 0, bias = 0] = weight.map((value, at) =>
    Number((value / (scale[at] ?? 1)).toFixed(4)),
  );
  return { score, margin, coverage, bias };
}
