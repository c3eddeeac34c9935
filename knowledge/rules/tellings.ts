/** What people need to know besides the conditions: how things are counted, what to bring, where to go. */
import { type Law } from './law.ts';
import { type SelfCheckFacts } from './model.ts';
import { isDisabled } from './told.ts';

/** A statement to tell: the first clause in force, and in it the line that is about this. */
export interface Telling {
  readonly clauses: readonly string[];
  /** Key under `self-check.about`: words close to the line that is meant. */
  readonly about: string;
  /** Told only where it matters for what the person said; always when absent. */
  readonly when?: (facts: SelfCheckFacts, law: Law) => boolean;
}

export const DECIDES: Telling = { clauses: ['shfz-2026#44', 'mzf-2021-57#2'], about: 'decides' };
export const REASONS: Telling = {
  clauses: ['shfz-2026#45', 'mzf-2021-57#21', 'zxbf-649#11'],
  about: 'reasons',
};
export const NO_REPEAT: Telling = {
  clauses: ['shfz-2026#62', 'mzf-2021-57#10'],
  about: 'no-repeat',
};
export const AT_HOME: Telling = { clauses: ['shfz-2026#37', 'mzf-2021-57#4'], about: 'at-home' };
export const BY_OTHERS: Telling = {
  clauses: ['shfz-2026#37', 'mzf-2021-57#6'],
  about: 'by-others',
};
export const MEMBERS: Telling = { clauses: ['mzf-2021-57#7'], about: 'members' };
const NOT_MEMBERS: Telling = { clauses: ['mzf-2021-57#7'], about: 'not-members' };
export const NOT_INCOME: Telling = { clauses: ['mzf-2021-57#13b'], about: 'not-income' };
const BASIC_PENSION: Telling = { clauses: ['mzf-2021-57#13c'], about: 'basic-pension' };
const SUPPORT_COUNTS: Telling = { clauses: ['mzf-2021-57#13'], about: 'support-counts' };
export const DEDUCTED: Telling = {
  clauses: ['mzf-2021-57#13d'],
  about: 'deducted',
  when: (facts) => facts.illness === true || isDisabled(facts.disability),
};
export const EXEMPT_PROPERTY: Telling = {
  clauses: ['mzf-2021-57#14'],
  about: 'exempt-property',
  when: (facts) => Array.isArray(facts.property) && facts.property.length > 0,
};
export const HOUSEHOLD_NOTES = [
  MEMBERS,
  NOT_MEMBERS,
  SUPPORT_COUNTS,
  NOT_INCOME,
  BASIC_PENSION,
  DEDUCTED,
  EXEMPT_PROPERTY,
];
