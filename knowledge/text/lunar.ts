/** 农历, through the calendar that the runtime carries: no table of our own. */
import { type Days, addDays } from './calendar.ts';

const FORMAT = new Intl.DateTimeFormat('zh-u-ca-chinese', {
  timeZone: 'UTC',
  month: 'long',
  day: 'numeric',
});

/** 正月 is 1, 冬月 (or 十一月) 11, 腊月 12. */
const MONTHS = [
  '正月',
  '二月',
  '三月',
  '四月',
  '五月',
  '六月',
  '七月',
  '八月',
  '九月',
  '十月',
  '冬月',
  '腊月',
];
const OTHER_NAMES: Readonly<Record<string, string>> = {
  一月: '正月',
  十一月: '冬月',
  十二月: '腊月',
};

/** First days of the lunar months of a year (leap months left out), with their lengths. */
type LunarYear = readonly { readonly first: string; readonly days: number }[];

const years = new Map<number, LunarYear>();

/** A lunar month of a lunar year (1–12), or null where the year is out of range. */
export function lunarMonth(year: number, month: number): Days | null {
  const found = lunarYear(year)[month - 1];
  return found === undefined
    ? null
    : { from: found.first, to: addDays(found.first, found.days - 1) };
}

/** One lunar day, or null where the month has none (a month of 29 days has no 三十). */
export function lunarDay(year: number, month: number, day: number): string | null {
  const found = lunarYear(year)[month - 1];
  return found === undefined || day < 1 || day > found.days ? null : addDays(found.first, day - 1);
}

/** The last day of the lunar year: 除夕, 大年三十. */
export function newYearsEve(year: number): string | null {
  const first = lunarDay(year + 1, 1, 1);
  return first === null ? null : addDays(first, -1);
}

function lunarYear(year: number): LunarYear {
  const known = years.get(year);
  if (known !== undefined) return known;
  const found = year < 1901 || year > 2099 ? [] : readYear(year);
  years.set(year, found);
  return found;
}

/** Walks through the days from the earliest possible 正月初一 (21 January) to the latest possible 除夕. */
function readYear(year: number): LunarYear {
  const months: { first: string; days: number }[] = [];
  let open: { first: string; days: number } | null = null;
  let day = `${String(year)}-01-19`;
  for (let step = 0; step < 410; step += 1, day = addDays(day, 1)) {
    const { month, date } = lunarPartsOf(day);
    if (date === 1) {
      const index = MONTHS.indexOf(month);
      const begins = index === 0 && months.length === 0;
      // A leap month (闰六月) is in no list and is passed over.
      open = begins || index === months.length ? { first: day, days: 0 } : null;
      if (months.length === 12) return months;
      if (open !== null) months.push(open);
    }
    if (open !== null) open.days += 1;
  }
  return months;
}

function lunarPartsOf(day: string): { readonly month: string; readonly date: number } {
  const parts = FORMAT.formatToParts(new Date(`${day}T12:00:00Z`));
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  const month = part('month');
  return { month: OTHER_NAMES[month] ?? month, date: Number(part('day')) };
}
