/** Numbers that name something: telephone and identity numbers, file and card numbers. Read first, on the plain text. */
import { dayOf } from '../calendar.ts';
import { type Bare, type Claim } from './claim.ts';

const HAN_DIGITS: Readonly<Record<string, string>> = {
  ...{ 零: '0', 〇: '0', 一: '1', 幺: '1', 二: '2', 两: '2', 三: '3', 四: '4' },
  ...{ 五: '5', 六: '6', 七: '7', 八: '8', 九: '9' },
};
/** Five digits said one by one are a number that names something, never an amount. */
const SPOKEN =
  /[零〇一幺二两三四五六七八九\d][零〇一幺二两三四五六七八九\d -]{3,28}[零〇一幺二两三四五六七八九\dx]/gu;

const GAP = '[ -]?';
const IDENTITY =
  /(?<![\d*])(?:\d[ -]?){17}[\dx](?![\d*])|(?<![\d*])(?=[\d*]{14,17}[\dx*](?![\d*]))\d{3,14}\*{2,14}[\d]{0,4}[\dx*]/gu;
const MOBILE = new RegExp(
  `(?<![\\d*])(?:\\+?86${GAP})?(?<number>1[3-9]\\d${GAP}[\\d*x]{4}${GAP}[\\d*x]{4})(?![\\d*])`,
  'gu',
);
const LANDLINE =
  /(?<![\d*])\(?(?<number>0(?:10|2\d|[3-9]\d{2})\)?[ -]?[\d*]{7,8})(?![\d*])|(?<![\d*])(?<free>[48]00[ -]?\d{3}[ -]?\d{4})(?!\d)/gu;
/** Digits first: what stands before is looked at only where some are. */
const LOCAL =
  /(?=[2-8]\d{6})(?<=(?:电话|座机|手机|号码|打|拨)(?:号码?)?[是为: ]{0,2})(?<number>[2-8]\d{6,7})(?!\d)/gu;
const SHORT =
  /(?=1[12]\d|96\d)(?<=(?:打|拨|电话|热线|找|问)(?:是|了|过|个|到)?[: ]?)(?<number>1[12]\d(?!\d)|12\d{3}|96\d{3})(?!\d)|(?<![\d零-鿿])(?<alone>1[12][029]|12\d{3})$/gu;
const SPOKEN_SHORT = /幺[零〇一幺二两三四五六七八九]{2,4}/gu;

/** Digits behind these words, and numbers of documents and tickets, say nothing that could be counted. */
const LABELS = [
  /(?:尾号|后四位|末四位|卡号|账号|帐号|编号|单号|工号|学号|车牌|证号|验证码|密码|查询码|受理号|身份证)(?:后?[四4]位)?(?:是|为|:| )?\d*[a-z\d][a-z\d*-]+/gu,
  /\d{8}-\d{4,6}/gu,
  // Every letter of the world, four times over, takes the engine half a second to prepare.
  /[㐀-鿿a-z]{1,4}\(\d{4}\)\d+号/gu,
  /\(\d{4}\) ?第?\d+号/gu,
  /\d+号(?:文件?|令|公告|通知|楼|院)/gu,
  /[a-z]+\d+[a-z\d]*/gu,
];

/** Without one of these there is nothing but a number said aloud. */
const FIGURES = /[a-z\d*]/u;

/** Telephone and identity numbers, and the spans in which nothing else must be read. */
export function readIdentifiers(text: string): readonly Claim[] {
  const digits = inFigures(text);
  const spoken = each(text, text, SPOKEN_SHORT, (said) => phone(toFigures(said)));
  if (!FIGURES.test(digits)) return spoken;
  return [
    ...each(text, digits, IDENTITY, (number) => identity(number)),
    ...each(text, digits, MOBILE, phone),
    ...each(text, digits, LANDLINE, phone),
    ...each(text, digits, LOCAL, phone),
    ...each(text, digits, SHORT, phone),
    ...spoken,
    ...LABELS.flatMap((pattern) => each(text, text, pattern, () => null)),
  ];
}

/** The text with spoken digits as figures: every character keeps its place. */
function inFigures(text: string): string {
  return text.replace(SPOKEN, (run) => {
    const said = run.replace(/[ -]/gu, '');
    // 十 and 百 are not in the run: it may still be a list such as 一 二 三 四 五.
    return said.length >= 5 ? toFigures(run) : run;
  });
}

function toFigures(said: string): string {
  return said.replace(/[零〇一幺二两三四五六七八九]/gu, (digit) => HAN_DIGITS[digit] ?? digit);
}

function each(
  text: string,
  searched: string,
  pattern: RegExp,
  read: (number: string) => Bare | null,
): readonly Claim[] {
  return [...searched.matchAll(pattern)].map((match) => {
    const number =
      match.groups?.['number'] ?? match.groups?.['free'] ?? match.groups?.['alone'] ?? match[0];
    const start = match.index;
    const end = Math.min(start + match[0].length, text.length);
    return { start, end, quantity: read(number) };
  });
}

function phone(said: string): Bare {
  return { kind: 'phone', number: said.replace(/[ ()-]/gu, '').replaceAll('x', '*') };
}

function identity(said: string): Bare {
  const number = said.replace(/[ -]/gu, '');
  return { kind: 'id-number', number, valid: isIdentityNumber(number) };
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10x98765432';

/** GB 11643: 17 digits with a birthday that exists, and a check digit. Expects a small x. */
export function isIdentityNumber(number: string): boolean {
  if (!/^\d{17}[\dx]$/u.test(number)) return false;
  const birthday = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number);
  const [year = 0, month = 0, day = 0] = birthday;
  if (dayOf(year, month, day) === null) return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  return CHECK_DIGITS[sum % 11] === number[17];
}
