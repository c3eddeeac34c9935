/** The self-checks: which conditions make each, on which ways, and what a person needs to know besides. */
import { type Programme } from '../model.ts';
import { bothParentsLost, childNotOfAge, noParentAbleToRaise } from './conditions/children.ts';
import {
  adultWithoutWorkSeverelyDisabled,
  familyInDibao,
  graveEnoughForCare,
  holdsDisabilityCertificate,
  needsLongCare,
  severelyDisabledOrIll,
} from './conditions/disability.ts';
import {
  basicLifeInTrouble,
  firstForThisReason,
  necessarySpendingSurged,
  otherLocalConditions,
  spendingShareAboveLine,
  suddenHardship,
} from './conditions/hardship.ts';
import {
  dibaoPropertyWithinRules,
  edgePropertyWithinRules,
  notCaredForElsewhere,
  notInAnotherProgramme,
  notInChildProtection,
  notInDibaoOrTekun,
  rigidPropertyWithinRules,
  spendingPropertyWithinRules,
  tekunPropertyWithinRules,
} from './conditions/household.ts';
import {
  incomeBelowDibaoStandard,
  incomeBelowDisposableIncome,
  incomeBelowDisposableIncomeInPrinciple,
  incomeBelowEdgeLine,
  incomeLeavesWithoutLivelihood,
  ownIncomeBelowDibaoStandard,
} from './conditions/income.ts';
import {
  elderlyChildOrDisabled,
  withoutAbleSupporters,
  withoutAbilityToWork,
} from './conditions/tekun.ts';
import { type Condition } from './finding.ts';
import { type SelfCheck, type SelfCheckFacts } from './model.ts';
import {
  AT_HOME,
  BY_OTHERS,
  DECIDES,
  DEDUCTED,
  EXEMPT_PROPERTY,
  HOUSEHOLD_NOTES,
  MEMBERS,
  NOT_INCOME,
  NO_REPEAT,
  REASONS,
  type Telling,
} from './tellings.ts';
import { isDisabled } from './told.ts';

export interface Route {
  readonly id: string;
  readonly conditions: readonly Condition[];
}

export interface Check {
  readonly check: SelfCheck;
  readonly programme: Programme;
  readonly routes: readonly Route[];
  readonly notes: readonly Telling[];
  readonly bring: readonly Telling[];
  readonly where: readonly Telling[];
  /** Keys of the amounts that go with it. */
  readonly amounts?: (facts: SelfCheckFacts) => readonly string[];
  /** Checks close to it, most likely first. */
  readonly near: readonly SelfCheck[];
}

const DIBAO: Check = {
  check: '低保',
  programme: '低保',
  routes: [{ id: 'household', conditions: [incomeBelowDibaoStandard, dibaoPropertyWithinRules] }],
  notes: HOUSEHOLD_NOTES,
  bring: [{ clauses: ['mzf-2021-57#9'], about: 'bring' }, NO_REPEAT],
  where: [AT_HOME, BY_OTHERS, DECIDES, REASONS],
  near: ['低保边缘', '单人保', '临时救助', '刚性支出', '特困'],
};

const SINGLE: Check = {
  check: '单人保',
  programme: '低保',
  routes: [
    {
      id: 'of-edge-household',
      conditions: [
        severelyDisabledOrIll,
        notInDibaoOrTekun,
        incomeBelowEdgeLine,
        edgePropertyWithinRules,
      ],
    },
    {
      id: 'adult-severe',
      conditions: [
        adultWithoutWorkSeverelyDisabled,
        ownIncomeBelowDibaoStandard,
        dibaoPropertyWithinRules,
      ],
    },
  ],
  notes: [
    { clauses: ['mzf-2022-83#1-1b'], about: 'support-waived' },
    MEMBERS,
    NOT_INCOME,
    DEDUCTED,
    EXEMPT_PROPERTY,
  ],
  bring: [{ clauses: ['mzf-2021-57#9'], about: 'bring' }, NO_REPEAT],
  where: [AT_HOME, BY_OTHERS, DECIDES, REASONS],
  near: ['低保', '残疾人两项补贴', '低保边缘', '临时救助'],
};

