/** 收入: what a household or a person has, held against the line of the place and day. */
import { type Condition, type Finding, type Ground, found, lacking, told } from '../finding.ts';
import { type RuleStandard } from '../law.ts';
import { type Sum } from '../model.ts';
import { type Line, isBelow, plainYuan, sayPerPerson, yearTotal } from '../money.ts';

/** An income with the people who live on it. */
interface Income {
  readonly sums: readonly Sum[];
  readonly people: number;
}

/** 家庭人均收入低于当地低保标准: 社会救助法第十八条; before it 社会救助暂行办法第九条. */
export const incomeBelowDibaoStandard: Condition = {
  id: 'income-below-dibao-standard',
  clauses: ['shfz-2026#18', 'zxbf-649#9'],
  holds: (ground) => ofHousehold(ground, (income) => below(income, 'dibao-standard', ground)),
};

/** The same for one person who counts as a household of one. */
export const ownIncomeBelowDibaoStandard: Condition = {
  id: 'own-income-below-dibao-standard',
  clauses: ['shfz-2026#18', 'zxbf-649#9'],
  holds: (ground) => ofPerson(ground, (income) => below(income, 'dibao-standard', ground)),
};

/** 无生活来源, the income part: 特困人员认定办法第六条. What article 6 leaves out of income may decide it. */
export const incomeLeavesWithoutLivelihood: Condition = {
  id: 'income-leaves-without-livelihood',
  clauses: ['mzf-2021-43#6'],
  holds: (ground) =>
    ofPerson(ground, (income) => {
      const finding = below(income, 'dibao-standard', ground);
      if (finding.result === '符合' || finding.lacks.length > 0) return finding;
      if (ground.facts.exemptIncome === undefined) return lacking('exemptIncome', ground);
      // Only the part that the centre sets is left out; how much that is the person cannot know.
      return told(ground.facts, 'exemptIncome') === true
        ? found('还不清楚', 'income-exempt', ground, sayIncome(income, '月', ground))
        : finding;
    }),
};

/**
 * 人均收入低于当地低保边缘标准: 社会救助法第二十一条 leaves the line to the province; before it 民发〔2021〕57号第八条
 * said 1.5 times the 低保 standard.
 */
export const incomeBelowEdgeLine: Condition = {
  id: 'income-below-edge-line',
  clauses: ['shfz-2026#21', 'gbf-2023-39#2b', 'mzf-2021-57#8'],
  holds: (ground) => ofHousehold(ground, (income) => belowEdge(income, ground)),
};

/** 人均收入低于当地上年度人均可支配收入: 社会救助法第二十二条, 刚性支出困难家庭认定办法第四条. */
export const incomeBelowDisposableIncome: Condition = {
  id: 'income-below-disposable-income',
  clauses: ['shfz-2026#22', 'gxzc-2024#4'],
  holds: (ground) => ofHousehold(ground, (income) => below(income, 'disposable-income', ground)),
};

/** The same line in principle for 支出型临时救助: 民发〔2018〕23号二（一）. */
export const incomeBelowDisposableIncomeInPrinciple: Condition = {
  ...incomeBelowDisposableIncome,
  id: 'income-below-disposable-income-in-principle',
  clauses: ['mzf-2018-23#2-1b'],
};

function ofHousehold(ground: Ground, test: (income: Income) => Finding): Finding {
  const sums = told(ground.facts, 'income');
  if (sums?.length === 0) return found('符合', 'no-income', ground);
  const people = told(ground.facts, 'household');
  if (people === undefined) return lacking('household', ground);
  return sums === undefined ? lacking('income', ground) : test({ sums, people });
}

function ofPerson(ground: Ground, test: (income: Income) => Finding): Finding {
  const sums = told(ground.facts, 'ownIncome');
  if (sums === undefined) return lacking('ownIncome', ground);
  return sums.length === 0 ? found('符合', 'no-income', ground) : test({ sums, people: 1 });
}

function below(income: Income, key: RuleStandard, ground: Ground): Finding {
  const per = key === 'disposable-income' ? '年' : '月';
  const line = lineOf(key, ground);
  const said = {
    ...sayIncome(income, per, ground),
    line: ground.words(`self-check.line.${key}`),
    who: ground.words(`self-check.who-sets.${key}`),
  };
  if ('lacks' in line) return line;
  if (line.yuan === null) return found('还不清楚', 'line-not-on-file', ground, said);
  return compared(income, { yuan: line.yuan, per: line.per }, said, ground);
}

function compared(
  income: Income,
  line: Line,
  said: Readonly<Record<string, string>>,
  ground: Ground,
): Finding {
  const result = isBelow(yearTotal(income.sums, income.people), income.people, line);
  const key = { 符合: 'below-line', 不符合: 'not-below-line', 还不清楚: 'near-line' }[result];
  return found(result, key, ground, { ...said, yuan: plainYuan(line.yuan) });
}

function belowEdge(income: Income, ground: Ground): Finding {
  const own = below(income, 'dibao-edge-line', ground);
  if (own.result !== '还不清楚' || own.lacks.length > 0) return own;
  const standard = lineOf('dibao-standard', ground);
  const ratio = ground.law.figure('edge-ratio');
  if ('lacks' in standard) return own;
  if (standard.yuan === null || ratio === null) return own;
  const said = {
    ...sayIncome(income, '月', ground),
    line: ground.words('self-check.line.dibao-standard'),
    ratio: String(ratio),
    who: ground.words('self-check.who-sets.dibao-edge-line'),
  };
  const total = yearTotal(income.sums, income.people);
  // The edge line lies above the standard: whoever is below the standard is below the edge.
  if (isBelow(total, income.people, { yuan: standard.yuan, per: '月' }) === '符合') {
    const values = { ...said, yuan: plainYuan(standard.yuan) };
    return found('符合', 'below-line-and-edge', ground, values);
  }
  const usual = { yuan: standard.yuan * ratio, per: '月' } as const;
  const provinceDecides = ground.law.firstInForce(['shfz-2026#21']) !== null;
  const values = { ...said, yuan: plainYuan(usual.yuan) };
  return provinceDecides
    ? found('还不清楚', 'edge-set-by-province', ground, values)
    : compared(
        income,
        usual,
        { ...values, line: ground.words('self-check.line.usual-edge', said) },
        ground,
      );
}

type LineFound = Finding | { readonly yuan: number | null; readonly per: '月' | '年' };

function lineOf(key: RuleStandard, ground: Ground): LineFound {
  const found = ground.law.standard(key, told(ground.facts, 'area') ?? null);
  if (found.kind === 'by-area') return lacking('area', ground);
  if (found.kind === 'by-district') return lacking('district', ground);
  if (found.kind === 'not-on-file') return { yuan: null, per: '月' };
  const { amount, unit } = found.standard;
  return { yuan: Number(amount), per: unit.endsWith('年') ? '年' : '月' };
}

function sayIncome(
  income: Income,
  per: '月' | '年',
  { words }: Ground,
): { readonly arithmetic: string } {
  return { arithmetic: sayPerPerson(income.sums, income.people, per, words) };
}
