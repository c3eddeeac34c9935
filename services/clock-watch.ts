import { type Audit } from './audit/audit.ts';
import { type Clock } from './clock.ts';
import { AppError } from './errors.ts';
import { type StaffMember } from './staff/role.ts';
import { type UnitOfWork } from './unit-of-work.ts';

/** `ahead`: the clock ran away from the last time that was believed; `behind`: it was put back. */
export type ClockLeap = 'ahead' | 'behind';

export interface ClockMark {
  /** The last time that was believed, ISO 8601 in UTC. */
  readonly believed: string;
  /**
   * The clock was put back by days. What was written meanwhile looks old once it is right again, so that only a person can
   * end this.
   */
  readonly behind: boolean;
}

export interface ClockMarkStore {
  /** Null on a new installation. */
  get(): Promise<ClockMark | null>;
  put(mark: ClockMark): Promise<void>;
}

/** What the machine's clock shows, beside what was believed last. */
export interface ClockState {
  readonly believed: string;
  /** Why the clock is not believed at the moment; null while it is. */
  readonly leap: ClockLeap | null;
  readonly now: string;
}

/**
 * Whether the machine's clock may decide what is old. A clock that is wrong by months (a dead battery, a false time server) would
 * have everything removed for good that is young in truth; so nothing is, until the clock comes back or a person has looked at it.
 */
export interface ClockWatch {
  /** Compares the clock with the last time that was believed, and keeps it. True: what is old by this clock may be removed. */
  believes(): Promise<boolean>;
  /** The same comparison, to be shown. */
  state(): Promise<ClockState>;
  /**
   * A person says that the time `shown` is right; it stands on the record. Throws `conflict` when the clock shows another time by
   * now, more than an hour away.
   */
  confirm(by: StaffMember, shown: string): Promise<void>;
}

export interface ClockWatchDeps {
  readonly store: ClockMarkStore;
  readonly unitOfWork: UnitOfWork;
  readonly audit: Pick<Audit, 'append'>;
  readonly clock: Clock;
  /** Told when the clock begins or ceases to be believed. */
  readonly changed?: (leap: ClockLeap | null) => void;
}

const HOUR_MS = 3_600_000;
/** A service that was off for a weekend goes on by itself; answers to repeated requests are kept longer than this. */
export const LEAP_LIMIT_HOURS = 72;
/** The mark is written this often; in between it is only read. */
const KEEP_EVERY_MS = HOUR_MS / 12;

/** See `ClockWatch`. */
export function createClockWatch(deps: ClockWatchDeps): ClockWatch {
  const { store, unitOfWork, clock } = deps;
  // What this instance noted last: each has a clock of its own.
  let known: ClockLeap | null = null;
  const look = async (): Promise<ClockState> => {
    const now = clock.now();
    const before = await store.get();
    const mark = nextMark(before, now);
    const leap = mark.behind ? 'behind' : passed(mark, now) > LEAP_LIMIT_HOURS ? 'ahead' : null;
    const changed = leap !== known;
    if (mark !== before || changed)
      await unitOfWork.transaction(async () => {
        if (mark !== before) await store.put(mark);
        if (changed) await noted(deps, mark, leap);
      });
    known = leap;
    if (changed) deps.changed?.(leap);
    return { leap, believed: mark.believed, now: now.toISOString() };
  };
  return {
    state: look,
    believes: async () => (await look()).leap === null,
    confirm: async (by, shown) => {
      const now = clock.now();
      if (Math.abs(now.getTime() - Date.parse(shown)) > HOUR_MS) throw new AppError('conflict');
      await unitOfWork.transaction(async () => {
        await store.put({ believed: now.toISOString(), behind: false });
        await deps.audit.append({
          ...{ actor: by.id, role: by.role, requestId: null, outcome: 'done' },
          ...{ action: 'confirm-clock', objectType: 'clock', objectId: 'machine' },
          detail: { now: now.toISOString() },
        });
      });
      known = null;
      deps.changed?.(null);
    },
  };
}

/** Hours from what was believed last to now; negative when the clock was put back. */
function passed({ believed }: ClockMark, now: Date): number {
  return (now.getTime() - Date.parse(believed)) / HOUR_MS;
}

/** What is kept after a look at the clock; the same mark when nothing has to be written. */
function nextMark(mark: ClockMark | null, now: Date): ClockMark {
  if (mark === null) return { believed: now.toISOString(), behind: false };
  if (mark.behind) return mark;
  const hours = passed(mark, now);
  if (hours < -LEAP_LIMIT_HOURS) return { ...mark, behind: true };
  const keep = hours <= LEAP_LIMIT_HOURS && hours * HOUR_MS >= KEEP_EVERY_MS;
  return keep ? { believed: now.toISOString(), behind: false } : mark;
}

async function noted(
  { audit }: ClockWatchDeps,
  { believed }: ClockMark,
  leap: ClockLeap | null,
): Promise<void> {
  await audit.append({
    ...{ actor: 'system', role: 'system', requestId: null, outcome: 'done' },
    action: leap === null ? 'clock-believed-again' : `clock-${leap}`,
    ...{ objectType: 'clock', objectId: 'machine', detail: { believed } },
  });
}
