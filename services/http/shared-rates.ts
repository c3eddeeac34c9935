import { type Store } from 'express-rate-limit';
import { type RateCounts } from '../rate-counts.ts';

export interface SharedLimit {
  readonly name: string;
  /** Every call is added up before it counts; otherwise once a second. */
  readonly exact: boolean;
  readonly windowMs: number;
}

interface Count {
  readonly endsAt: number;
  /** What all instances had counted when we last asked, our own included. */
  known: number;
  /** Ours since then. */
  fresh: number;
}

const TELL_EVERY_MS = 1000;

/**
 * Counts here at once and with the other instances soon: one statement a second, however many turns there were, so that a
 * chat turn costs no write. n instances let at most (n - 1) seconds' worth of calls through beyond the limit. Where the
 * database does not answer each instance counts alone.
 */
export function sharedStore(shared: RateCounts, { name, exact, windowMs }: SharedLimit): Store {
  const counts = new Map<string, Count>();
  let timer: NodeJS.Timeout | null = null;

  const tell = async (callers: readonly string[]): Promise<void> => {
    const told = callers.flatMap((caller) => {
      const count = counts.get(caller);
      if (count === undefined || count.fresh === 0) return [];
      return [{ caller, count, hits: count.fresh }];
    });
    for (const { count, hits } of told) {
      count.known += hits;
      count.fresh -= hits;
    }
    const calls = told.map(({ caller, count: { endsAt }, hits }) => ({
      ...{ caller: `${name} ${caller}`, endsAt, hits },
    }));
    const totals = await shared.add(calls).catch(() => []);
    for (const [at, { count }] of told.entries())
      count.known = Math.max(count.known, totals[at] ?? 0);
  };
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      const now = present();
      for (const [caller, { endsAt }] of counts) if (endsAt <= now) counts.delete(caller);
      void tell([...counts.keys()]);
    }, TELL_EVERY_MS).unref();
  };
  return {
    localKeys: false,
    increment: async (caller) => {
      const endsAt = (Math.floor(present() / windowMs) + 1) * windowMs;
      const kept = counts.get(caller);
      const count = kept?.endsAt === endsAt ? kept : { endsAt, known: 0, fresh: 0 };
      counts.set(caller, count);
      count.fresh += 1;
      if (exact) await tell([caller]);
      soon();
      return { totalHits: count.known + count.fresh, resetTime: new Date(endsAt) };
    },
    decrement: () => undefined,
    resetKey: (caller) => void counts.delete(caller),
  };
}

/** Milliseconds since 1970 by a clock that never jumps while we run. */
function present(): number {
  return performance.timeOrigin + performance.now();
}
