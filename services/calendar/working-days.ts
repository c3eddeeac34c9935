import chineseDays from 'chinese-days';

/** A day that differs from what the shipped calendar says: a new national notice or a local rule. */
export interface DayException {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly working: boolean;
  readonly name: string;
  readonly source: string;
}

export interface DayKind {
  readonly working: boolean;
  /** 国庆节, 春节 …; null for an ordinary weekday or weekend. */
  readonly name: string | null;
}

/** Working days of the real calendar: public holidays off, 调休 weekends on. */
export interface WorkingCalendar {
  kindOf(date: string): DayKind;
  isWorkingDay(date: string): boolean;
  /** False while the holidays of that year have not been announced: then only weekends are known. */
  isPublished(year: number): boolean;
}

/** Calendar from the maintained national table, corrected by the exceptions given. */
export function createCalendar(exceptions: readonly DayException[]): WorkingCalendar {
  const own = new Map(exceptions.map((day) => [day.date, day]));
  const ownYears = new Set(exceptions.map(({ date }) => Number(date.slice(0, 4))));
  const kindOf = (date: string): DayKind => own.get(date) ?? national(date);
  return {
    kindOf,
    isWorkingDay: (date) => kindOf(date).working,
    isPublished: (year) => ownYears.has(year) || national(`${year}-10-01`).name !== null,
  };
}

/** The day `count` calendar days later (or earlier). */
export function addDays(date: string, count: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + count)).toISOString().slice(0, 10);
}

/** The same day `count` months later; the last one where that month is shorter. */
export function addMonths(date: string, count: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + count, Math.min(day, last)))
    .toISOString()
    .slice(0, 10);
}

/** The `count`-th working day after `date`; the day itself is not counted. 0 is the day itself. */
export function addWorkingDays(calendar: WorkingCalendar, date: string, count: number): string {
  let day = date;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (calendar.isWorkingDay(day)) left -= 1;
  }
  return day;
}

/** Working days after `from` up to and including `to`. */
export function workingDaysBetween(calendar: WorkingCalendar, from: string, to: string): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1))
    if (calendar.isWorkingDay(day)) count += 1;
  return count;
}

/** Calendar days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

// The package names holidays "English,中文,days off"; ordinary days by the English weekday.
function national(date: string): DayKind {
  const { work, name } = chineseDays.getDayDetail(date);
  return { working: work, name: name.split(',')[1] ?? null };
}
