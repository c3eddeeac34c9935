/** Areas, shares, lengths of time, times of day, monthly days, ordinals and whatever number is left. */
import { type Numeral } from '../numerals.ts';
import { type Duration } from '../quantity.ts';
import { type Bare, type Reader, claims } from './claim.ts';
import { ANY, type Found, N, ONE } from './masked.ts';

const SQUARE = new RegExp(
  `(?<n>${ANY})个?(?:平方米|平米|m2|平方|平(?![均安时价等常稳台房]))`,
  'dgu',
);
const MU = new RegExp(`(?<n>${ANY})亩(?:(?<tenth>${ANY})分|(?<half>半))?(?:地)?`, 'dgu');

export const readAreas: Reader = (masked) => [
  ...claims(masked, SQUARE, (found) => area(found.numeral('n')?.value, '平方米')),
  ...claims(masked, MU, (found) => {
    const value = found.numeral('n')?.value;
    const rest = (found.numeral('tenth')?.value ?? 0) / 10 + (found.group('half') === '' ? 0 : 0.5);
    return value === undefined ? undefined : area(Math.round((value + rest) * 100) / 100, '亩');
  }),
];

function area(value: number | undefined, unit: '平方米' | '亩'): Bare | undefined {
  return value === undefined ? undefined : { kind: 'area', value, unit };
}

const PERCENT = new RegExp(`百分之(?<n>${ANY})|(?<m>${ANY})%`, 'dgu');
const TENTHS = new RegExp(`(?<n>${ANY})成(?<m>${N})?(?![年员本为立绩功都了交家效果就心])`, 'dgu');
const DISCOUNT = new RegExp(`(?<n>${ANY})折(?![腾子磨叠])`, 'dgu');
const FRACTION = new RegExp(`(?<below>${ANY})分之(?<above>${ANY})`, 'dgu');
const HALF = new RegExp(`${ONE}半(?![个年月天块路夜])`, 'dgu');

export const readShares: Reader = (masked) => [
  ...claims(masked, PERCENT, (found) =>
    share((found.numeral('n') ?? found.numeral('m'))?.value, 100),
  ),
  ...claims(masked, FRACTION, (found) =>
    share(found.numeral('above')?.value, found.numeral('below')?.value ?? 0),
  ),
  ...claims(masked, TENTHS, (found) => {
    const value = found.numeral('n')?.value;
    return value === undefined
      ? undefined
      : share(value * 10 + (found.numeral('m')?.value ?? 0), 100);
  }),
  ...claims(masked, DISCOUNT, (found) => share(found.numeral('n')?.value, 10)),
  ...claims(masked, HALF, () => share(1, 2)),
];

function share(above: number | undefined, below: number): Bare | undefined {
  return above === undefined || below === 0 ? undefined : { kind: 'share', value: above / below };
}

const UNITS: Readonly<Record<string, Duration['unit']>> = {
  ...{ 工作日: '工作日', 天: '天', 日: '天', 自然日: '天', 周: '周', 星期: '周', 礼拜: '周' },
  ...{ 月: '月', 年: '年', 小时: '小时', 钟头: '小时' },
};
const LASTING = new RegExp(
  `(?<n>${ANY})(?<measure>个)?(?<plus>半)?(?:多)?(?<unit>工作日|自然日|小时|钟头|天|日(?![报子照期]|${ANY})|周(?![岁年末到边]|${ANY})|星期(?![天日]|${ANY})|礼拜(?![天日]|${ANY})|月(?![底初份]|${ANY})|年(?![级龄轻底初代纪]|${ANY}月))(?<half>半)?`,
  'dgu',
);
const GONE_BY = /^(?:多|半|了|没|来|还没|以上|以内|之内|内|前|后|以后|之后)/u;

export const readDurations: Reader = (masked) =>
  claims(masked, LASTING, (found) => {
    const numeral = found.numeral('n');
    const unit = UNITS[found.group('unit')];
    if (numeral === null || unit === undefined || numeral.form === 'sequence') return undefined;
    const said = masked.original.slice(numeral.start, numeral.end);
    // 三月 is a month of the year; 俩月, 两月 and 三个月 last.
    if (unit === '月' && found.group('measure') === '' && !/[俩两仨半]$/u.test(said))
      return undefined;
    // 一年, 一天 mostly say "each": only 一年多, 一个月了 last.
    const half = found.group('half') !== '' || found.group('plus') !== '';
    if (numeral.form === 'one' && !half && !GONE_BY.test(found.after(2))) return undefined;
    if (unit === '年' && numeral.value > 120) return undefined;
    return { kind: 'duration', count: numeral.value + (half ? 0.5 : 0), unit };
  });

