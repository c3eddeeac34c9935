/** Lunar dates (腊月, 正月初五, 农历八月十五) and festivals by name. */
import { type Days, dayOf, partsOf } from '../calendar.ts';
import { lunarDay, lunarMonth, newYearsEve } from '../lunar.ts';
import { type QuantityOptions } from '../quantity.ts';
import { type Bare, type Claim, type Reader, claims } from './claim.ts';
import { YEAR, dated, nearestYear, oneDay, yearIn } from './date-words.ts';
import { ANY, type Found } from './masked.ts';

/** 二十三 is said 二十三 or 廿三; 初五 is the fifth. */
const LUNAR_DAY = `(?:初?(?<d>${ANY})(?![个块元天年月岁多]))`;
const NAMED_MONTH = new RegExp(
  `${YEAR}?(?:农历|阴历|旧历)?(?<lm>正月|冬月|腊月)${LUNAR_DAY}?`,
  'dgu',
);
const LUNAR_DATE = new RegExp(
  `(?:农历|阴历|旧历)的?${YEAR}?(?<m>${ANY})月${LUNAR_DAY}?[日号]?`,
  'dgu',
);
const LUNAR_AFTER_YEAR = new RegExp(
  `${YEAR}(?:农历|阴历|旧历)(?<m>${ANY})月${LUNAR_DAY}?[日号]?`,
  'dgu',
);
const FIRST_TEN = new RegExp(`(?<m>${ANY})月初(?<d>${ANY})(?![个块元天年月岁])`, 'dgu');
/** 八月十五 without 号 is the festival. */
const MID_AUTUMN = new RegExp(`(?<m>${ANY})月(?<d>${ANY})(?![日号个块元天年岁多来%])`, 'dgu');

const MONTH_NAMES: Readonly<Record<string, number>> = { 正月: 1, 冬月: 11, 腊月: 12 };

/** The latest lunar year in which the day has come, or the next one where the talk is of what comes. */
function lunarDays(
  said: number | null | undefined,
  find: (year: number) => Days | null,
  options: QuantityOptions,
): Days | null {
  if (said !== null && said !== undefined) return find(said);
  const { year } = partsOf(options.today);
  const candidates = [year - 2, year - 1, year, year + 1].flatMap((one) => find(one) ?? []);
  if (options.tense === 'future') return candidates.find(({ to }) => to >= options.today) ?? null;
  return candidates.findLast(({ from }) => from <= options.today) ?? null;
}

function lunar(found: Found, month: number, options: QuantityOptions): Bare | null {
  const date = found.numeral('d');
  const find = (year: number): Days | null =>
    date === null ? lunarMonth(year, month) : oneDay(lunarDay(year, month, date.value));
  return dated(
    lunarDays(yearIn(found, options.today), find, options),
    date === null ? 'month' : 'day',
    true,
  );
}

/** Lunar dates, before the solar ones: 正月初五 must not become the fifth of some month. */
export const readLunarDates: Reader = (masked, options) => [
  ...claims(masked, NAMED_MONTH, (found) =>
    lunar(found, MONTH_NAMES[found.group('lm')] ?? 0, options),
  ),
  ...[LUNAR_AFTER_YEAR, LUNAR_DATE, FIRST_TEN].flatMap((pattern) =>
    claims(masked, pattern, (found) => lunar(found, found.numeral('m')?.value ?? 0, options)),
  ),
  ...claims(masked, MID_AUTUMN, (found) => {
    const [month, day] = [found.numeral('m')?.value, found.numeral('d')?.value];
    return month === 8 && day === 15 ? lunar(found, 8, options) : undefined;
  }),
];

interface Festival {
  readonly pattern: string;
  readonly lunar: boolean;
  readonly days: (year: number) => Days | null;
}

const solar =
  (month: number, day: number) =>
  (year: number): Days | null =>
    oneDay(dayOf(year, month, day));
const byMoon =
  (month: number, day: number) =>
  (year: number): Days | null =>
    oneDay(lunarDay(year, month, day));
const NOT_COUNTED = '(?![零〇一二三四五六七八九十百千\\d块元岁个级])';
const NOT_AFTER_NUMBER = '(?<![零〇一二两三四五六七八九十百千\\d第])';

const FESTIVALS: readonly Festival[] = [
  { pattern: '元旦', lunar: false, days: solar(1, 1) },
  { pattern: '(?:三八)?妇女节|三八节', lunar: false, days: solar(3, 8) },
  {
    pattern: `五一劳动节|劳动节|五一节|${NOT_AFTER_NUMBER}五一${NOT_COUNTED}`,
    lunar: false,
    days: solar(5, 1),
  },
  {
    pattern: `(?:六一)?儿童节|六一节|${NOT_AFTER_NUMBER}六一${NOT_COUNTED}`,
    lunar: false,
    days: solar(6, 1),
  },
  { pattern: '教师节', lunar: false, days: solar(9, 10) },
  { pattern: '国庆节?|十一(?=长假|假期|黄金周|放假)', lunar: false, days: solar(10, 1) },
  {
    pattern: '清明节?',
    lunar: false,
    days: (year) => ({ from: `${String(year)}-04-04`, to: `${String(year)}-04-06` }),
  },
  { pattern: '春节|大年初一|年初一|过大年', lunar: true, days: byMoon(1, 1) },
  { pattern: '元宵节?', lunar: true, days: byMoon(1, 15) },
  { pattern: '端午节?', lunar: true, days: byMoon(5, 5) },
  { pattern: '七夕', lunar: true, days: byMoon(7, 7) },
  { pattern: '中秋节?', lunar: true, days: byMoon(8, 15) },
  { pattern: '重阳节?', lunar: true, days: byMoon(9, 9) },
  { pattern: '腊八(?:节|那天)', lunar: true, days: byMoon(12, 8) },
  { pattern: '除夕|大年三十|年三十', lunar: true, days: (year) => oneDay(newYearsEve(year - 1)) },
];
const YEAR_SAID = '(?:(?<word>去年|前年|今年|明年)|(?<year>(?:19|20)\\d{2})年)?的?';
const WORDS_AWAY: Readonly<Record<string, number>> = { 去年: -1, 前年: -2, 今年: 0, 明年: 1 };

const PATTERNS = FESTIVALS.map((festival) => ({
  festival,
  pattern: new RegExp(`${YEAR_SAID}(?:${festival.pattern})`, 'gu'),
}));

/** Festivals, on the plain text: their names hold numerals that are none (五一, 大年三十). */
export function readFestivals(text: string, options: QuantityOptions): readonly Claim[] {
  return PATTERNS.flatMap(({ festival, pattern }) =>
    [...text.matchAll(pattern)].map((match) => {
      const { word, year } = match.groups ?? {};
      const now = partsOf(options.today).year;
      const said =
        word === undefined
          ? year === undefined
            ? null
            : Number(year)
          : now + (WORDS_AWAY[word] ?? 0);
      const days = festivalDays(festival, said, options);
      return {
        start: match.index,
        end: match.index + match[0].length,
        quantity: dated(days, 'day', festival.lunar),
      };
    }),
  );
}

function festivalDays(
  festival: Festival,
  said: number | null,
  options: QuantityOptions,
): Days | null {
  if (festival.lunar) return lunarDays(said, festival.days, options);
  if (said !== null) return festival.days(said);
  const first = festival.days(partsOf(options.today).year);
  if (first === null) return null;
  const { month, day } = partsOf(first.from);
  return festival.days(nearestYear(month, day, options));
}
