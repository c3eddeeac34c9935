/** Who is calling, as far as a number tells. A number is no identity: it only finds what may belong together. */
export interface Caller {
  readonly kind: 'mobile' | 'landline' | 'short' | 'foreign' | 'withheld';
  /** National form, digits only: `13805350001`, `05356788888`; null when withheld. */
  readonly number: string | null;
  readonly extension: string | null;
}

const WITHHELD: Caller = { kind: 'withheld', number: null, extension: null };
const EXTENSION = /(?:转|,|;|#|x|ext\.?)\s*(\d{1,6})$/iu;

/**
 * Reads a caller number as exchanges write it: `+86 138-0535-0001`, `0086…`, `013805350001` (a trunk 0 before a
 * mobile), `(0535)6788888转8012`. `areaCode` completes a local number. Anything without digits is withheld.
 */
export function readCaller(raw: string | null | undefined, areaCode: string): Caller {
  const written = (raw ?? '').normalize('NFKC').trim();
  const extension = EXTENSION.exec(written)?.[1] ?? null;
  const digits = (extension === null ? written : written.replace(EXTENSION, '')).replace(
    /[^\d+]/gu,
    '',
  );
  const foreign = /^(?:\+|00)(?!86)\d{5,}/u.test(digits);
  const national = foreign ? digits.replace(/^\+|^00/u, '') : nationalForm(digits);
  if (national === '') return WITHHELD;
  const kind = foreign ? 'foreign' : kindOf(national);
  const number = kind === 'landline' && !national.startsWith('0') ? areaCode + national : national;
  return { kind, number, extension };
}

function nationalForm(digits: string): string {
  const bare = digits.replace(/^(?:\+86|0086)/u, '').replace(/\+/gu, '');
  const withoutCode = /^86(?=1[3-9]\d{9}$)/u.test(bare) ? bare.slice(2) : bare;
  if (/^01[3-9]\d{9}$/u.test(withoutCode)) return withoutCode.slice(1);
  const lostTrunk = digits !== bare && /^[2-9]\d{8,10}$/u.test(withoutCode);
  return lostTrunk ? `0${withoutCode}` : withoutCode;
}

function kindOf(number: string): Caller['kind'] {
  if (/^1[3-9]\d{9}$/u.test(number)) return 'mobile';
  return number.length < 7 ? 'short' : 'landline';
}
