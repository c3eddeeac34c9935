/** The figures that a sentence states, as values: 三十个工作日 and 30个工作日 are the same figure. */

const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 };

const CHINESE = '[零〇一二两三四五六七八九十百千万]+(?:点[零一二三四五六七八九]+)?';
/** Only before these does a Chinese numeral state a policy figure; 一般, 统一 and 一次性 state none. */
const MEASURES = '(?:个)?(?:工作日|自然日|日|天|月|年|周岁|岁|元|块|倍|成|平方米|级)';

const NUMERAL = new RegExp(CHINESE, 'gu');
const MEASURED = new RegExp(`${CHINESE}(?=${MEASURES})`, 'gu');

/** Figures that an answer states and that therefore need a basis. */
export function statedFigures(text: string): number[] {
  const plain = text.replace(/^\s*(?:\d+[.、]|[（(]\d+[）)])/gmu, '').replace(/第\d+步/gu, '');
  const arabic = [...plain.matchAll(/\d[\d,]*(?:\.\d+)?/gu)].map(([digits]) => toNumber(digits));
  const chinese = [...plain.matchAll(MEASURED)].flatMap(([numeral]) => chineseFigures(numeral));
  return [...arabic, ...chinese];
}

/** 一二级 states two figures, 二十 one. */
function chineseFigures(numeral: string): number[] {
  if (!/[十百千万点]/u.test(numeral))
    return Array.from(numeral).flatMap((digit) => DIGITS[digit] ?? []);
  const value = chineseValue(numeral);
  return value === null ? [] : [value];
}

/** Every figure that a stored text can vouch for: any numeral in it, however it is written. */
export function knownFigures(text: string): Set<number> {
  const figures = new Set<number>();
  for (const [digits] of text.matchAll(/\d[\d,]*(?:\.\d+)?/gu)) figures.add(toNumber(digits));
  for (const [numeral] of text.matchAll(NUMERAL)) {
    const value = chineseValue(numeral);
    if (value !== null) figures.add(value);
    // 一二级, 三四级: each digit is a figure of its own.
    for (const character of numeral) {
      const digit = DIGITS[character];
      if (digit !== undefined) figures.add(digit);
    }
  }
  return figures;
}

function toNumber(digits: string): number {
  return Number(digits.replaceAll(',', ''));
}

/** 四十五 → 45, 两万 → 20000; null where the characters make no number. */
export function chineseValue(numeral: string): number | null {
  const [whole = '', decimals] = numeral.split('点');
  if (decimals !== undefined) {
    return Number(`${String(chineseValue(whole) ?? 0)}.${String(chineseValue(decimals) ?? 0)}`);
  }
  return /[十百千万]/u.test(numeral) ? valueWithUnits(numeral) : valueOfDigits(numeral);
}

function valueOfDigits(numeral: string): number | null {
  const digits = Array.from(numeral, (character) => DIGITS[character]);
  return digits.some((digit) => digit === undefined) ? null : Number(digits.join(''));
}

function valueWithUnits(numeral: string): number {
  let total = 0;
  let section = 0;
  let digit: number | null = null;
  for (const character of numeral) {
    const unit = UNITS[character];
    if (unit === undefined) {
      digit = DIGITS[character] ?? null;
    } else if (unit === 10_000) {
      total += (section + (digit ?? 0) || 1) * unit;
      section = 0;
      digit = null;
    } else {
      section += (digit ?? 1) * unit;
      digit = null;
    }
  }
  return total + section + (digit ?? 0);
}