const TEKUN: Check = {
  check: '特困',
  programme: '特困',
  routes: [
    {
      id: 'three-withouts',
      conditions: [
        elderlyChildOrDisabled,
        withoutAbilityToWork,
        withoutAbleSupporters,
        incomeLeavesWithoutLivelihood,
        tekunPropertyWithinRules,
      ],
    },
  ],
  notes: [
    { clauses: ['mzf-2021-43#6b'], about: 'basic-pension-not-income' },
    {
      clauses: ['mzf-2021-43#9'],
      about: 'orphan-or-tekun',
      when: ({ age }, law) => typeof age === 'number' && age < (law.figure('adult-age') ?? 0),
    },
  ],
  bring: ['identity', 'statement', 'promise', 'certificate', 'authorise']
    .map((about): Telling => ({ clauses: ['mzf-2021-43#10b'], about }))
    .concat(NO_REPEAT),
  where: [
    { clauses: ['shfz-2026#37', 'mzf-2021-43#10', 'zxbf-649#16'], about: 'at-home' },
    { clauses: ['mzf-2021-43#11'], about: 'office-helps' },
    { clauses: ['shfz-2026#44', 'mzf-2021-43#3'], about: 'decides' },
    { clauses: ['shfz-2026#45', 'mzf-2021-43#18'], about: 'reasons' },
  ],
  near: ['低保', '残疾人两项补贴', '临时救助', '儿童保障'],
};

const EMERGENCY: Check = {
  check: '临时救助',
  programme: '临时救助',
  routes: [
    { id: 'emergency', conditions: [suddenHardship, basicLifeInTrouble, firstForThisReason] },
    {
      id: 'spending',
      conditions: [
        necessarySpendingSurged,
        basicLifeInTrouble,
        incomeBelowDisposableIncomeInPrinciple,
        spendingPropertyWithinRules,
        firstForThisReason,
      ],
    },
  ],
  notes: [
    { clauses: ['shfz-2026#50', 'mzf-2018-23#2-2'], about: 'first-aid' },
    { clauses: ['mzf-2018-23#2-3'], about: 'amount-by-case' },
  ],
  bring: [{ clauses: ['gf-2014-47#5'], about: 'urgent-papers' }, NO_REPEAT],
  where: [
    { clauses: ['shfz-2026#37', 'mzf-2022-83#4-3', 'gf-2014-47#3'], about: 'where-it-happened' },
    { clauses: ['gf-2014-47#5'], about: 'no-refusal' },
    REASONS,
  ],
  near: ['低保', '刚性支出', '低保边缘', '残疾人两项补贴'],
};

const EDGE: Check = {
  check: '低保边缘',
  programme: '低保边缘',
  routes: [
    {
      id: 'household',
      conditions: [notInDibaoOrTekun, incomeBelowEdgeLine, edgePropertyWithinRules],
    },
  ],
  notes: [...HOUSEHOLD_NOTES, { clauses: ['shfz-2026#21'], about: 'edge-benefits' }],
  bring: [{ clauses: ['mzf-2021-57#9'], about: 'bring' }, NO_REPEAT],
  where: [{ clauses: ['mzf-2022-83#4-3'], about: 'edge-where' }, AT_HOME, DECIDES, REASONS],
  near: ['低保', '单人保', '刚性支出', '临时救助'],
};

