import { type Numeral, numeralsIn } from '../numerals.ts';

/** Stands for one numeral in masked text. */
export const N = '\ue000';
/** Stands for a bare 一, which is often only an article. */
export const ONE = '\ue002';
/** Stands for digits said one by one. */
export const SEQUENCE = '\ue003';
/** Stands for what is read already; no pattern matches it. */
const TAKEN = '\ue001';

/** Any numeral that counts. */
export const ANY = `[${N}${ONE}]`;

/** A part of a text, by offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A match in masked text: the offsets of the whole in the original, the numerals and the texts of its groups. */
export interface Found extends Span {
  readonly numeral: (group: string) => Numeral | null;
  readonly group: (name: string) => string;
  /** The masked text around the match, for context. */
  readonly before: (length: number) => string;
  readonly after: (length: number) => string;
}

/**
 * A text in which every numeral is one character, so that patterns stay short and run in linear time, with the way
 * back to the original offsets.
 */
export class MaskedText {
  readonly original: string;
  readonly text: string;
  readonly #offsets: readonly number[];
  readonly #numerals: ReadonlyMap<number, Numeral>;

  constructor(original: string, taken: readonly Span[]) {
    this.original = original;
    const open = blank(original, taken);
    const offsets: number[] = [];
    const numerals = new Map<number, Numeral>();
    let masked = '';
    let at = 0;
    const copy = (end: number): void => {
      for (; at < end; at += 1) {
        offsets.push(at);
        masked += open[at] ?? '';
      }
    };
    for (const numeral of numeralsIn(open)) {
      copy(numeral.start);
      numerals.set(masked.length, numeral);
      offsets.push(at);
      masked += { number: N, one: ONE, sequence: SEQUENCE }[numeral.form];
      at = numeral.end;
    }
    copy(open.length);
    offsets.push(open.length);
    this.text = masked;
    this.#offsets = offsets;
    this.#numerals = numerals;
  }

  /** All matches of a global pattern with named groups and the flag `d`. */
  find(pattern: RegExp): readonly Found[] {
    return [...this.text.matchAll(pattern)].map((match) => this.#found(match));
  }

  #found(match: RegExpExecArray): Found {
    const start = match.index;
    const end = start + match[0].length;
    const startOf = (name: string): number | undefined => match.indices?.groups?.[name]?.[0];
    return {
      start: this.#offsets[start] ?? 0,
      end: this.#offsets[end] ?? this.original.length,
      numeral: (name) => this.#numerals.get(startOf(name) ?? -1) ?? null,
      group: (name) => match.groups?.[name] ?? '',
      before: (length) => this.text.slice(Math.max(0, start - length), start),
      after: (length) => this.text.slice(end, end + length),
    };
  }
}

/** The text with the taken spans and our own marks blanked out, of the same length. */
function blank(text: string, taken: readonly Span[]): string {
  const characters = text.replace(/[\ue000-\ue003]/gu, TAKEN).split('');
  for (const { start, end } of taken) characters.fill(TAKEN, start, end);
  return characters.join('');
}
