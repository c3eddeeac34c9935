/** What speaks for an entry, as numbers in a fixed order: the ranking weights are learned for these names. */
export const SIGNALS = [
  /** Share of the rare pairs and words of the question that the phrasings or the body hold. */
  'entryHolds',
  /** The second likest phrasing: one lucky phrasing counts less than two; the likest itself added nothing to it. */
  'secondCosine',
  'thirdCosine',
  /** The title, and all phrasings on average; how typical the words are for the phrasings. */
  'titleCosine',
  'meanCosine',
  'entryOdds',
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
  /** A number that is a name (一级, 649号) is the entry's, or only another of the same kind is. */
  'keySaid',
  'keyOther',
  /** 俺是低保户: the entry's programme is only who somebody is, or another one is. */
  'statusSaid',
  'statusOther',
  /** Nothing is named, and the entry's phrasings mostly name its programme. */
  'programmeUnnamed',
  /** The asking part names the entry's aspect, or only others. */
  'aspectSaid',
  'aspectOther',
  /** Another office's matter, and the question holds no word of ours, or names a programme of ours. */
  'outsideWordless',
  'outsideNamed',
] as const;

export type Signal = (typeof SIGNALS)[number];
/** In the order of `SIGNALS`. */
export type SignalValues = readonly number[];
export type SignalWeights = Readonly<Record<Signal, number>>;

/** The weights in the order of `SIGNALS`. */
export function inOrder(weights: SignalWeights): Float64Array {
  return Float64Array.from(SIGNALS, (name) => weights[name]);
}

const ordered = new WeakMap<SignalWeights, Float64Array>();

/** The same, put in order once for all questions: hand in weights that nobody changes. */
export function inOrderOnce(weights: SignalWeights): Float64Array {
  const inTheirOrder = ordered.get(weights) ?? inOrder(weights);
  ordered.set(weights, inTheirOrder);
  return inTheirOrder;
}

/** Each value with its own weight, summed from the first to the last. */
export function weigh(values: ArrayLike<number>, weights: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += (values[at] ?? 0) * (weights[at] ?? 0);
  return sum;
}