const RIGID: Check = {
  check: '刚性支出',
  programme: '刚性支出',
  routes: [
    {
      id: 'household',
      conditions: [
        notInAnotherProgramme,
        incomeBelowDisposableIncome,
        spendingShareAboveLine,
        rigidPropertyWithinRules,
        otherLocalConditions,
      ],
    },
  ],
  notes: [
    { clauses: ['gxzc-2024#5b'], about: 'medical-spending' },
    { clauses: ['gxzc-2024#5c'], about: 'school-spending' },
    { clauses: ['gxzc-2024#5d'], about: 'rehabilitation-spending' },
    { clauses: ['gxzc-2024#14'], about: 'not-monthly' },
  ],
  bring: [
    { clauses: ['gxzc-2024#5b'], about: 'receipts' },
    { clauses: ['gxzc-2024#6'], about: 'bring' },
    NO_REPEAT,
  ],
  where: [
    { clauses: ['gxzc-2024#3'], about: 'rigid-decides' },
    { clauses: ['gxzc-2024#8'], about: 'days' },
    { clauses: ['shfz-2026#45', 'gxzc-2024#7'], about: 'reasons' },
  ],
  near: ['低保边缘', '低保', '临时救助', '单人保'],
};

const DISABILITY: Check = {
  check: '残疾人两项补贴',
  programme: '残疾人两项补贴',
  routes: [
    {
      id: 'living',
      conditions: [
        holdsDisabilityCertificate,
        familyInDibao,
        notCaredForElsewhere,
        notInChildProtection,
      ],
    },
    { id: 'care', conditions: [graveEnoughForCare, needsLongCare, notCaredForElsewhere] },
  ],
  notes: [
    { clauses: ['lzf-2015-27#3', 'gf-2015-52#5'], about: 'both-subsidies' },
    { clauses: ['gf-2015-52#6'], about: 'higher-of-both' },
  ],
  bring: [{ clauses: ['lzf-2015-27#1'], about: 'certificate-needed' }, NO_REPEAT],
  where: [
    { clauses: ['lzf-2015-27#5'], about: 'at-home' },
    { clauses: ['gf-2015-52#11'], about: 'any-window' },
    { clauses: ['gf-2015-52#9'], about: 'decides' },
  ],
  amounts: ({ disability }) => amountsFor(disability),
  near: ['单人保', '低保', '特困', '临时救助'],
};

const CHILDREN: Check = {
  check: '儿童保障',
  programme: '儿童保障',
  routes: [
    { id: 'orphan', conditions: [bothParentsLost, childNotOfAge] },
    { id: 'unraised', conditions: [noParentAbleToRaise, childNotOfAge] },
  ],
  notes: [
    { clauses: ['mzf-2019-62#1b'], about: 'lost-contact' },
    { clauses: ['mzf-2019-62#3-1'], about: 'difference' },
    { clauses: ['mzf-2019-62#3-4'], about: 'able-but-unwilling' },
    { clauses: ['mzf-2019-62#4-2'], about: 'child-in-danger' },
  ],
  bring: [],
  where: [
    { clauses: ['mzf-2019-62#2-1'], about: 'form' },
    { clauses: ['mzf-2019-62#2-3'], about: 'decides' },
  ],
  near: ['低保', '特困', '临时救助', '残疾人两项补贴'],
};

export const CHECKS: Readonly<Record<SelfCheck, Check>> = {
  低保: DIBAO,
  单人保: SINGLE,
  特困: TEKUN,
  临时救助: EMERGENCY,
  低保边缘: EDGE,
  刚性支出: RIGID,
  残疾人两项补贴: DISABILITY,
  儿童保障: CHILDREN,
};

/** The rows of the two subsidies by grade: what the certificate says decides. */
function amountsFor(disability: SelfCheckFacts['disability']): readonly string[] {
  if (!isDisabled(disability) || disability.grade === null) return [];
  const living = ['1-2', '1-2', '3-4', '3-4'][disability.grade - 1] ?? '';
  const care = ['disability-care-1', 'disability-care-2'][disability.grade - 1];
  return [`disability-living-${living}`, ...(care === undefined ? [] : [care])];
}
