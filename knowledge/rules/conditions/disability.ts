/** 残疾: 单人保 and the two subsidies. */
import { type Condition, type Ground, found, lacking, limit, told } from '../finding.ts';
import { type DisabilityFact } from '../model.ts';

/** 边缘家庭里的重度残疾人、重病患者、确有特殊困难的成员: 社会救助法第二十一条; 民发〔2021〕57号第八条. */
export const severelyDisabledOrIll: Condition = {
  id: 'severely-disabled-or-ill',
  clauses: ['shfz-2026#21', 'mzf-2021-57#8'],
  figures: ['severe-grade', 'severe-grade-mental'],
  holds: (ground) => {
    const disability = told(ground.facts, 'disability');
    if (disability === undefined && ground.facts.disability === undefined) {
      return lacking('disability', ground);
    }
    if (disability !== undefined && disability !== 'none') {
      if (isSevere(disability, ground))
        return found('符合', 'severe', ground, said(disability, ground));
      if (disability.grade === null) return found('还不清楚', 'certificate-tells', ground);
    }
    const illness = told(ground.facts, 'illness');
    if (illness === undefined) return lacking('illness', ground);
    return found('还不清楚', illness ? 'illness-list-local' : 'special-difficulty', ground);
  },
};

/** 成年无业的重度残疾人可以参照单人户申请低保: 民发〔2022〕83号一（一）. */
export const adultWithoutWorkSeverelyDisabled: Condition = {
  id: 'adult-without-work-severely-disabled',
  clauses: ['mzf-2022-83#1-1b'],
  figures: ['severe-grade', 'adult-age'],
  holds: (ground) => {
    const disability = told(ground.facts, 'disability');
    if (disability === undefined) return lacking('disability', ground);
    if (disability === 'none') return found('不符合', 'not-disabled', ground);
    if (disability.grade === null) return found('还不清楚', 'certificate-tells', ground);
    const grade = said(disability, ground);
    if (disability.grade > limit('severe-grade', ground)) {
      return found('不符合', 'not-severe', ground, grade);
    }
    const age = told(ground.facts, 'age');
    if (age === undefined) return lacking('age', ground);
    if (age < limit('adult-age', ground)) return found('不符合', 'not-adult', ground);
    const working = told(ground.facts, 'working');
    if (working === undefined) return lacking('working', ground);
    return working
      ? found('不符合', 'has-work', ground)
      : found('符合', 'adult-severe-without-work', ground, grade);
  },
};

/** 持证残疾人: 鲁政发〔2015〕27号 (生活补贴 对象). */
export const holdsDisabilityCertificate: Condition = {
  id: 'holds-disability-certificate',
  clauses: ['lzf-2015-27#1', 'gf-2015-52#1'],
  holds: (ground) => {
    const disability = told(ground.facts, 'disability');
    if (disability === undefined) return lacking('disability', ground);
    return disability === 'none'
      ? found('不符合', 'no-certificate', ground)
      : found('符合', 'certificate', ground, said(disability, ground));
  },
};

/** 低保家庭里的残疾人; wider where a place has widened it: 鲁政发〔2015〕27号, 国发〔2015〕52号. */
export const familyInDibao: Condition = {
  id: 'family-in-dibao',
  clauses: ['lzf-2015-27#1', 'gf-2015-52#1'],
  holds: (ground) => {
    const receives = told(ground.facts, 'receives');
    if (receives === undefined) return lacking('receives', ground);
    return receives.includes('低保')
      ? found('符合', 'in-dibao', ground)
      : found('还不清楚', 'not-in-dibao', ground);
  },
};

/** Types that Shandong's document names for 重度残疾人护理补贴. */
const CARE_TYPES = ['智力', '精神', '视力', '肢体'];

/** 一级、二级残疾: 鲁政发〔2015〕27号, 国发〔2015〕52号 (护理补贴 对象). */
export const graveEnoughForCare: Condition = {
  id: 'grave-enough-for-care',
  clauses: ['lzf-2015-27#2', 'gf-2015-52#2'],
  figures: ['care-grade'],
  holds: (ground) => {
    const disability = told(ground.facts, 'disability');
    if (disability === undefined) return lacking('disability', ground);
    if (disability === 'none') return found('不符合', 'no-certificate', ground);
    const { grade, type } = disability;
    if (grade === null) return found('还不清楚', 'certificate-tells', ground);
    const values = said(disability, ground);
    if (grade <= limit('care-grade', ground)) {
      return type === null || CARE_TYPES.includes(type)
        ? found('符合', 'grave', ground, values)
        : found('还不清楚', 'type-not-named', ground, values);
    }
    return isMental(disability)
      ? found('还不清楚', 'may-be-widened', ground, values)
      : found('不符合', 'not-grave', ground, values);
  },
};

/** 需要长期照护 (6个月以上): 国发〔2015〕52号. */
export const needsLongCare: Condition = {
  id: 'needs-long-care',
  clauses: ['gf-2015-52#3', 'gf-2015-52#2'],
  holds: (ground) => {
    const care = told(ground.facts, 'longCare');
    if (care === undefined) return lacking('longCare', ground);
    return care ? found('符合', 'long-care', ground) : found('不符合', 'no-long-care', ground);
  },
};

function isMental({ type }: DisabilityFact): boolean {
  return type === '智力' || type === '精神';
}

/** 一级、二级, and 三级 for 智力、精神: 民发〔2021〕57号第八条. */
function isSevere(disability: DisabilityFact, ground: Ground): boolean {
  const { grade } = disability;
  if (grade === null) return false;
  const key = isMental(disability) ? 'severe-grade-mental' : 'severe-grade';
  return grade <= limit(key, ground);
}

function said(
  { grade, type }: DisabilityFact,
  { words }: Ground,
): Readonly<Record<string, string>> {
  return {
    type: type ?? '',
    grade: words(`self-check.grade.${grade === null ? 'none' : String(grade)}`),
  };
}
