/** Facts as they were understood, to be read back to the person. */
import { type Words } from '../answer/words.ts';
import { sayParent } from './conditions/children.ts';
import { type FactKey, type SelfCheckFacts } from './model.ts';
import { saySums } from './money.ts';

/** A fact in words, e.g. 全家每月1200元; empty while it was not told. */
export function sayFact(facts: SelfCheckFacts, key: FactKey, words: Words): string {
  if (facts[key] === undefined) return '';
  const value = valueOf(facts, key, words);
  return words('self-check.told', { fact: words(`self-check.fact.${key}`), value });
}

function valueOf(facts: SelfCheckFacts, key: FactKey, words: Words): string {
  const value = facts[key];
  if (value === undefined || value === '不知道') return words('self-check.value.not-known');
  if (typeof value === 'boolean') return words(`self-check.value.${value ? 'yes' : 'no'}`);
  if (typeof value === 'number') {
    const unit = key === 'household' ? 'people' : 'years';
    return words(`self-check.value.${unit}`, { number: String(value) });
  }
  if (value === 'none') return words('self-check.value.none');
  if (typeof value === 'string') return value;
  return valueOfMany(facts, key, words);
}

function valueOfMany(facts: SelfCheckFacts, key: FactKey, words: Words): string {
  const { disability, father, mother } = facts;
  if (key === 'father' && typeof father === 'object') return sayParent(father, { words });
  if (key === 'mother' && typeof mother === 'object') return sayParent(mother, { words });
  if (key === 'disability' && typeof disability === 'object') {
    const grade = words(`self-check.grade.${String(disability.grade ?? 'none')}`);
    return `${disability.type ?? ''}${grade}`;
  }
  if (key === 'income' || key === 'ownIncome' || key === 'spending') {
    const sums = facts[key];
    return typeof sums === 'object' && sums.length > 0
      ? saySums(sums, words)
      : words('self-check.value.none');
  }
  return listOf(facts, key, words);
}

/** Under which words the members of a list stand. */
const LISTS: Partial<Record<FactKey, string>> = {
  property: 'property',
  receives: 'receives',
  hardship: 'hardship',
  supporters: 'supporter',
};

function listOf(facts: SelfCheckFacts, key: FactKey, words: Words): string {
  const list = facts[key];
  if (!Array.isArray(list) || list.length === 0) return words('self-check.value.none');
  const group = LISTS[key] ?? key;
  return (list as readonly string[])
    .map((one) => words(`self-check.${group}.${one}`))
    .join(words('self-check.list-comma'));
}
