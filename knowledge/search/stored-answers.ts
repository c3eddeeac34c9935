/** Answered questions as bytes: their table, and how far they are trusted, which takes a second to measure. */
import { pack, unpack } from '../kept/packed.ts';
import { type Refusal } from '../kept/shelf.ts';
import { type AnswerTable } from './answered.ts';
import { INDEX_VERSION } from './settings.ts';

/** What was computed from answered questions over one corpus; holds for the same questions in the same order. */
export interface KnownAnswers extends AnswerTable {
  readonly trust: number;
  /** Questions that came and went since trust was measured. */
  readonly aged: number;
}

const keyOf = (key: string): string => `answers ${INDEX_VERSION} ${key}`;

export function storedAnswers(known: KnownAnswers, key: string): Uint8Array {
  const { table, kinds, weights, norms, trust, aged } = known;
  const arrays = [table.keys, table.starts, table.docs, table.values, kinds, weights, norms];
  return pack(keyOf(key), { head: { trust, aged }, arrays });
}

/** They again, or why not. */
export function loadedAnswers(stored: Uint8Array, key: string): KnownAnswers | Refusal {
  const packed = unpack(stored, keyOf(key));
  if (packed === 'damaged' || packed === 'other') return packed;
  const [keys, starts, docs, values, kinds, weights, norms] = packed.arrays as [
    Float64Array,
    Uint32Array,
    Uint32Array,
    Uint8Array,
    Uint8Array,
    Float32Array,
    Float32Array,
  ];
  const { trust, aged } = packed.head as Pick<KnownAnswers, 'trust' | 'aged'>;
  return { table: { keys, starts, docs, values }, kinds, weights, norms, trust, aged };
}
