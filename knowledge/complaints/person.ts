/** Who complains: phone, name, and whether they want to be named. */

export interface PersonPatterns {
  readonly anonymous: RegExp;
  readonly notAnonymous: RegExp;
  readonly confidential: RegExp;
  readonly ownName: RegExp;
}

export interface PersonRead {
  readonly phone: string | null;
  readonly name: string | null;
  readonly anonymous: boolean;
  readonly anonymityAsked: boolean;
  readonly confidential: boolean;
}

const GAP = '[ -]?';
const MOBILE = `(?:\\+?86${GAP})?1[3-9]\\d${GAP}[\\d*x]{4}${GAP}[\\d*x]{4}`;
const LANDLINE = `0\\d{2,3}[ -]?[\\d*]{7,8}|\\(0\\d{2,3}\\)[ -]?[\\d*]{7,8}`;
/** Without an area code a number is a phone where somebody calls it one. */
const LOCAL =
  '(?<=(?:电话|座机|号码|家里|固话|小灵通)(?:号码?)?[是为:：]? ?)[2-8](?=[\\d*]{6,7}(?![\\d*]))[\\d*]{6,7}';
const PHONE = new RegExp(`(?<![\\d*])(?:${MOBILE}|${LANDLINE}|${LOCAL})(?![\\d*])`, 'gu');
/** 幺三八… read aloud. */
const SPOKEN = /[幺一][三四五六七八九](?:[ ,]?[零〇一二两三四五六七八九幺]){9}/u;
/** Behind these words stands the phone of somebody else. */
const NOT_OWN =
  /(?:他|她|他家|对方|主任|会计|书记|网格员|窗口|街道|社区|监督|公示|热线|拨打?|照着)的?(?:电话|手机)?(?:号码?)?[是为:： ]*$/u;

/** `raw` as it was typed, `text` normalised. */
export function readPerson(raw: string, text: string, patterns: PersonPatterns): PersonRead {
  const phone = readPhone(raw);
  const name = readName(text, patterns.ownName);
  const anonymityAsked = patterns.anonymous.test(text) && !patterns.notAnonymous.test(text);
  return {
    phone,
    name,
    anonymityAsked,
    anonymous: anonymityAsked || (phone === null && name === null),
    confidential: patterns.confidential.test(text),
  };
}

/** The person's own number as written; the last one where there are several. */
export function readPhone(raw: string): string | null {
  const narrow = raw.replace(/[！-～]/gu, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0));
  const found = [...narrow.matchAll(PHONE)].map((match) => ({
    own: !NOT_OWN.test(narrow.slice(Math.max(0, match.index - 12), match.index)),
    number: raw.slice(match.index, match.index + match[0].length),
  }));
  const best = found.findLast(({ own }) => own) ?? found.at(-1);
  return best?.number ?? SPOKEN.exec(raw)?.[0] ?? null;
}

const EDGES = /^[,。;!?()、 :]+|[,。;!?()、 :\d*]+$/gu;

function readName(text: string, pattern: RegExp): string | null {
  const found = pattern.exec(text)?.[0].replace(EDGES, '');
  return found === undefined || found === '' ? null : found;
}
