/**
 * Where things that take long to compute stay between two starts. The shelf knows nothing of what it holds; whoever takes
 * something down proves that it is whole and of the same content and code, and builds it anew where it is not.
 */
export interface Shelf {
  /** What is kept under a name, wherever it lies, the likeliest first; later ones are only read when the first does not do. */
  read(name: string): Iterable<Uint8Array>;
  write(name: string, bytes: Uint8Array): void;
  /** What was read is of no use: damaged, or of another content or code (which is usual after an update). */
  refused(name: string, why: Refusal): void;
}

export type Refusal = 'damaged' | 'other';

/** The first thing under the name that `open` accepts, or null. */
export function taken<T extends object>(
  shelf: Shelf | undefined,
  name: string,
  open: (bytes: Uint8Array) => T | Refusal,
): T | null {
  for (const bytes of shelf?.read(name) ?? []) {
    const opened = open(bytes);
    if (opened !== 'damaged' && opened !== 'other') return opened;
    shelf?.refused(name, opened);
  }
  return null;
}
