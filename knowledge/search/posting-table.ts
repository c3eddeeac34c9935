/** Token → clauses, as flat arrays: fast to scan, nothing to build on loading. */

export interface PostingTable {
  /** Token numbers, ascending. */
  readonly keys: Float64Array;
  /** Where the clauses of each token begin in `docs`; one more than keys. */
  readonly starts: Uint32Array;
  /** Clause numbers, ascending within a token. */
  readonly docs: Uint32Array;
  /** How often the clause says the token (from 1; 255 stands for more), or after weighing its weight. */
  readonly values: Uint8Array | Uint16Array;
}

/** Collects counts clause by clause and sorts them into a table. */
export class TableBuilder {
  #size = 0;
  #local = new Uint32Array(1 << 12);
  #docs = new Uint32Array(1 << 12);
  #counts = new Uint8Array(1 << 12);
  readonly #ids = new Map<number, number>();

  /** Clauses must come in ascending order for each token. */
  add(token: number, doc: number, count: number): void {
    if (this.#size === this.#docs.length) this.#grow();
    let id = this.#ids.get(token);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(token, id);
    }
    this.#local[this.#size] = id;
    this.#docs[this.#size] = doc;
    this.#counts[this.#size] = Math.min(255, count);
    this.#size += 1;
  }

  #grow(): void {
    const grown = this.#docs.length * 2;
    this.#local = enlarged(this.#local, new Uint32Array(grown));
    this.#docs = enlarged(this.#docs, new Uint32Array(grown));
    this.#counts = enlarged(this.#counts, new Uint8Array(grown));
  }

  table(): PostingTable {
    const keys = Float64Array.from(this.#ids.keys()).sort();
    const rank = new Uint32Array(keys.length);
    keys.forEach((key, at) => (rank[this.#ids.get(key) ?? 0] = at));
    const starts = new Uint32Array(keys.length + 1);
    for (let at = 0; at < this.#size; at += 1) {
      const slot = valueAt(rank, valueAt(this.#local, at)) + 1;
      starts[slot] = valueAt(starts, slot) + 1;
    }
    for (let at = 1; at < starts.length; at += 1) {
      starts[at] = valueAt(starts, at) + valueAt(starts, at - 1);
    }
    const next = starts.slice();
    const docs = new Uint32Array(this.#size);
    const values = new Uint8Array(this.#size);
    for (let at = 0; at < this.#size; at += 1) {
      const slot = valueAt(rank, valueAt(this.#local, at));
      const to = valueAt(next, slot);
      next[slot] = to + 1;
      docs[to] = valueAt(this.#docs, at);
      values[to] = valueAt(this.#counts, at);
    }
    return { keys, starts, docs, values };
  }
}

function enlarged<T extends Uint32Array | Uint8Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

/** The place of a token in `keys`, or -1 when no clause holds it. */
export function slotOf({ keys }: PostingTable, key: number): number {
  let low = 0;
  let high = keys.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = valueAt(keys, middle);
    if (found === key) return middle;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Where the clauses of a token stand in `docs`: [from, to), or null when no clause holds it. */
export function rangeOf(table: PostingTable, key: number): readonly [number, number] | null {
  const slot = slotOf(table, key);
  return slot < 0 ? null : [valueAt(table.starts, slot), valueAt(table.starts, slot + 1)];
}

/** One part of a merged table: its clause numbers become `renumber[number]`; those below 0 are dropped. */
export interface MergePart {
  readonly table: PostingTable;
  readonly renumber: Int32Array;
}

/** Merges tables of the same kind of values. Parts must be in ascending order of their new clause numbers. */
export function mergeTables(parts: readonly MergePart[]): PostingTable {
  const keys = mergedKeys(parts.map(({ table }) => table.keys));
  const size = parts.reduce((sum, { table }) => sum + table.docs.length, 0);
  const wide = parts.some(({ table }) => table.values instanceof Uint16Array);
  const starts = new Uint32Array(keys.length + 1);
  const docs = new Uint32Array(size);
  const values = wide ? new Uint16Array(size) : new Uint8Array(size);
  let to = 0;
  const cursors = parts.map(() => 0);
  for (let slot = 0; slot < keys.length; slot += 1) {
    starts[slot] = to;
    for (let number = 0; number < parts.length; number += 1) {
      const part = parts[number];
      if (part === undefined) continue;
      const at = cursors[number] ?? 0;
      if (part.table.keys[at] !== keys[slot]) continue;
      cursors[number] = at + 1;
      to = copyRow(part, at, { docs, values, to });
    }
  }
  starts[keys.length] = to;
  return to === size
    ? { keys, starts, docs, values }
    : { keys, starts, docs: docs.slice(0, to), values: values.slice(0, to) };
}

interface CopyTarget {
  readonly docs: Uint32Array;
  readonly values: Uint8Array | Uint16Array;
  /** Where the next one is written. */
  readonly to: number;
}

/** Copies the clauses of one token; says where the next ones go. */
function copyRow({ table, renumber }: MergePart, at: number, into: CopyTarget): number {
  const { docs, values } = into;
  let { to } = into;
  const end = table.starts[at + 1] ?? 0;
  for (let from = table.starts[at] ?? 0; from < end; from += 1) {
    const doc = renumber[table.docs[from] ?? 0] ?? -1;
    if (doc < 0) continue;
    docs[to] = doc;
    values[to] = table.values[from] ?? 0;
    to += 1;
  }
  return to;
}

function mergedKeys(lists: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  all.sort();
  let distinct = 0;
  for (let from = 0; from < all.length; from += 1) {
    if (from === 0 || valueAt(all, from) !== valueAt(all, from - 1)) {
      all[distinct] = valueAt(all, from);
      distinct += 1;
    }
  }
  return all.slice(0, distinct);
}

/** The value at a place that is known to exist. */
export function valueAt(
  list: Float64Array | Float32Array | Uint32Array | Int32Array | Uint16Array | Uint8Array,
  at: number,
): number {
  return list[at] ?? 0;
}
