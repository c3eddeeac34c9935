import { type Audit } from '../audit/audit.ts';
import { AppError } from '../errors.ts';
import { type StaffMember } from '../staff/role.ts';
import { type UnitOfWork } from '../unit-of-work.ts';
import { type DayException } from './working-days.ts';

export interface CalendarStore {
  all(): Promise<readonly DayException[]>;
  /** Replaces what was said of that day. */
  put(day: DayException): Promise<void>;
  /** False when nothing was said of that day. */
  remove(date: string): Promise<boolean>;
}

/** What a change of the table came to. */
export interface CalendarChange {
  readonly days: readonly DayException[];
  /** How many open tickets got another last day. */
  readonly moved: number;
}

/** 本地放假调休表: days that the office itself corrects, on top of the national calendar. */
export interface LocalCalendar {
  list(): Promise<readonly DayException[]>;
  /** Says what a day is; open deadlines are counted again and each that moves tells its person. */
  put(by: StaffMember, day: DayException): Promise<CalendarChange>;
  /** Takes it back. Throws `not-found`. */
  remove(by: StaffMember, date: string): Promise<CalendarChange>;
  /** Reads the table again: another instance may have changed it. */
  refresh(): Promise<void>;
}

export interface LocalCalendarDeps {
  readonly store: CalendarStore;
  readonly unitOfWork: UnitOfWork;
  readonly audit: Pick<Audit, 'append'>;
  /** Puts the table into force for what is counted from now on. */
  readonly apply: (days: readonly DayException[]) => void;
  /** Counts open deadlines again; gives the numbers that moved. */
  readonly recount: () => Promise<readonly string[]>;
}

/** See `LocalCalendar`. */
export function createLocalCalendar(deps: LocalCalendarDeps): LocalCalendar {
  const { store, unitOfWork, audit, apply, recount } = deps;
  const refresh = async (): Promise<readonly DayException[]> => {
    const days = await store.all();
    apply(days);
    return days;
  };
  const changed = async (
    by: StaffMember,
    date: string,
    working: boolean | null,
    write: () => Promise<void>,
  ): Promise<CalendarChange> => {
    await unitOfWork.transaction(async () => {
      await write();
      await audit.append({
        ...{ actor: by.id, role: by.role, action: 'calendar', outcome: 'done', requestId: null },
        objectType: 'calendar',
        objectId: date,
        detail: { working },
      });
    });
    const days = await refresh();
    return { days, moved: (await recount()).length };
  };
  return {
    list: () => store.all(),
    put: (by, day) => changed(by, day.date, day.working, () => store.put(day)),
    remove: (by, date) =>
      changed(by, date, null, async () => {
        if (!(await store.remove(date))) throw new AppError('not-found');
      }),
    refresh: async () => {
      await refresh();
    },
  };
}
