import { AppError } from '../errors.ts';
import { type Database } from './database.ts';

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (thrown: unknown) => void;
}

export interface GroupCommit<Item, Result> {
  /** Resolves when the item is durable; inside a transaction, when it is written there. Throws `overloaded` when too many wait. */
  add(item: Item): Promise<Result>;
}

interface GroupCommitOptions {
  /** So many items share one commit at most. */
  readonly most: number;
  /** So many may wait before newcomers are turned away. */
  readonly queue: number;
}

/**
 * Commits what arrives together in one transaction: one fsync serves everyone who waits for it. Whatever fails as a
 * group is tried one by one, so that nobody suffers for somebody else's fault; where the storage itself fails again, all who wait
 * with it are told so at once, instead of each after a wait of their own.
 */
export function groupCommit<Item, Result>(
  db: Database,
  write: (items: readonly Item[]) => Promise<readonly Result[]>,
  { most, queue }: GroupCommitOptions,
): GroupCommit<Item, Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let running = false;

  /** Gives what the storage failed with, if it did. */
  const one = async ({ item, resolve, reject }: Waiting<Item, Result>): Promise<unknown> => {
    try {
      const [result] = await db.transaction(() => write([item]));
      resolve(result as Result);
      return null;
    } catch (thrown) {
      reject(thrown);
      return isOfStorage(thrown) ? thrown : null;
    }
  };
  const oneByOne = async (batch: readonly Waiting<Item, Result>[]): Promise<void> => {
    let failed: unknown = null;
    for (const each of batch) {
      if (failed === null) failed = await one(each);
      else each.reject(failed);
    }
  };
  const commit = async (batch: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await db.transaction(() => write(batch.map(({ item }) => item)));
      batch.forEach(({ resolve }, at) => resolve(results[at] as Result));
    } catch (thrown) {
      const [only] = batch;
      if (batch.length === 1) only?.reject(thrown);
      else await oneByOne(batch);
    }
  };
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await commit(batch);
    }
    running = false;
  };
  return {
    add: async (item) => {
      if (db.inTransaction) return (await write([item]))[0] as Result;
      if (waiting.length >= queue) throw new AppError('overloaded');
      return new Promise<Result>((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (running) return;
        running = true;
        setImmediate(() => void drain());
      });
    },
  };
}

function isOfStorage(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code.startsWith('storage.');
}
