import { type Quantity, type QuantityOptions } from '../quantity.ts';
import { type Found, type MaskedText, type Span } from './masked.ts';

/** A quantity without the words that said it. */
export type Bare = Quantity extends infer Q
  ? Q extends Quantity
    ? Omit<Q, keyof Span | 'text'>
    : never
  : never;

/** A part of the text that is read: as a quantity, or as something in which no number must be looked for (null). */
export interface Claim extends Span {
  readonly quantity: Bare | null;
}

export type Reader = (masked: MaskedText, options: QuantityOptions) => readonly Claim[];

/** One pattern and what its matches mean; `undefined` where a match means nothing and claims nothing. */
export function claims(
  masked: MaskedText,
  pattern: RegExp,
  read: (found: Found) => Bare | null | undefined,
): readonly Claim[] {
  return masked.find(pattern).flatMap((found) => {
    const quantity = read(found);
    return quantity === undefined ? [] : [{ start: found.start, end: found.end, quantity }];
  });
}
