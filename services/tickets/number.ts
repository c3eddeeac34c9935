import { randomInt } from 'node:crypto';

/** `YYYYMMDD-NNNNN` and a check digit: a slip of one digit or two exchanged neighbours is noticed. */
export function ticketNumber(day: string, serial: number): string {
  const body = `${day.replaceAll('-', '')}${String(serial).padStart(5, '0')}`;
  return `${body.slice(0, 8)}-${body.slice(8)}${checkDigit(body)}`;
}

/** What a person typed as a number, put into shape, or null when it cannot be one. */
export function readTicketNumber(typed: string): string | null {
  const digits = typed.normalize('NFKC').replace(/[\s\-—–－]/g, '');
  if (!/^\d{14,16}$/.test(digits)) return null;
  const body = digits.slice(0, -1);
  return checkDigit(body) === digits.slice(-1) ? `${digits.slice(0, 8)}-${digits.slice(8)}` : null;
}

// ISO 7064 MOD 11,10: finds every single slip and nearly every exchange, and is a digit itself.
function checkDigit(digits: string): string {
  let product = 10;
  for (const digit of digits) {
    const sum = (product + Number(digit)) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}

// Without 0 O 1 I L U: it is read aloud and written down by hand.
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/** A fresh query code: 49 random bits, `ABCDE-FGHJK`. */
export function newQueryCode(): string {
  const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}

/** The number of a ticket in a sentence, put into shape; null where there is none. */
export function ticketNumberIn(sentence: string): string | null {
  const found = /(?<!\d)\d{8}[\s\-—–]{0,3}\d{6,8}(?!\d)/u.exec(sentence.normalize('NFKC'));
  return found === null ? null : readTicketNumber(found[0]);
}

const HALF = `[${ALPHABET}]{${String(LENGTH / 2)}}`;
// A letter or the dash between: ten digits in a row are a number of something else.
const CODE = new RegExp(
  `(?<![0-9A-Za-z-])(?=\\S*[A-Za-z-])${HALF}[\\s\\-—–]{0,3}${HALF}(?![0-9A-Za-z-])`,
  'giu',
);

/** The query code in a sentence; null where there is none. */
export function queryCodeIn(sentence: string): string | null {
  const [found] = sentence.normalize('NFKC').match(CODE) ?? [];
  return found === undefined ? null : readQueryCode(found);
}

/** Query codes as asterisks: whoever reads a conversation later must not be able to open the ticket. */
export const maskQueryCodes = (text: string): string =>
  text.replace(CODE, (code) => '*'.repeat(code.length));

/** One spelling for what people type. */
export function readQueryCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');
}
