import { Converter } from 'opencc-js/t2cn';

type ConverterFactory = (options: { from: 't'; to: 'cn' }) => (text: string) => string;

// The package's types do not resolve under nodenext: its declarations import without endings.
const toSimplified = (Converter as unknown as ConverterFactory)({ from: 't', to: 'cn' });

/** Characters that show nothing or only decorate: controls, format, marks, private use, lone surrogates, fillers. */
const INVISIBLE = /\p{C}|\p{M}|\u115f|\u1160|\u2800/gu;
const SPACES = /[\s\u0085]+/gu;

const PUNCTUATION: readonly (readonly [RegExp, string])[] = [
  [/[“”„‟«»「」『』﹁﹂"]/gu, '"'],
  [/[‘’‚‛`´′]/gu, "'"],
  [/[‐‑‒–—―−﹣⁃─━]/gu, '-'],
  [/[〜∼∽～]/gu, '~'],
  [/[〔【〖[{]/gu, '('],
  [/[〕】〗\]}]/gu, ')'],
  [/[｡．]/gu, '。'],
  [/[‧・･•∙⋅]/gu, '·'],
  [/[¥￥]/gu, '¥'],
];

/**
 * One spelling for everything that looks or sounds the same to a reader: NFKC, simplified characters, one
 * kind of quotes, dashes and brackets, single spaces, lower case; nothing invisible is left. Idempotent, in
 * time linear in the length; offsets refer to the result.
 */
export function normalise(raw: string): string {
  if (raw === last.raw || raw === last.text) return last.text;
  const text = normalised(raw);
  last = { raw, text };
  return text;
}

/** One message is normalised several times running: to be answered, heard as a complaint, searched for a person. */
let last = { raw: '', text: '' };

function normalised(raw: string): string {
  let text = raw;
  // One round is enough for ordinary text; odd sequences may compose anew once a mark between them is gone.
  for (let round = 0; round < 4; round += 1) {
    const next = once(text);
    if (next === text) break;
    text = next;
  }
  return text;
}

function once(raw: string): string {
  let text = raw.normalize('NFKC').replace(SPACES, ' ').toLowerCase().replace(INVISIBLE, '');
  text = toSimplified(text);
  for (const [pattern, replacement] of PUNCTUATION) text = text.replace(pattern, replacement);
  return text.replace(/ {2,}/g, ' ').trim();
}

const NOT_A_WORD = /[\p{P}\p{S}\p{Z}]+/gu;

/** The text without spaces and punctuation, for comparing phrasings: expects normalised text. */
export function squeeze(text: string): string {
  return text.replace(NOT_A_WORD, '');
}
