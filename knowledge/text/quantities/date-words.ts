/** What the readers of dates share: years as people say them, parts of months, spans of days as quantities. */
import { type Days, dayOf, daysIn, partsOf } from '../calendar.ts';
import { type Numeral } from '../numerals.ts';
import { type Precision, type QuantityOptions } from '../quantity.ts';
import { type Bare } from './claim.ts';
import { ANY, type Found, N, SEQUENCE } from './masked.ts';

const YEARS_AWAY: Readonly<Record<string, number>> = {
  ...{ 大前年: -3, 前年: -2, 去年: -1, 上年: -1, 年上: -1, 头年: -1 },
  ...{ 今年: 0, 本年: 0, 当年: 0, 明年: 1, 后年: 2 },
};
export const YEAR_WORD = '大前年|前年|去年|上年(?!纪)|年上|头年|今年|本年|明年|后年';
/** 2023年, 二〇二三年, 23年 or 去年, then perhaps 的. */
export const YEAR = `(?:(?:(?<y>[${N}${SEQUENCE}])年|(?<yw>${YEAR_WORD}))的?)`;

/** The year that a match names; null where it names none, undefined where it names one that cannot be. */
export function yearIn(found: Found, today: string): number | null | undefined {
  const word = found.group('yw');
  if (word !== '') return partsOf(today).year + (YEARS_AWAY[word] ?? 0);
  const numeral = found.numeral('y');
  return numeral === null ? null : fullYear(numeral, today);
}

/** 2023, or 23 and 98, which lie in the last hundred years. */
function fullYear(numeral: Numeral, today: string): number | undefined {
  const { value, min, max } = numeral;
  if (value >= 1900 && value <= 2100) return value;
  if (min !== max || value < 0 || value > 99 || !Number.isInteger(value)) return undefined;
  const now = partsOf(today).year;
  return value > (now % 100) + 1 ? 1900 + value : 2000 + value;
}

/** What a month without a year means: the last one that began by now, or the next one. */
export function nearestYear(month: number, day: number, options: QuantityOptions): number {
  const now = partsOf(options.today);
  const ahead = month > now.month || (month === now.month && day > now.day);
  if (options.tense === 'future') {
    return ahead || (month === now.month && day >= now.day) ? now.year : now.year + 1;
  }
  return ahead ? now.year - 1 : now.year;
}

/** A date as a quantity; null claims the words without a meaning (2月30号). */
export function dated(days: Days | null, precision: Precision, lunar = false): Bare | null {
  return days === null ? null : { kind: 'date', from: days.from, to: days.to, precision, lunar };
}

/** A span of one day. */
export const oneDay = (day: string | null): Days | null =>
  day === null ? null : { from: day, to: day };

/** 初, 底, 中旬 … behind a month. */
export const PART = `(?<part>初(?!${ANY}|中|级)|底(?!保)|末|上旬|中旬|下旬)`;
/** First and last day of 初, 中旬, 底 …; the last day of a month is 31 and cut to its length. */
export const PARTS: Readonly<Record<string, readonly [first: number, last: number] | undefined>> = {
  ...{ 初: [1, 10], 上旬: [1, 10], 中旬: [11, 20], 下旬: [21, 31], 底: [21, 31], 末: [21, 31] },
};

export function partOfMonth(year: number, month: number, part: string): Days | null {
  const [first, last] = PARTS[part] ?? [1, 31];
  const from = dayOf(year, month, first);
  return from === null
    ? null
    : { from, to: dayOf(year, month, Math.min(last, daysIn(year, month))) ?? from };
}
