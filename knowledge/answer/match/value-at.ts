/** A number of a typed array; 0 outside of it. The innermost loops read without it: it knows too many kinds to be fast. */
export function valueAt(array: Float32Array | Float64Array | Uint32Array, at: number): number {
  return array[at] ?? 0;
}
