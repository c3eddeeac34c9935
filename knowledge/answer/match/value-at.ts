/** A number of a typed array; 0 outside of it. */
export function valueAt(array: Float32Array | Int32Array | Float64Array, at: number): number {
  return array[at] ?? 0;
}
