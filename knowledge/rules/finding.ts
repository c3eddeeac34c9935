/** What a condition is: one function, the clauses that make it one, and the facts that it looks at. */
import { type Words } from '../answer/words.ts';
import { KnowledgeError } from '../errors.ts';
import { type FigureKey, type Law } from './law.ts';
import { type ConditionResult, type FactKey, type NotKnown, type SelfCheckFacts } from './model.ts';

/** What a condition may look at: the facts told, the law of the day and place, and the words to say why. */
export interface Ground {
  readonly facts: SelfCheckFacts;
  readonly law: Law;
  readonly words: Words;
}

export interface Finding {
  readonly result: ConditionResult;
  /** Why, with the arithmetic. */
  readonly working: string;
  /** Facts not told yet that would decide it, most telling first. */
  readonly lacks: readonly FactKey[];
}

export interface Condition {
  readonly id: string;
  /** The clauses that make it a condition, newest norm first: the first in force on the day is cited. */
  readonly clauses: readonly string[];
  /** Figures of the documents that it needs: where one is not in force on the day, nothing can be said. */
  readonly figures?: readonly FigureKey[];
  readonly holds: (ground: Ground) => Finding;
}

/** A finding whose reason stands in `words/self-check.yaml` under `working.<key>`. */
export function found(
  result: ConditionResult,
  key: string,
  { words }: Ground,
  values: Readonly<Record<string, string>> = {},
): Finding {
  return { result, working: words(`self-check.working.${key}`, values), lacks: [] };
}

type Told<K extends FactKey> = Exclude<SelfCheckFacts[K], NotKnown | undefined>;

/** A fact that was told; undefined while it was not, or where the person does not know. */
export function told<K extends FactKey>(facts: SelfCheckFacts, key: K): Told<K> | undefined {
  const value = facts[key];
  return value === undefined || value === '不知道' ? undefined : (value as Told<K>);
}

/** Open because a fact is missing: to be asked, or asked in vain. */
export function lacking(key: FactKey, { facts, words }: Ground): Finding {
  const asked = facts[key] !== undefined;
  const fact = words(`self-check.fact.${key}`);
  return {
    result: '还不清楚',
    working: words(`self-check.working.${asked ? 'not-known' : 'not-said'}`, { fact }),
    lacks: asked ? [] : [key],
  };
}

/** A figure of the documents. A condition names it in `figures`, so that it is looked at only while in force. */
export function limit(key: FigureKey, { law }: Ground): number {
  const value = law.figure(key);
  if (value === null) throw new KnowledgeError('rules.figure-missing', `${key} is not in force`);
  return value;
}
