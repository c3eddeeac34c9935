/** Dates by the solar calendar: days, months and years with and without a year, parts of months and years. */
import { type Days, dayOf, monthOf, partsOf, yearOf } from '../calendar.ts';
import { type Numeral } from '../numerals.ts';
import { type Precision } from '../quantity.ts';
import { type Bare, type Claim, type Reader, claims } from './claim.ts';
import {
  PART,
  PARTS,
  YEAR,
  YEAR_WORD,
  dated,
  nearestYear,
  oneDay,
  partOfMonth,
  yearIn,
} from './date-words.ts';
import { ANY, type Found, N, SEQUENCE } from './masked.ts';

const NUMERIC =
  /(?<![\d.])(?<y>(?:19|20)\d{2})[-./](?<m>\d{1,2})(?:[-./](?<d>\d{1,2}))?(?![\d.]|[-/]\d)/gu;

/** 2023-5-6, 2023.5.6, 2023/5: read on the plain text, before numerals are masked. */
export function readNumericDates(text: string): readonly Claim[] {
  return [...text.matchAll(NUMERIC)].map((match) => {
    const [year, month] = [Number(match.groups?.['y']), Number(match.groups?.['m'])];
    const day = match.groups?.['d'];
    const quantity =
      day === undefined
        ? dated(monthOf(year, month), 'month')
        : dated(oneDay(dayOf(year, month, Number(day))), 'day');
    return { start: match.index, end: match.index + match[0].length, quantity };
  });
}

const MONTH = `(?<m>${ANY})月份?`;
const DAY_OF_MONTH = new RegExp(`${YEAR}?${MONTH}的?(?<d>${ANY})[日号]`, 'dgu');
const PART_OF_MONTH = new RegExp(`${YEAR}?${MONTH}的?${PART}`, 'dgu');
const WHOLE_MONTH = new RegExp(`(?<year>${YEAR})?(?<m>${ANY})月(?<part>份)?(?!大)`, 'dgu');

/** 现在快到十二月. */
const COMING = /(?:快到?|等到|马上|眼看|临近)(?:了)?$/u;

const inMonths: Reader = (masked, options) => {
  const yearOfMatch = (found: Found, month: number, day: number): number | undefined => {
    const year = yearIn(found, options.today);
    if (year !== null) return year;
    const ahead = COMING.test(found.before(3));
    return nearestYear(month, day, ahead ? { ...options, tense: 'future' } : options);
  };
  const day = (found: Found): Bare | null => {
    const [month, date] = [found.numeral('m')?.value ?? 0, found.numeral('d')];
    const year = yearOfMatch(found, month, date?.min ?? 0);
    if (year === undefined || date === null) return null;
    // 六月二十几号 is some day of the twenties.
    const from = dayOf(
      year,
      month,
      Math.floor(date.min / (date.vague ? 10 : 1)) * (date.vague ? 10 : 1),
    );
    const to = date.max === null ? null : dayOf(year, month, date.max);
    if (from === null || to === null) return null;
    return dated({ from, to }, date.vague ? 'part-of-month' : 'day');
  };
  const part = (found: Found): Bare | null => {
    const month = found.numeral('m')?.value ?? 0;
    const [first] = PARTS[found.group('part')] ?? [1];
    const year = yearOfMatch(found, month, first);
    return year === undefined
      ? null
      : dated(partOfMonth(year, month, found.group('part')), 'part-of-month');
  };
  const month = (found: Found): Bare | undefined => {
    const numeral = found.numeral('m');
    const named = found.group('year') !== '' || found.group('part') !== '';
    if (numeral === null || numeral.vague || !isMonthName(numeral, masked.original, named))
      return undefined;
    const year = yearOfMatch(found, numeral.value, 1);
    const days = year === undefined ? null : monthOf(year, numeral.value);
    return days === null ? undefined : (dated(days, 'month') ?? undefined);
  };
  return [
    ...claims(masked, DAY_OF_MONTH, day),
    ...claims(masked, PART_OF_MONTH, part),
    ...claims(masked, WHOLE_MONTH, month),
  ];
};

/** 两月 and 俩月 last; 一月 mostly means "a month" (一月多少钱) unless it is 一月份 or has a year. */
function isMonthName(numeral: Numeral, text: string, named: boolean): boolean {
  const said = text.slice(numeral.start, numeral.end);
  if (/[两俩仨半]/u.test(said)) return false;
  return numeral.form === 'number' || (numeral.form === 'one' && named);
}

const YEAR_PART = new RegExp(
  `${YEAR}(?:年)?(?<part>底(?!保)|末|初(?!中|级|${ANY})|中(?![旬介标途心专学]))`,
  'dgu',
);
const BARE_YEAR_PART = new RegExp(
  `(?<![去今明前后上本${N}${SEQUENCE}])年(?<part>底(?!保)|末|初(?!${ANY}))`,
  'dgu',
);
const HALF_YEAR = new RegExp(`${YEAR}?(?<half>[上下])半年`, 'dgu');
const SEASON = new RegExp(
  `${YEAR}(?<season>春天|夏天|秋天|冬天|春上|夏里|秋里|冬里|开春|入冬|入夏|入秋|春季|夏季|秋季|冬季|春|夏|秋|冬)`,
  'dgu',
);
const WHOLE_YEAR = new RegExp(
  `(?:(?<y>[${N}${SEQUENCE}])年(?!级|龄|轻|代|纪|薪)|(?<yw>${YEAR_WORD}))`,
  'dgu',
);

const YEAR_PARTS: Readonly<Record<string, readonly [string, string]>> = {
  ...{
    初: ['01-01', '01-31'],
    中: ['06-01', '07-31'],
    底: ['12-01', '12-31'],
    末: ['12-01', '12-31'],
  },
  ...{
    上: ['01-01', '06-30'],
    下: ['07-01', '12-31'],
    春: ['03-01', '05-31'],
    夏: ['06-01', '08-31'],
    秋: ['09-01', '11-30'],
  },
};

function partOfYear(year: number, part: string): Days | null {
  if (part === '冬') {
    const end = monthOf(year + 1, 2);
    return end === null ? null : { from: `${String(year)}-12-01`, to: end.to };
  }
  const [from, to] = YEAR_PARTS[part] ?? ['01-01', '12-31'];
  return { from: `${String(year)}-${from}`, to: `${String(year)}-${to}` };
}

const inYears: Reader = (masked, options) => {
  const thisYear = partsOf(options.today).year;
  const part =
    (name: string, precision: Precision) =>
    (found: Found): Bare | null | undefined => {
      const year = yearIn(found, options.today);
      if (year === undefined) return undefined;
      const said = found.group(name).replace(/^[开入]/u, '');
      return dated(partOfYear(year ?? thisYear, said[0] ?? ''), precision);
    };
  return [
    ...claims(masked, YEAR_PART, part('part', 'month')),
    ...claims(masked, BARE_YEAR_PART, part('part', 'month')),
    ...claims(masked, HALF_YEAR, part('half', 'season')),
    ...claims(masked, SEASON, part('season', 'season')),
    ...claims(masked, WHOLE_YEAR, (found) => {
      const numeral = found.numeral('y');
      // 三年 lasts; only 2023年 and 九八年 name a year.
      const names = numeral === null || numeral.form === 'sequence' || numeral.value >= 1900;
      const year = names ? yearIn(found, options.today) : undefined;
      return year === undefined || year === null ? undefined : dated(yearOf(year), 'year');
    }),
  ];
};

/** Solar dates, the more exact patterns first. */
export const readDates: Reader = (masked, options) => [
  ...inMonths(masked, options),
  ...inYears(masked, options),
];
