/** What speaks for an entry, as numbers in a fixed order: the ranking weights are learned for these names. */
export const SIGNALS = [
  /** The phrasing most alike. */
  'bestCosine',
  'secondCosine',
  /** Mean of the three phrasings most alike: one lucky phrasing counts less than three. */
  'topCosine',
  /** Share of a stored phrasing that was said. */
  'containment',
  /** All phrasings of the entry together, and their single characters alone (房租 and 租房 share both). */
  'wholeCosine',
  'characterCosine',
  /** Its answer and clauses. */
  'bodyCosine',
  /** How typical the words are for the entry's phrasings together. */
  'entryOdds',
  /** How typical they are for its answer and clauses. */
  'bodyOdds',
  /** The asking part of the question alone against the phrasings. */
  'focusCosine',
  'focusCharacters',
  'focusBody',
  'focusOdds',
  /** How far the entry's programme, aspect and outcome lie behind the likeliest. */
  'programmeOdds',
  'aspectOdds',
  'outcomeOdds',
  /** The question names the entry's programme, or only others. */
  'programmeSaid',
  'programmeOther',
] as const;

export type Signal = (typeof SIGNALS)[number];
export type SignalValues = Record<Signal, number>;
export type SignalWeights = Readonly<Record<Signal, number>>;

export function weigh(values: SignalValues, weights: SignalWeights): number {
  let sum = 0;
  for (const name of SIGNALS) sum += values[name] * weights[name];
  return sum;
}
