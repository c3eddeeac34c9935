/** Calls of one caller within one window, as they are added up. */
export interface Calls {
  /** Limit and address; stored as a fingerprint only. */
  readonly caller: string;
  /** When the window ends, in milliseconds since 1970: the same on every instance. */
  readonly endsAt: number;
  readonly hits: number;
}

/** Counts that all instances on one database share. */
export interface RateCounts {
  /** Adds calls and gives the totals of all instances, in the same order. */
  add(calls: readonly Calls[]): Promise<readonly number[]>;
  /** Forgets windows that have ended. */
  tidy(now: number): Promise<void>;
}