const HOUR = `(?<half>早上|早晨|早|清早|上午|头晌|中午|晌午|下午|下晌|过晌|傍晚|晚上|晚|夜里|半夜|凌晨)?(?<h>${ANY})点(?<full>钟|整)?(?:(?<thirty>半)|(?<quarter>${ANY})刻|(?<m>${ANY})分?)?`;
const TO_HOUR = HOUR.replaceAll('(?<', '(?<to_');
const AT_HOUR = new RegExp(`${HOUR}(?:(?:到|至|-|~)${TO_HOUR})?`, 'dgu');

export const readClocks: Reader = (masked) =>
  claims(masked, AT_HOUR, (found) => {
    const from = hourOf(found, '');
    const to = hourOf(found, 'to_');
    // 三点意见: without a time of day or 钟 it may be anything.
    const sure = ['half', 'full', 'thirty', 'to_h'].some((group) => found.group(group) !== '');
    return from === null || !sure ? undefined : { kind: 'clock', from, to };
  });

const AFTERNOON = /下午|下晌|过晌|傍晚|晚|夜里/u;

function hourOf(found: Found, prefix: '' | 'to_'): string | null {
  const hour = found.numeral(`${prefix}h`);
  if (hour === null || !Number.isInteger(hour.value) || hour.value > 24) return null;
  const quarter = (found.numeral(`${prefix}quarter`)?.value ?? 0) * 15;
  const minute =
    found.group(`${prefix}thirty`) === '' ? (found.numeral(`${prefix}m`)?.value ?? quarter) : 30;
  const later = AFTERNOON.test(found.group(`${prefix}half`)) && hour.value < 12 ? 12 : 0;
  if (minute > 59) return null;
  return [hour.value + later, minute].map((part) => String(part).padStart(2, '0')).join(':');
}

const MONTHLY = new RegExp(`(?:每个?月|月月)的?(?<n>${ANY})[日号]`, 'dgu');

export const readMonthlyDays: Reader = (masked) =>
  claims(masked, MONTHLY, (found) => {
    const day = found.numeral('n')?.value ?? 0;
    return day >= 1 && day <= 31 && Number.isInteger(day) ? { kind: 'recurring', day } : null;
  });

const NTH = new RegExp(
  `第(?<n>${ANY})(?<unit>次|条|款|项|个|天|年|批|回|步|期|章|名|季度|周|胎)?`,
  'dgu',
);
const PLAIN = new RegExp(
  `(?<n>${ANY})(?<unit>里(?=地|路|远)|公里|次|回(?!来|去|家|复|应|答)|趟|套|辆|户|斤|间|棵|头|只|级)`,
  'dgu',
);
const WHOLE = new RegExp(
  `^(?:大概|大约|约|差不多|就|也就)?(?<under>不到|不足|少于|不超过|最多|顶多)?(?<over>超过|至少|起码|不止)?(?<n>${ANY})(?<unit>个)?(?:左右|上下|吧|呢|啊|的)?[。!]?$`,
  'dgu',
);

export const readOrdinals: Reader = (masked) =>
  claims(masked, NTH, (found) => {
    const value = found.numeral('n')?.value;
    return value === undefined ? undefined : { kind: 'ordinal', value, unit: found.group('unit') };
  });

/** A number with a small unit, or one that is the whole answer; anything else stays unread. */
export const readPlainNumbers: Reader = (masked) => {
  const plain = (numeral: Numeral | null, unit: string): Bare | undefined => {
    if (numeral === null || numeral.form === 'sequence') return undefined;
    const { value, min, max } = numeral;
    return { kind: 'number', value, min, max, unit };
  };
  return [
    ...claims(masked, WHOLE, (found) => {
      const read = plain(found.numeral('n'), found.group('unit'));
      if (read?.kind !== 'number') return read;
      if (found.group('under') !== '') return { ...read, min: 0, max: read.value };
      return found.group('over') === '' ? read : { ...read, max: null };
    }),
    ...claims(masked, PLAIN, (found) => {
      const numeral = found.numeral('n');
      // 一户, 一回 are articles.
      return numeral?.form === 'one' ? undefined : plain(numeral, found.group('unit'));
    }),
  ];
};
