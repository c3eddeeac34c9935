import { type PostingTable, valueAt } from './posting-table.ts';
import { BM25 } from './settings.ts';

/** The greatest stored weight: what counting can approach and never reach. */
export const FULL_WEIGHT = 65_535;

/** Counts become weights: saturating with the count, less in a long clause. */
export function weighed(
  table: PostingTable,
  lengths: Uint32Array,
  averageLength: number,
): PostingTable {
  const { k1, b } = BM25;
  const values = new Uint16Array(table.docs.length);
  for (let at = 0; at < values.length; at += 1) {
    const length = valueAt(lengths, valueAt(table.docs, at)) / averageLength;
    const count = valueAt(table.values, at);
    values[at] = Math.round((FULL_WEIGHT * count) / (k1 * (1 - b + b * length) + count));
  }
  return { ...table, values };
}
