/** Values as bytes that load without being computed: a head of JSON, then flat arrays one after the other, each on 8 bytes. */
import { crc32 } from 'node:zlib';
import { type Refusal } from './shelf.ts';

export type Numbers =
  Float64Array | Float32Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;

const KINDS = {
  Float64Array,
  Float32Array,
  Uint32Array,
  Int32Array,
  Uint16Array,
  Uint8Array,
} as const;
type Kind = keyof typeof KINDS;

export interface Packed {
  /** Anything that JSON can say. */
  readonly head: unknown;
  readonly arrays: readonly Numbers[];
}

interface Head {
  readonly key: string;
  readonly head: unknown;
  readonly arrays: readonly { readonly kind: Kind; readonly length: number }[];
}

/** Begins every file; the last figure is the version of this form. */
const MAGIC = new TextEncoder().encode('mingbai2');
const ALIGNED = 8;
/** Magic, sum over all that follows, length of the head. */
const FIRST = 16;

/** `key` says what the values were computed from; they come back only for the same key. */
export function pack(key: string, { head, arrays }: Packed): Uint8Array {
  const whole: Head = {
    ...{ key, head },
    arrays: arrays.map((array) => ({ kind: kindOf(array), length: array.length })),
  };
  const headBytes = new TextEncoder().encode(JSON.stringify(whole));
  const size = arrays.reduce(
    (at, array) => aligned(at) + array.byteLength,
    FIRST + headBytes.length,
  );
  const bytes = new Uint8Array(aligned(size));
  bytes.set(MAGIC);
  bytes.set(headBytes, FIRST);
  let at = FIRST + headBytes.length;
  for (const array of arrays) {
    at = aligned(at);
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  const view = new DataView(bytes.buffer);
  view.setUint32(12, headBytes.length, true);
  view.setUint32(8, crc32(bytes.subarray(12)), true);
  return bytes;
}

/** A head below this share of all bytes is held with the arrays: copying 175 MB takes ten times as long as summing them. */
const SMALL_HEAD = 1 / 16;

/**
 * The values again. They share the memory of the bytes where these lie aligned and the head is small; else they get memory of their own,
 * so that the bytes of the head, megabytes that nobody reads again, are not held by them.
 */
export function unpack(bytes: Uint8Array, key: string): Packed | Refusal {
  if (bytes.length < FIRST || !MAGIC.every((byte, at) => bytes[at] === byte)) return 'damaged';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(8, true) !== crc32(bytes.subarray(12))) return 'damaged';
  // The sum fits, so these are bytes of ours: only what they were made from may differ.
  const length = view.getUint32(12, true);
  const whole = JSON.parse(new TextDecoder().decode(bytes.subarray(FIRST, FIRST + length))) as Head;
  if (whole.key !== key) return 'other';
  const body = bytes.subarray(aligned(FIRST + length));
  const shared = length < SMALL_HEAD * bytes.length && body.byteOffset % ALIGNED === 0;
  const { buffer, byteOffset } = shared ? body : new Uint8Array(body);
  let at = byteOffset;
  const arrays = whole.arrays.map(({ kind, length: size }) => {
    at = aligned(at);
    const array = new KINDS[kind](buffer as ArrayBuffer, at, size);
    at += array.byteLength;
    return array;
  });
  return { head: whole.head, arrays };
}

function kindOf(array: Numbers): Kind {
  return array.constructor.name as Kind;
}

function aligned(at: number): number {
  return Math.ceil(at / ALIGNED) * ALIGNED;
}
