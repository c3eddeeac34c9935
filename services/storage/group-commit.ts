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
 * group is tried one by one, so that nobody suffers for somebody else's fault.
 */
export function groupCommit<Item, Result>(
  db: Database,
  write: (items: readonly Item[]) => Promise<readonly Result[]>,
  { most, queue }: GroupCommitOptions,
): GroupCommit<Item, Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let running = false;

  const one = async ({ item, resolve, reject }: Waiting<Item, Result>): Promise<void> => {
    try {
      const [result] = await db.transaction(() => write([item]));
      resolve(result as Result);
    } catch (thrown) {
      reject(thrown);
    }
  };
  const commit = async (batch: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await db.transaction(() => write(batch.map(({ item }) => item)));
      batch.forEach(({ resolve }, at) => resolve(results[at] as Result));
    } catch (thrown) {
      const [only] = batch;
      if (batch.length === 1) only?.reject(thrown);
      else for (const each of batch) await one(each);
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
