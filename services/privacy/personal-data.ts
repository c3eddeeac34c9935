/** What was noticed in a text. Offsets are UTF-16, `end` exclusive. */
export interface PersonalData {
  readonly kind: 'id-number' | 'phone' | 'landline' | 'bank-card';
  readonly start: number;
  readonly end: number;
}

interface Detector {
  readonly kind: PersonalData['kind'];
  readonly pattern: RegExp;
  /** Decides on the digits alone, separators removed. */
  readonly holds: (digits: string) => boolean;
}

const GAP = '[ \\-.·]?';
const groups = (...sizes: readonly number[]): string =>
  sizes.map((size) => `\\d{${size}}`).join(GAP);
/** Digits that stand alone: not the middle of a longer number or of an amount with decimals. */
const alone = (pattern: string): RegExp => new RegExp(`(?<![\\d.])(?:${pattern})(?![\\d])`, 'gu');

// In this order: an ID number also looks like a bank card, and both hold runs that look like phones.
const DETECTORS: readonly Detector[] = [
  {
    kind: 'id-number',
    pattern: alone(
      `${groups(6, 8)}${GAP}\\d{3}[\\dX]|${groups(6, 4, 4)}${GAP}\\d{3}[\\dX]|\\d{15}`,
    ),
    holds: isIdNumber,
  },
  {
    kind: 'bank-card',
    pattern: alone(
      `[3-9]\\d{3}${GAP}${groups(4, 4)}${GAP}\\d{4}(?:${GAP}\\d{1,3})?|[3-9]\\d{15,18}`,
    ),
    holds: passesLuhn,
  },
  {
    kind: 'phone',
    pattern: alone(
      `(?:\\+?86${GAP})?(?:${groups(11)}|${groups(3, 4, 4)}|${groups(3, 8)}|${groups(7, 4)}|${groups(4, 3, 4)}|${groups(3, 3, 5)}|${groups(4, 4, 3)})`,
    ),
    holds: (digits) => /^(?:86)?1[3-9]\d{9}$/u.test(digits),
  },
  {
    kind: 'landline',
    pattern: alone(`\\(?0\\d{2,3}\\)?[ \\-]{0,3}[2-9]\\d{2,3}${GAP}\\d{4}`),
    holds: (digits) => /^0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}$/u.test(digits),
  },
  {
    // Without an area code a number is a phone only where somebody calls it one.
    kind: 'landline',
    pattern:
      /(?<=(?:电话|座机|联系方式|手机|号码)(?:号码|号)?(?:就?是|为|[:：])?[ ]?)[2-9]\d{2,3}[ -]?\d{4}(?!\d)/gu,
    holds: () => true,
  },
];

/** Every number in a text that belongs to a person, in order, never overlapping. */
export function findPersonalData(text: string): readonly PersonalData[] {
  if (!hasDigits(text, FEWEST_DIGITS)) return [];
  const folded = foldDigits(text);
  const found: PersonalData[] = [];
  for (const { kind, pattern, holds } of DETECTORS)
    for (const match of folded.matchAll(pattern)) {
      const end = match.index + match[0].length;
      const free = found.every((other) => end <= other.start || match.index >= other.end);
      if (free && holds(match[0].replace(/[^\dX]/gu, '')))
        found.push({ kind, start: match.index, end });
    }
  return found.sort((one, other) => one.start - other.start);
}

/**
 * The text with every such number as asterisks of the same length. Numbers of documents, articles, amounts, dates
 * and public short numbers stay.
 */
export function maskPersonalData(text: string): string {
  let masked = '';
  let at = 0;
  for (const { start, end } of findPersonalData(text)) {
    masked += text.slice(at, start) + '*'.repeat(end - start);
    at = end;
  }
  return masked + text.slice(at);
}

const SPOKEN_DIGITS = '零一二三四五六七八九';
const SPOKEN: Readonly<Record<string, string>> = { 〇: '0', '○': '0', 幺: '1', 两: '2' };
// Shorter runs are years and counts (二〇二六年, 三四个人).
const SPOKEN_RUN = /[零一二三四五六七八九〇○幺两]{7,}/gu;

/** The shortest number that is found has so many. */
const FEWEST_DIGITS = 7;
/** 1 for the code of whatever can be read as a digit. */
const IS_DIGIT = digitsByCode(`0123456789０１２３４５６７８９${SPOKEN_DIGITS}〇○幺两`);

function digitsByCode(digits: string): Uint8Array {
  const marks = new Uint8Array(0x10000);
  for (const digit of digits) marks[digit.charCodeAt(0)] = 1;
  return marks;
}

/** Most texts have next to none: everything written to the log and every question passes here. */
function hasDigits(text: string, fewest: number): boolean {
  let count = 0;
  for (let at = 0; at < text.length && count < fewest; at += 1) {
    count += IS_DIGIT[text.charCodeAt(at)] ?? 0;
  }
  return count >= fewest;
}

/** Every digit as 0–9 and every separator as `-`, in the same number of UTF-16 units. */
function foldDigits(text: string): string {
  return text
    .replace(/[０-９]/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[xＸｘ]/gu, 'X')
    .replace(/[－—–‐‑]/gu, '-')
    .replace(/[（]/gu, '(')
    .replace(/[）]/gu, ')')
    .replace(/\u3000|\u00a0|\t/gu, ' ')
    .replace(SPOKEN_RUN, (run) =>
      Array.from(run, (character) => SPOKEN[character] ?? SPOKEN_DIGITS.indexOf(character)).join(
        '',
      ),
    );
}

const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  ),
);

/**
 * GB 11643: province, birth date, and a check digit. A wrong check digit is forgiven: a number with one slip still
 * tells nearly everything about the person.
 */
function isIdNumber(digits: string): boolean {
  if (!PROVINCES.has(digits.slice(0, 2))) return false;
  const birth = digits.length === 15 ? `19${digits.slice(6, 12)}` : digits.slice(6, 14);
  return isBirthDate(birth);
}

function isBirthDate(day: string): boolean {
  const [year, month, date] = [day.slice(0, 4), day.slice(4, 6), day.slice(6, 8)].map(Number);
  if (year === undefined || month === undefined || date === undefined) return false;
  if (year < 1880 || year > 2099) return false;
  const instant = new Date(Date.UTC(year, month - 1, date));
  return instant.getUTCMonth() === month - 1 && instant.getUTCDate() === date;
}

function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits, Number)
    .reverse()
    .reduce((total, digit, at) => {
      const doubled = at % 2 === 0 ? digit : digit * 2;
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return sum % 10 === 0;
}
