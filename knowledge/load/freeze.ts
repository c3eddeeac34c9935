/** Freezes a value and everything in it; the entries of maps too, though a map itself cannot be frozen. */
export function freeze<T>(value: T): T {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value;
  if (value instanceof Map) {
    for (const entry of value.values()) freeze(entry);
    return value;
  }
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}
