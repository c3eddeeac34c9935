/**
 * How typical the features of a sentence are for each of a set of labels (entries, programmes, aspects, outcomes):
 * a smoothed language model per label, kept as log-odds postings, so that a query touches only what it shares.
 */
import { valueAt } from './value-at.ts';
import { type Features } from './features.ts';

/** Share of a label's own counts against the background; the rest smooths. Flat optimum between 0.4 and 0.8. */
const OWN_SHARE = 0.6;

export interface LabelModel {
  readonly labels: readonly string[];
  /** One score per label, in units of "per feature weight", so that long and short questions compare. */
  score(features: Features): Float32Array;
}

interface Postings {
  readonly labels: Int32Array;
  readonly odds: Float32Array;
}

export interface LabelledText {
  readonly label: string;
  readonly features: Features;
}

/** Counts the texts per label and turns the counts into log-odds against the whole. */
export function buildLabelModel(texts: readonly LabelledText[]): LabelModel {
  const labels = [...new Set(texts.map((text) => text.label))];
  const numberOf = new Map(labels.map((label, index) => [label, index]));
  const totals = new Float64Array(labels.length);
  const counts = new Map<string, Map<number, number>>();
  let grandTotal = 0;
  for (const { label, features } of texts) {
    const number = numberOf.get(label) ?? 0;
    for (const [key, weight] of features) {
      const byLabel = counts.get(key) ?? new Map<number, number>();
      byLabel.set(number, (byLabel.get(number) ?? 0) + weight);
      counts.set(key, byLabel);
      totals[number] = valueAt(totals, number) + weight;
      grandTotal += weight;
    }
  }
  const postings = new Map<string, Postings>();
  for (const [key, byLabel] of counts) {
    postings.set(key, toPostings(byLabel, totals, grandTotal));
  }
  return { labels, score: (features) => scoreLabels(features, postings, labels.length) };
}

function toPostings(
  byLabel: ReadonlyMap<number, number>,
  totals: Float64Array,
  grandTotal: number,
): Postings {
  const background = [...byLabel.values()].reduce((sum, count) => sum + count, 0) / grandTotal;
  const labels = Int32Array.from(byLabel.keys());
  const odds = Float32Array.from(byLabel, ([label, count]) => {
    const own = count / (totals[label] || 1);
    return Math.log(1 + ((OWN_SHARE / (1 - OWN_SHARE)) * own) / background);
  });
  return { labels, odds };
}

function scoreLabels(
  features: Features,
  postings: ReadonlyMap<string, Postings>,
  size: number,
): Float32Array {
  const scores = new Float32Array(size);
  let total = 0;
  for (const [key, weight] of features) {
    const posting = postings.get(key);
    total += weight;
    if (posting === undefined) continue;
    for (let at = 0; at < posting.labels.length; at += 1) {
      const label = valueAt(posting.labels, at);
      scores[label] = valueAt(scores, label) + weight * valueAt(posting.odds, at);
    }
  }
  if (total > 0)
    for (let label = 0; label < size; label += 1) scores[label] = valueAt(scores, label) / total;
  return scores;
}
