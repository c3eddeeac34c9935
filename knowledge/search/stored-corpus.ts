/** A corpus as bytes, so that a start only loads it: a head of JSON, then the arrays one after the other, each on 8 bytes. */
import { type Corpus, type Segment } from './corpus.ts';
import { INDEX_VERSION } from './settings.ts';

type Numbers = Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array;

const KINDS = { Float64Array, Float32Array, Uint32Array, Uint16Array, Uint8Array } as const;
type Kind = keyof typeof KINDS;

interface Head {
  readonly magic: string;
  readonly version: number;
  /** What the index was built from, as its owner names it. */
  readonly key: string;
  readonly ids: readonly string[];
  readonly documents: readonly string[];
  readonly averageLength: number;
  readonly segments: readonly { readonly first: number; readonly size: number }[];
  readonly arrays: readonly { readonly kind: Kind; readonly length: number }[];
}

const MAGIC = 'mingbai-search';
const ALIGNED = 8;

/** `key` names the content and comes back only with the same key. */
export function storedCorpus(corpus: Corpus, key: string): Uint8Array {
  const arrays: Numbers[] = [
    corpus.documentOf,
    corpus.cited,
    corpus.withdrawn,
    ...corpus.segments.flatMap(({ table }) => [table.keys, table.starts, table.docs, table.values]),
  ];
  const head: Head = {
    magic: MAGIC,
    version: INDEX_VERSION,
    key,
    ids: corpus.ids,
    documents: corpus.documents,
    averageLength: corpus.averageLength,
    segments: corpus.segments.map(({ first, size }) => ({ first, size })),
    arrays: arrays.map((array) => ({ kind: kindOf(array), length: array.length })),
  };
  const headBytes = new TextEncoder().encode(JSON.stringify(head));
  const size = arrays.reduce(
    (at, array) => aligned(at) + array.byteLength,
    aligned(ALIGNED + headBytes.length),
  );
  const bytes = new Uint8Array(aligned(size));
  new DataView(bytes.buffer).setUint32(0, headBytes.length, true);
  bytes.set(headBytes, ALIGNED);
  let at = ALIGNED + headBytes.length;
  for (const array of arrays) {
    at = aligned(at);
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  return bytes;
}

/**
 * The corpus again, or null where the bytes are of another version or content, cut short, or no index at all: then it is built
 * anew. Shares the memory of the bytes where they lie aligned.
 */
export function loadedCorpus(stored: Uint8Array, key: string): Corpus | null {
  const bytes = stored.byteOffset % ALIGNED === 0 ? stored : stored.slice();
  const head = headOf(bytes, key);
  if (head === null) return null;
  const arrays = arraysOf(bytes, head);
  if (arrays === null) return null;
  const [documentOf, cited, withdrawn, ...rest] = arrays as [
    Uint32Array,
    Float32Array,
    Uint8Array,
    ...Numbers[],
  ];
  const segments = head.segments.map(({ first, size }, number): Segment => {
    const [keys, starts, docs, values] = rest.slice(4 * number) as [
      Float64Array,
      Uint32Array,
      Uint32Array,
      Uint16Array,
    ];
    return { first, size, table: { keys, starts, docs, values } };
  });
  const { ids, documents, averageLength } = head;
  return { ids, documents, averageLength, documentOf, cited, withdrawn, segments };
}

function headOf(bytes: Uint8Array, key: string): Head | null {
  if (bytes.length < ALIGNED) return null;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (ALIGNED + length > bytes.length) return null;
  let head: unknown;
  try {
    head = JSON.parse(new TextDecoder().decode(bytes.subarray(ALIGNED, ALIGNED + length)));
  } catch {
    // Bytes that are no index are an expected end: the caller builds one.
    return null;
  }
  return isHead(head) && head.key === key ? head : null;
}

function isHead(value: unknown): value is Head {
  if (typeof value !== 'object' || value === null) return false;
  const { magic, version, arrays, segments } = value as Partial<Head>;
  return (
    magic === MAGIC &&
    version === INDEX_VERSION &&
    arrays !== undefined &&
    segments !== undefined &&
    arrays.length === 3 + 4 * segments.length
  );
}

function arraysOf(bytes: Uint8Array, head: Head): Numbers[] | null {
  const arrays: Numbers[] = [];
  let at = ALIGNED + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  for (const { kind, length } of head.arrays) {
    at = aligned(at);
    const size = length * KINDS[kind].BYTES_PER_ELEMENT;
    if (at + size > bytes.length) return null;
    arrays.push(new KINDS[kind](bytes.buffer as ArrayBuffer, bytes.byteOffset + at, length));
    at += size;
  }
  return arrays;
}

function kindOf(array: Numbers): Kind {
  return array.constructor.name as Kind;
}

function aligned(at: number): number {
  return Math.ceil(at / ALIGNED) * ALIGNED;
}
