/** 临时救助 and 刚性支出: what has happened, and what it costs. */
import { type Condition, type Finding, type Ground, found, lacking, told } from '../finding.ts';
import { plainYuan, saySums, yearTotal } from '../money.ts';

/** 遇到突发、紧迫、灾难性困难: 社会救助法第二十九条; 急难型 of 民发〔2018〕23号二（一）. */
export const suddenHardship: Condition = {
  id: 'sudden-hardship',
  clauses: ['shfz-2026#29', 'mzf-2018-23#2-1', 'gf-2014-47#2'],
  holds: (ground) => {
    const hardship = told(ground.facts, 'hardship');
    if (hardship === undefined) return lacking('hardship', ground);
    if (hardship.includes('意外')) return found('符合', 'accident', ground);
    if (hardship.includes('急病')) return found('符合', 'sudden-illness', ground);
    if (hardship.includes('其他')) return found('还不清楚', 'other-hardship', ground);
    return found('不符合', hardship.includes('支出') ? 'not-sudden' : 'no-hardship', ground);
  },
};

/** 教育、医疗等必需支出猛增，超出承受力: 支出型 of 民发〔2018〕23号二（一）. */
export const necessarySpendingSurged: Condition = {
  id: 'necessary-spending-surged',
  clauses: ['mzf-2018-23#2-1b'],
  holds: (ground) => {
    const hardship = told(ground.facts, 'hardship');
    if (hardship === undefined) return lacking('hardship', ground);
    if (hardship.includes('支出')) return found('符合', 'spending-surged', ground);
    if (hardship.includes('急病')) return found('还不清楚', 'illness-may-cost', ground);
    return found('不符合', 'spending-not-surged', ground);
  },
};

/** 基本生活暂时严重困难: 社会救助法第二十九条; 民发〔2018〕23号二（一）. */
export const basicLifeInTrouble: Condition = {
  id: 'basic-life-in-trouble',
  clauses: ['shfz-2026#29', 'mzf-2018-23#2-1', 'gf-2014-47#2'],
  holds: (ground) => {
    const trouble = told(ground.facts, 'basicLife');
    if (trouble === undefined) return lacking('basicLife', ground);
    return trouble
      ? found('符合', 'life-in-trouble', ground)
      : found('不符合', 'life-not-in-trouble', ground);
  },
};

/** 同一事由重复申请，没有正当理由的不予救助: 国发〔2014〕47号. */
export const firstForThisReason: Condition = {
  id: 'first-for-this-reason',
  clauses: ['gf-2014-47#7'],
  holds: (ground) => {
    const before = told(ground.facts, 'askedBefore');
    if (before === undefined) return lacking('askedBefore', ground);
    return before
      ? found('还不清楚', 'asked-before', ground)
      : found('符合', 'not-asked-before', ground);
  },
};

/** 申请前12个月刚性支出占家庭总收入的比例超过当地规定: 社会救助法第二十二条, 刚性支出困难家庭认定办法第四条. */
export const spendingShareAboveLine: Condition = {
  id: 'spending-share-above-line',
  clauses: ['gxzc-2024#4', 'shfz-2026#22'],
  holds: (ground) => {
    const spending = told(ground.facts, 'spending');
    if (spending === undefined) return lacking('spending', ground);
    if (spending.length === 0) return found('不符合', 'no-spending', ground);
    const income = told(ground.facts, 'income');
    if (income === undefined) return lacking('income', ground);
    const people = told(ground.facts, 'household');
    const each = income.some((sum) => sum.perPerson) || spending.some((sum) => sum.perPerson);
    if (each && people === undefined) return lacking('household', ground);
    return shareOf(
      yearTotal(spending, people ?? 1),
      yearTotal(income, people ?? 1),
      saySums(spending, ground.words),
      ground,
    );
  },
};

type Total = ReturnType<typeof yearTotal>;

function shareOf(spending: Total, income: Total, said: string, ground: Ground): Finding {
  const who = ground.words('self-check.who-sets.rigid-share');
  if (income.max === 0) return found('还不清楚', 'share-without-income', ground, { said, who });
  const line = ground.law.standard('rigid-share', told(ground.facts, 'area') ?? null);
  if (line.kind === 'by-area') return lacking('area', ground);
  if (line.kind === 'by-district') return lacking('district', ground);
  const low = income.max === null ? 0 : (spending.min / income.max) * 100;
  const high = spending.max === null || income.min === 0 ? null : (spending.max / income.min) * 100;
  const values = { said, who, share: sayShare(low, high, ground), income: sayYear(income, ground) };
  if (line.kind === 'not-on-file') return found('还不清楚', 'share-not-on-file', ground, values);
  const limit = Number(line.standard.amount);
  const compared = { ...values, line: line.standard.amount };
  // 超过: strictly above.
  if (low > limit) return found('符合', 'share-above', ground, compared);
  return high !== null && high <= limit
    ? found('不符合', 'share-not-above', ground, compared)
    : found('还不清楚', 'share-near', ground, compared);
}

function sayShare(low: number, high: number | null, { words }: Ground): string {
  const [least, most] = [low.toFixed(1), high?.toFixed(1)];
  if (most === undefined) return words('self-check.share.over', { share: least });
  if (most === least) return words('self-check.share.exact', { share: least });
  return words('self-check.share.range', { low: least, share: most });
}

function sayYear(total: Total, { words }: Ground): string {
  const low = plainYuan(total.min / 100);
  if (total.max === null) return words('self-check.amount.over', { yuan: low });
  const high = plainYuan(total.max / 100);
  return low === high
    ? words('self-check.amount.exact', { yuan: low })
    : words('self-check.amount.range', { low, yuan: high });
}

/** 县级以上政府定的其他条件: 刚性支出困难家庭认定办法第四条第5个条件. None is on file. */
export const otherLocalConditions: Condition = {
  id: 'other-local-conditions',
  clauses: ['gxzc-2024#4'],
  holds: (ground) => found('还不清楚', 'local-conditions', ground),
};
