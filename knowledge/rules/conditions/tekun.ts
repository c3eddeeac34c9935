/** 特困: 三无, for the old, the young and the disabled. */
import {
  type Condition,
  type Finding,
  type Ground,
  found,
  lacking,
  limit,
  told,
} from '../finding.ts';
import { type FigureKey } from '../law.ts';
import { type DisabilityFact, type Supporter } from '../model.ts';

/** 老年人、未成年人、残疾人: 社会救助法第十六条; before it 社会救助暂行办法第十四条. */
export const elderlyChildOrDisabled: Condition = {
  id: 'elderly-child-or-disabled',
  clauses: ['shfz-2026#16', 'zxbf-649#14', 'mzf-2021-43#4'],
  figures: ['elderly-age', 'adult-age'],
  holds: (ground) => {
    const age = told(ground.facts, 'age');
    if (age === undefined) return lacking('age', ground);
    const values = { age: String(age) };
    if (age >= limit('elderly-age', ground)) return found('符合', 'elderly', ground, values);
    if (age < limit('adult-age', ground)) return found('符合', 'child', ground, values);
    const disability = told(ground.facts, 'disability');
    if (disability === undefined) return lacking('disability', ground);
    return disability === 'none'
      ? found('不符合', 'neither-old-nor-disabled', ground, values)
      : found('符合', 'disabled', ground);
  },
};

/** 无劳动能力: 特困人员认定办法第五条. */
export const withoutAbilityToWork: Condition = {
  id: 'without-ability-to-work',
  clauses: ['mzf-2021-43#5'],
  figures: [
    'elderly-age',
    'working-age',
    'no-work-grade-mental',
    'no-work-grade-limb',
    'no-work-grade-sight',
  ],
  holds: (ground) => {
    const age = told(ground.facts, 'age');
    if (age === undefined) return lacking('age', ground);
    const elderly = limit('elderly-age', ground);
    const working = limit('working-age', ground);
    const values = { age: String(age), elderly: String(elderly), working: String(working) };
    if (age >= elderly) return found('符合', 'old-enough', ground, values);
    if (age < working) return found('符合', 'young-enough', ground, values);
    const disability = told(ground.facts, 'disability');
    if (disability === undefined) return lacking('disability', ground);
    if (disability === 'none') return found('不符合', 'of-working-age', ground, values);
    return byDisability(disability, ground);
  },
};

const GRADES: Readonly<Record<string, FigureKey>> = {
  智力: 'no-work-grade-mental',
  精神: 'no-work-grade-mental',
  肢体: 'no-work-grade-limb',
  视力: 'no-work-grade-sight',
};

function byDisability({ grade, type }: DisabilityFact, ground: Ground): Finding {
  if (grade === null || type === null || type === '多重') {
    return found('还不清楚', 'certificate-tells', ground);
  }
  const values = { type, grade: ground.words(`self-check.grade.${String(grade)}`) };
  const key = GRADES[type];
  const highest = key === undefined ? 0 : limit(key, ground);
  return grade <= highest
    ? found('符合', 'grade-counts', ground, values)
    : found('不符合', 'grade-does-not-count', ground, values);
}

/** Of article 8's cases these two need no further look at the supporter's income and property. */
const UNABLE: readonly Supporter[] = ['特困人员', '低保老人'];

/** 无法定义务人，或者义务人没有履行能力: 特困人员认定办法第四条、第八条. */
export const withoutAbleSupporters: Condition = {
  id: 'without-able-supporters',
  clauses: ['mzf-2021-43#8', 'shfz-2026#16', 'zxbf-649#14'],
  holds: (ground) => {
    const supporters = told(ground.facts, 'supporters');
    if (supporters === undefined) return lacking('supporters', ground);
    if (supporters.length === 0) return found('符合', 'no-supporters', ground);
    if (supporters.includes('能养')) return found('不符合', 'able-supporter', ground);
    const listed = [...new Set(supporters)].map((one) =>
      ground.words(`self-check.supporter.${one}`),
    );
    const values = { supporters: listed.join(ground.words('self-check.list-comma')) };
    return supporters.every((one) => UNABLE.includes(one))
      ? found('符合', 'unable-supporters', ground, values)
      : found('还不清楚', 'perhaps-unable-supporters', ground, values);
  },
};
