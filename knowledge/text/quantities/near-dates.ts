/** Days, weeks and months counted from today: 前天, 上周五, 上个月15号, 三个月前. */
import { addDays, addMonths, dayOf, monthOf, partsOf, weekday } from '../calendar.ts';
import { type Reader, claims } from './claim.ts';
import { PART, dated, oneDay, partOfMonth } from './date-words.ts';
import { ANY, N } from './masked.ts';

const MONTHS_AWAY: readonly (readonly [RegExp, number])[] = [
  [/^上上/u, -2],
  [/^下下/u, 2],
  [/^[上前]/u, -1],
  [/^下/u, 1],
  [/^[这本]/u, 0],
];
const NEAR_MONTH = new RegExp(
  `(?<near>上上个?月|上个?月|前个月|这个?月|本月|下下个?月|下个?月)(?:的?(?:(?<d>${ANY})[日号]|${PART}))?`,
  'dgu',
);

const nearMonths: Reader = (masked, { today }) =>
  claims(masked, NEAR_MONTH, (found) => {
    const away = MONTHS_AWAY.find(([pattern]) => pattern.test(found.group('near')))?.[1] ?? 0;
    const { year, month } = partsOf(addMonths(`${today.slice(0, 7)}-01`, away));
    const date = found.numeral('d');
    if (date !== null) return dated(oneDay(dayOf(year, month, date.value)), 'day');
    const part = found.group('part');
    if (part !== '') return dated(partOfMonth(year, month, part), 'part-of-month');
    return dated(monthOf(year, month), 'month');
  });

const DAYS_AWAY: Readonly<Record<string, number>> = {
  ...{
    大前天: -3,
    前天: -2,
    前儿: -2,
    前日: -2,
    昨天: -1,
    昨儿: -1,
    昨日: -1,
    昨晚: -1,
    昨夜: -1,
    夜来: -1,
  },
  ...{
    今天: 0,
    今儿: 0,
    今早: 0,
    今晚: 0,
    今日: 0,
    今门儿: 0,
    明天: 1,
    明儿: 1,
    明日: 1,
    明早: 1,
    后天: 2,
    大后天: 3,
  },
};
const NEAR_DAY = new RegExp(`(?<near>${Object.keys(DAYS_AWAY).join('|')})(?!年)`, 'dgu');
const LAST_DAYS = new RegExp(`前(?:几|${ANY}|些|阵)(?:天|日|子)`, 'dgu');
const LAST_YEARS = new RegExp(`前(?:几|${ANY}|些)年`, 'dgu');
const WEEK = `(?<rw>上上个?|上个?|这个?|本|下下个?|下个?)?(?:周|星期|礼拜)(?<wd>${ANY}|[天日])`;
const WEEKDAY = new RegExp(`(?<![${N}个每])${WEEK}(?![个岁年])`, 'dgu');
const WHOLE_WEEK = /(?<rw>上上个?|上个?|这个?|本|下个?)(?:周|星期|礼拜)(?!天|日)/dgu;

const nearDays: Reader = (masked, options) => {
  const { today } = options;
  const monday = addDays(today, 1 - weekday(today));
  const weeks = (word: string): number => {
    const away = MONTHS_AWAY.find(([pattern]) => pattern.test(word))?.[1] ?? 0;
    return away * 7;
  };
  return [
    ...claims(masked, NEAR_DAY, (found) =>
      dated(oneDay(addDays(today, DAYS_AWAY[found.group('near')] ?? 0)), 'day'),
    ),
    ...claims(masked, LAST_DAYS, () =>
      dated({ from: addDays(today, -10), to: addDays(today, -1) }, 'about'),
    ),
    ...claims(masked, LAST_YEARS, () =>
      dated({ from: addMonths(today, -60), to: addMonths(today, -12) }, 'about'),
    ),
    ...claims(masked, WEEKDAY, (found) => {
      const number = found.numeral('wd')?.value ?? 7;
      if (number < 1 || number > 7) return undefined;
      const word = found.group('rw');
      const day = addDays(monday, weeks(word) + number - 1);
      // A bare 周五 is the last one, or the next one where the talk is of what comes.
      const past = options.tense !== 'future';
      const shift = word !== '' ? 0 : past && day > today ? -7 : !past && day < today ? 7 : 0;
      return dated(oneDay(addDays(day, shift)), 'day');
    }),
    ...claims(masked, WHOLE_WEEK, (found) => {
      const from = addDays(monday, weeks(found.group('rw')));
      return dated({ from, to: addDays(from, 6) }, 'about');
    }),
  ];
};

const AGO = new RegExp(
  `(?<n>${ANY})(?<measure>个)?(?<plus>半)?(?<more>多)?(?<unit>天|日|周|星期|礼拜|月|年)(?<half>半)?(?<more2>多)?(?:以|之)?前(?![天年日几儿])`,
  'dgu',
);

const ago: Reader = (masked, { today }) =>
  claims(masked, AGO, (found) => {
    const numeral = found.numeral('n');
    if (numeral === null || numeral.form === 'sequence' || numeral.value >= 1900) return undefined;
    const half = found.group('half') !== '' || found.group('plus') !== '' ? 0.5 : 0;
    const unit = found.group('unit');
    const to = before(today, numeral.min + half, unit);
    const more = found.group('more') !== '' || found.group('more2') !== '';
    const furthest = numeral.max ?? numeral.min * 1.5;
    const from = before(today, furthest + half + (more ? 0.9 : 0), unit);
    const exact = from === to && /^(?:天|日)$/u.test(unit);
    return dated({ from, to }, exact ? 'day' : 'about');
  });

function before(today: string, count: number, unit: string): string {
  if (/天|日/u.test(unit)) return addDays(today, -Math.round(count));
  if (/周|星期|礼拜/u.test(unit)) return addDays(today, -Math.round(count * 7));
  const months = unit === '年' ? count * 12 : count;
  const whole = Math.trunc(months);
  return addDays(addMonths(today, -whole), -Math.round((months - whole) * 30));
}

/** Dates counted from today. */
export const readNearDates: Reader = (masked, options) => [
  ...ago(masked, options),
  ...nearMonths(masked, options),
  ...nearDays(masked, options),
];
