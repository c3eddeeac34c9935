/** 孤儿 and 事实无人抚养儿童. */
import { type Condition, type Ground, found, lacking, limit, told } from '../finding.ts';
import { type ConditionResult, type DisabilityFact, type ParentFact } from '../model.ts';

/** 不满18周岁: 国办发〔2010〕54号一. */
export const childNotOfAge: Condition = {
  id: 'child-not-of-age',
  clauses: ['gbf-2010-54#1'],
  figures: ['adult-age'],
  holds: (ground) => {
    const age = told(ground.facts, 'childAge');
    if (age === undefined) return lacking('childAge', ground);
    const adult = limit('adult-age', ground);
    const values = { age: String(age), adult: String(adult) };
    return age < adult
      ? found('符合', 'under-age', ground, values)
      : found('不符合', 'of-age', ground, values);
  },
};

/** 失去父母或者查找不到生父母: 国办发〔2010〕54号一. */
export const bothParentsLost: Condition = {
  id: 'both-parents-lost',
  clauses: ['gbf-2010-54#1'],
  holds: (ground) =>
    withParents(ground, (father, mother) => {
      const lost = [father, mother].map(isLost);
      const values = sayParents(father, mother, ground);
      if (lost.includes('不符合')) return found('不符合', 'parent-left', ground, values);
      return lost.includes('还不清楚')
        ? found('还不清楚', 'parents-perhaps-lost', ground, values)
        : found('符合', 'parents-lost', ground, values);
    }),
};

/** 父母双方都有规定情形，或者一方死亡、失踪而另一方有规定情形: 民发〔2019〕62号一. */
export const noParentAbleToRaise: Condition = {
  id: 'no-parent-able-to-raise',
  clauses: ['mzf-2019-62#1'],
  figures: ['parent-months', 'parent-grade', 'parent-grade-mental'],
  holds: (ground) =>
    withParents(ground, (father, mother) => {
      const months = String(limit('parent-months', ground));
      const values = { ...sayParents(father, mother, ground), months };
      const gone = [father, mother].filter(isGone);
      // With both parents gone the child is an orphan: another way, with its own condition.
      if (gone.length === 2) return found('不符合', 'rather-orphan', ground, values);
      const unable = [father, mother]
        .filter((one) => !isGone(one))
        .map((one) => inListedSituation(one, ground));
      if (unable.includes('不符合')) return found('不符合', 'parent-able', ground, values);
      return unable.includes('还不清楚')
        ? found('还不清楚', 'parents-perhaps-unable', ground, values)
        : found('符合', 'parents-unable', ground, values);
    }),
};

function withParents(
  ground: Ground,
  test: (father: ParentFact, mother: ParentFact) => ReturnType<typeof found>,
): ReturnType<typeof found> {
  const father = told(ground.facts, 'father');
  if (father === undefined && ground.facts.father === undefined) return lacking('father', ground);
  const mother = told(ground.facts, 'mother');
  if (mother === undefined) return lacking('mother', ground);
  return father === undefined ? lacking('father', ground) : test(father, mother);
}

function isGone({ state }: ParentFact): boolean {
  return state === '去世' || state === '失踪';
}

function isLost({ state }: ParentFact): ConditionResult {
  if (state === '去世' || state === '查找不到') return '符合';
  return state === '失踪' ? '还不清楚' : '不符合';
}

/** 失联、重病、重残、服刑在押、强制隔离戒毒、限制人身自由, each as 民发〔2019〕62号一 counts it. */
function inListedSituation(parent: ParentFact, ground: Ground): ConditionResult {
  switch (parent.state) {
    case '失联':
    case '服刑':
    case '戒毒':
    case '限制自由':
      if (parent.months === null) return '还不清楚';
      return parent.months >= limit('parent-months', ground) ? '符合' : '不符合';
    case '残疾':
      return parent.disability === null ? '还不清楚' : gravelyDisabled(parent.disability, ground);
    case '重病':
    case '查找不到':
      return '还不清楚';
    case '能抚养':
      return '不符合';
    case '去世':
    case '失踪':
      return '符合';
  }
}

/** 一级、二级，或者三级、四级智力、精神残疾. */
function gravelyDisabled({ grade, type }: DisabilityFact, ground: Ground): ConditionResult {
  if (grade === null) return '还不清楚';
  if (grade <= limit('parent-grade', ground)) return '符合';
  if (type === null) return '还不清楚';
  const mental = type === '智力' || type === '精神';
  return mental && grade <= limit('parent-grade-mental', ground) ? '符合' : '不符合';
}

function sayParents(
  father: ParentFact,
  mother: ParentFact,
  ground: Ground,
): Readonly<Record<string, string>> {
  return { father: sayParent(father, ground), mother: sayParent(mother, ground) };
}

/** 服刑（4个月）, 残疾（二级）, 去世. */
export function sayParent(parent: ParentFact, { words }: Pick<Ground, 'words'>): string {
  const state = words(`self-check.parent.${parent.state}`);
  if (parent.months !== null) {
    return words('self-check.parent-months', { state, months: String(parent.months) });
  }
  const grade = parent.disability?.grade ?? null;
  if (grade === null) return state;
  return words('self-check.parent-grade', {
    state: `${parent.disability?.type ?? ''}${state}`,
    grade: words(`self-check.grade.${String(grade)}`),
  });
}
