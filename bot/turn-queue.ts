import { AppError } from '../services/errors.ts';
import { loopShare } from './loop-share.ts';

export interface TurnQueueLimits {
  /** So many turns may wait or run in all. */
  readonly all: number;
  /** So many of one conversation. */
  readonly each: number;
}

/** One turn at a time for each conversation, in the order in which they came; different conversations run side by side. */
export interface TurnQueue {
  /** Throws `overloaded` when too many wait, `rate.limited` when this conversation alone has too many. */
  run<T>(conversationId: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is under way any more; turns newcomers away from then on. */
  drain(): Promise<void>;
}

/** See `TurnQueue`. */
export function createTurnQueue({ all, each }: TurnQueueLimits): TurnQueue {
  const tails = new Map<string, { last: Promise<unknown>; waiting: number }>();
  const share = loopShare();
  let total = 0;
  let closed = false;
  const finished = (id: string): void => {
    total -= 1;
    const tail = tails.get(id);
    if (tail && (tail.waiting -= 1) === 0) tails.delete(id);
  };
  return {
    run: (id, work) => {
      const tail = tails.get(id) ?? { last: Promise.resolve(), waiting: 0 };
      if (closed || total >= all) return Promise.reject(new AppError('overloaded'));
      if (tail.waiting >= each)
        return Promise.reject(new AppError('rate.limited', undefined, { retryAfterSeconds: 2 }));
      total += 1;
      tail.waiting += 1;
      tails.set(id, tail);
      const turn = tail.last.then(share).then(work);
      tail.last = turn.then(
        () => finished(id),
        () => finished(id),
      );
      return turn;
    },
    drain: async () => {
      closed = true;
      await Promise.all([...tails.values()].map(({ last }) => last));
    },
  };
}
