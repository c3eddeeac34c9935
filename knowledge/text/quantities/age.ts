import { partsOf } from '../calendar.ts';
import { type Numeral } from '../numerals.ts';
import { type Bare, type Reader, claims } from './claim.ts';
import { ANY, N, SEQUENCE } from './masked.ts';

const PERSON =
  '(?:爷爷|奶奶|姥姥|姥爷|老头子?|老汉|老伴|老太太?|老人|大爷|大娘|公公|婆婆|岳父|岳母|丈人|丈母娘|父亲|母亲|爹|爸|妈|娘|哥|姐|弟|妹|叔|舅|姨|姑|儿子?|闺女|女儿|孩子|娃|孙子|孙女|外甥|侄子|媳妇|老婆|老公|丈夫|妻子|本人|我|俺|他|她)';
const ADVERBS = '(?:今年|现在|也|都|已经?|刚|快|整|才|就|满|年满|要|年龄|岁数|,|:| ){0,4}';
const STOP = '(?=$|[,。;!? 、没无有的就也还还是])';

const YEARS = new RegExp(
  `(?<nominal>虚岁?)?(?<n>${ANY})(?:周岁|(?<nominal2>虚岁)|岁)(?<half>半)?`,
  'dgu',
);
const NOMINAL = new RegExp(`虚岁(?:都|是|已经|今年)?(?<n>${N})(?!岁)`, 'dgu');
const MONTHS = new RegExp(`(?<n>${ANY})个(?:多)?月大`, 'dgu');
const FIRST_MONTH = /(?<=刚|才|孩子|娃|快|没)满月/dgu;
const OLD_STYLE = new RegExp(`(?<n>${N})有(?<m>${N})(?=$|[,。;!? 了的])`, 'dgu');
const THIS_YEAR = new RegExp(
  `今年(?:都|已经|快|刚|整|才|虚岁|周岁|正好|满|,| ){0,2}(?<n>${N})(?:了|整|岁)?${STOP}`,
  'dgu',
);
const OF_PERSON = new RegExp(`(?<=${PERSON}${ADVERBS})(?<n>${N})(?:了|整)?${STOP}`, 'dgu');
const TURNED = new RegExp(
  `(?<=^|[,。;!? ]|都|已经|快|我|俺|他|她)(?<n>${N})了(?=$|[,。;!? 没无还也])`,
  'dgu',
);
const FULL = new RegExp(
  `(?:年|刚|不|未|没|已|将)?满(?:了)?(?<n>${N})(?:周岁|岁)?(?=$|[,。;!? 的了就以国不能还给是])`,
  'dgu',
);
const BORN = new RegExp(
  `(?<n>[${N}${SEQUENCE}])年(?<month>${ANY}月)?(?:份)?(?:出)?生(?:人|的|于)?(?!活|病|产|意|育)|(?:生于|出生于)(?<m>[${N}${SEQUENCE}])年`,
  'dgu',
);

/** Without 岁 only these are ages: smaller numbers beside people count them (老人2 孩子1). */
const LEAST_BARE = 10;
const LEAST_TURNED = 50;
const MOST = 120;

/** Ages, also without 岁 after a person or 今年, in months for the smallest, and by the year of birth. */
export const readAges: Reader = (masked, { today }) => [
  ...claims(masked, BORN, (found) =>
    born(found.numeral('n') ?? found.numeral('m'), masked.original, today),
  ),
  ...claims(masked, MONTHS, (found) => {
    const numeral = found.numeral('n');
    return numeral === null ? undefined : inMonths(numeral.value);
  }),
  ...claims(masked, FIRST_MONTH, () => inMonths(1)),
  ...claims(masked, YEARS, (found) => {
    const nominal = found.group('nominal') !== '' || found.group('nominal2') !== '';
    const numeral = found.numeral('n');
    if (found.group('half') === '') return inYears(numeral, nominal);
    return numeral === null ? undefined : inMonths(numeral.value * 12 + 6);
  }),
  ...claims(masked, NOMINAL, (found) => inYears(found.numeral('n'), true)),
  ...claims(masked, OLD_STYLE, (found) => {
    const [tens, ones] = [found.numeral('n')?.value ?? 0, found.numeral('m')?.value ?? 0];
    const fits = tens >= 10 && tens <= 90 && tens % 10 === 0 && ones >= 1 && ones <= 9;
    return fits ? years(tens + ones, tens + ones, false) : undefined;
  }),
  ...claims(masked, THIS_YEAR, (found) => bare(found.numeral('n'), LEAST_BARE)),
  ...claims(masked, OF_PERSON, (found) => bare(found.numeral('n'), LEAST_BARE)),
  ...claims(masked, TURNED, (found) => bare(found.numeral('n'), LEAST_TURNED)),
  ...claims(masked, FULL, (found) => bare(found.numeral('n'), LEAST_BARE)),
];

function inYears(numeral: Numeral | null, nominal: boolean): Bare | undefined {
  if (numeral === null || numeral.value > MOST) return undefined;
  const upper = numeral.max === null ? Math.min(numeral.value + 9, MOST) : Math.round(numeral.max);
  return years(Math.floor(numeral.over ? numeral.value : numeral.min), upper, nominal);
}

function bare(numeral: Numeral | null, least: number): Bare | undefined {
  return numeral === null || numeral.value < least ? undefined : inYears(numeral, false);
}

function years(from: number, to: number, nominal: boolean): Bare {
  const max = to > from ? to : null;
  return { kind: 'age', years: from, max, months: null, nominal, birthYear: null };
}

function inMonths(months: number): Bare {
  return {
    kind: 'age',
    years: Math.floor(months / 12),
    max: null,
    months: Math.floor(months),
    nominal: false,
    birthYear: null,
  };
}

/** 1962年生, 62年生人, 六七年生: two digits belong to the last hundred years. */
function born(numeral: Numeral | null, text: string, today: string): Bare | undefined {
  if (numeral === null) return undefined;
  const now = partsOf(today).year;
  const said = yearSaid(numeral, text);
  const year = said < 100 ? (said > now % 100 ? 1900 : 2000) + said : said;
  if (year > now || year < now - MOST) return undefined;
  return {
    kind: 'age',
    years: now - year,
    max: null,
    months: null,
    nominal: false,
    birthYear: year,
  };
}

/** 六七 reads as a range, six to seven, but before 年生 it is the year 67. */
function yearSaid(numeral: Numeral, text: string): number {
  const said = text.slice(numeral.start, numeral.end);
  const digits = Array.from(said, (character) => '零一二三四五六七八九'.indexOf(character));
  return said.length === 2 && digits.every((digit) => digit >= 0)
    ? Number(digits.join(''))
    : numeral.value;
}
