/** What speaks for an entry, as numbers in a fixed order: the ranking weights are learned for these names. */
export const SIGNALS = [
  /** The likest phrasing, for the whole question and for its asking part. */
  'bestCosine',
  'focusBest',
  /** Share of the rare pairs and words of the question that the phrasings hold, and that phrasings or body hold. */
  'phrasesHold',
  'entryHolds',
  /** The second likest phrasing: one lucky phrasing counts less than two. */
  'secondCosine',
  /** All phrasings of the entry together, by their single characters (房租 and 租房 share both). */
  'characterCosine',
  /** Its answer and clauses, by likeness and by how typical the words are for them. */
  'bodyCosine',
  'bodyOdds',
  /** The same for the asking part of the question alone, without the story around it. */
  'focusCharacters',
  'focusBody',
  'focusOdds',
  /** How far the entry's programme, aspect and outcome lie behind the likeliest. */
  'programmeOdds',
  'aspectOdds',
  'outcomeOdds',
  /** The person does what the entry's outcome serves (complains, wants a person), or only something else. */
  'stanceSaid',
  'stanceOther',
  /** The question names the entry's programme, or only others. */
  'programmeSaid',
  'programmeOther',
  /** The same for the asking part alone. */
  'programmeAsked',
  'programmeNotAsked',
  /** Nothing is named, and the entry's phrasings mostly name its programme. */
  'programmeUnnamed',
] as const;

export type Signal = (typeof SIGNALS)[number];
export type SignalValues = Record<Signal, number>;
export type SignalWeights = Readonly<Record<Signal, number>>;

export function weigh(values: SignalValues, weights: SignalWeights): number {
  let sum = 0;
  for (const name of SIGNALS) sum += values[name] * weights[name];
  return sum;
}
