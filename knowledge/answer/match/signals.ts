/** What speaks for an entry, as numbers in a fixed order: the ranking weights are learned for these names. */
export const SIGNALS = [
  /** Share of the rare pairs and words of the question that the phrasings or the body hold. */
  'entryHolds',
  /** The second likest phrasing: one lucky phrasing counts less than two; the likest itself added nothing to it. */
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
export type SignalValues = Record<Signal, number>;
export type SignalWeights = Readonly<Record<Signal, number>>;

/** Written out: a loop over the names takes several times as long, forty times a question. */
export function weigh(values: SignalValues, weights: SignalWeights): number {
  return (
    values.entryHolds * weights.entryHolds +
    values.secondCosine * weights.secondCosine +
    values.characterCosine * weights.characterCosine +
    values.bodyCosine * weights.bodyCosine +
    values.bodyOdds * weights.bodyOdds +
    values.focusCharacters * weights.focusCharacters +
    values.focusBody * weights.focusBody +
    values.focusOdds * weights.focusOdds +
    values.programmeOdds * weights.programmeOdds +
    values.aspectOdds * weights.aspectOdds +
    values.outcomeOdds * weights.outcomeOdds +
    values.stanceSaid * weights.stanceSaid +
    values.stanceOther * weights.stanceOther +
    values.programmeSaid * weights.programmeSaid +
    values.programmeOther * weights.programmeOther +
    values.programmeAsked * weights.programmeAsked +
    values.programmeNotAsked * weights.programmeNotAsked +
    values.keySaid * weights.keySaid +
    values.keyOther * weights.keyOther +
    values.statusSaid * weights.statusSaid +
    values.statusOther * weights.statusOther +
    values.programmeUnnamed * weights.programmeUnnamed +
    values.aspectSaid * weights.aspectSaid +
    values.aspectOther * weights.aspectOther +
    values.outsideWordless * weights.outsideWordless +
    values.outsideNamed * weights.outsideNamed
  );
}
