/** A corpus as bytes, so that a start only loads it. */
import { type Numbers, pack, unpack } from '../kept/packed.ts';
import { type Refusal } from '../kept/shelf.ts';
import { knownRows } from './common-rows.ts';
import { type Corpus, type Segment } from './corpus.ts';
import { INDEX_VERSION } from './settings.ts';

interface Head {
  readonly ids: readonly string[];
  readonly documents: readonly string[];
  readonly averageLength: number;
  readonly segments: readonly { readonly first: number; readonly size: number }[];
}

const keyOf = (key: string): string => `search ${INDEX_VERSION} ${key}`;

/** `key` names the content and comes back only with the same key. */
export function storedCorpus(corpus: Corpus, key: string): Uint8Array {
  const { ids, documents, averageLength, segments } = corpus;
  const head: Head = {
    ...{ ids, documents, averageLength },
    segments: segments.map(({ first, size }) => ({ first, size })),
  };
  const arrays: Numbers[] = [
    corpus.documentOf,
    corpus.cited,
    corpus.withdrawn,
    ...segments.flatMap(({ table: { keys, starts, docs, values }, common }) => [
      ...[keys, starts, docs, values],
      ...[common.slots, common.values],
    ]),
  ];
  return pack(keyOf(key), { head, arrays });
}

/**
 * The corpus again, or why not: the bytes are of another version or content, or damaged. Then it is built anew. Shares the
 * memory of the bytes where they lie aligned.
 */
export function loadedCorpus(stored: Uint8Array, key: string): Corpus | Refusal {
  const packed = unpack(stored, keyOf(key));
  if (packed === 'damaged' || packed === 'other') return packed;
  const { ids, documents, averageLength, segments } = packed.head as Head;
  const [documentOf, cited, withdrawn, ...rest] = packed.arrays as [
    Uint32Array,
    Float32Array,
    Uint8Array,
    ...Numbers[],
  ];
  return {
    ...{ ids, documents, averageLength, documentOf, cited, withdrawn },
    segments: segments.map(({ first, size }, number): Segment => {
      const [keys, starts, docs, values, slots, rows] = rest.slice(6 * number) as [
        Float64Array,
        Uint32Array,
        Uint32Array,
        Uint16Array,
        Uint32Array,
        Float32Array,
      ];
      const table = { keys, starts, docs, values };
      return { first, size, table, common: knownRows(slots, rows) };
    }),
  };
}
