/** Household arithmetic: exact comparison in whole fen, and the sum as people write it on paper. */
import { type Words } from '../answer/words.ts';
import { type ConditionResult, type Sum } from './model.ts';

const MONTHS = 12;
const FEN = 100;

/** A yearly total in fen; `max` is null where no upper end was said. */
export interface YearTotal {
  readonly min: number;
  readonly max: number | null;
}

/** All sums over a year; what was said per person counts for each of `people`. */
export function yearTotal(sums: readonly Sum[], people: number): YearTotal {
  let min = 0;
  let max: number | null = 0;
  for (const sum of sums) {
    const times = (sum.period === '月' ? MONTHS : 1) * (sum.perPerson ? people : 1);
    min += Math.round(sum.min * FEN) * times;
    max = max === null || sum.max === null ? null : max + Math.round(sum.max * FEN) * times;
  }
  return { min, max };
}

/** A line that an income is held against, in yuan for each person. */
export interface Line {
  readonly yuan: number;
  readonly per: '月' | '年';
}

/**
 * 低于: strictly below the line; on the line is not below. Open where what was said lies on both sides.
 * Compares without dividing, so that no rounding decides.
 */
export function isBelow(total: YearTotal, people: number, line: Line): ConditionResult {
  const whole = Math.round(line.yuan * FEN) * (line.per === '月' ? MONTHS : 1) * people;
  if (total.max !== null && total.max < whole) return '符合';
  return total.min >= whole ? '不符合' : '还不清楚';
}

/** 1200, 666.67: no trailing zeros. */
export function plainYuan(yuan: number): string {
  return String(Math.round(yuan * FEN) / FEN);
}

/** An amount between two ends, in words: 1200元, 不到1500元, 1000元以上, 900到1100元. */
function sayAmount(min: number, max: number | null, words: Words): string {
  const [low, high] = [plainYuan(min), max === null ? '' : plainYuan(max)];
  if (max === null) return words('self-check.amount.over', { yuan: low });
  if (low === high) return words('self-check.amount.exact', { yuan: low });
  const key = min === 0 ? 'under' : 'range';
  return words(`self-check.amount.${key}`, { low, yuan: high });
}

/** One sum as it was told, e.g. 每月1200元. */
function saySum(sum: Sum, words: Words): string {
  const period = sum.period === '月' ? 'month' : 'year';
  const key = `self-check.sum.${sum.perPerson ? 'each-' : ''}${period}`;
  return words(key, { amount: sayAmount(sum.min, sum.max, words) });
}

export function saySums(sums: readonly Sum[], words: Words): string {
  const said = sums.map((sum) => saySum(sum, words));
  return said.join(words('self-check.sum.and'));
}

/** How the income of each person comes about, step by step. */
export function sayPerPerson(
  sums: readonly Sum[],
  people: number,
  per: '月' | '年',
  words: Words,
): string {
  const total = yearTotal(sums, people);
  const share = FEN * people * (per === '月' ? MONTHS : 1);
  const each = sayAmount(total.min / share, total.max === null ? null : total.max / share, words);
  const monthly = per === '月' && sums.every((sum) => sum.period === '月');
  const whole = FEN * (monthly ? MONTHS : 1);
  const values = {
    sums: saySums(sums, words),
    total: sayAmount(total.min / whole, total.max === null ? null : total.max / whole, words),
    people: String(people),
    each,
  };
  const shape = per === '年' ? 'year' : monthly ? 'month' : 'year-to-month';
  return words(`self-check.arithmetic.${shape}`, values);
}
