/** Answered questions as bytes: their table, and how far they are trusted, which takes a second to measure. */
import { pack, unpack } from '../kept/packed.ts';
import { type Refusal } from '../kept/shelf.ts';
import { type AnswerTable } from './answered.ts';
import { INDEX_VERSION } from './settings.ts';

/** What was computed from answered questions over one corpus; holds for the same questions in the same order. */
export interface KnownAnswers extends AnswerTable {
  readonly trust: number;
}

const keyOf = (key: string): string => `answers ${INDEX_VERSION} ${key}`;

export function storedAnswers(known: KnownAnswers, key: string): Uint8Array {
  const { table, weights, norms, trust } = known;
  const arrays = [table.keys, table.starts, table.docs, table.values, weights, norms];
  return pack(keyOf(key), { head: { trust }, arrays });
}

/** They again, or why not. */
export function loadedAnswers(stored: Uint8Array, key: string): KnownAnswers | Refusal {
  const packed = unpack(stored, keyOf(key));
  if (packed === 'damaged' || packed === 'other') return packed;
  const [keys, starts, docs, values, weights, norms] = packed.arrays as [
    Float64Array,
    Uint32Array,
    Uint32Array,
    Uint8Array,
    Float32Array,
    Float32Array,
  ];
  const { trust } = packed.head as { readonly trust: number };
  return { table: { keys, starts, docs, values }, weights, norms, trust };
}
