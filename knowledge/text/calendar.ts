/** Days as `YYYY-MM-DD`, without time or zone. */

const DAY_MS = 86_400_000;

export interface YearMonthDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function partsOf(day: string): YearMonthDay {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return { year, month, day: date };
}

const two = (part: number): string => String(part).padStart(2, '0');

/** The day, or null where the calendar has none (2月30日) or the year is not one that a resident means. */
export function dayOf(year: number, month: number, day: number): string | null {
  if (year < 1900 || year > 2100 || month < 1 || month > 12) return null;
  if (day < 1 || day > daysIn(year, month)) return null;
  return `${String(year)}-${two(month)}-${two(day)}`;
}

export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The same day of another month; the last one where that month is shorter. */
export function addMonths(day: string, months: number): string {
  const { year, month, day: date } = partsOf(day);
  const index = year * 12 + month - 1 + months;
  const [toYear, toMonth] = [Math.floor(index / 12), (index % 12) + 1];
  return dayOf(toYear, toMonth, Math.min(date, daysIn(toYear, toMonth))) ?? day;
}

/** Monday is 1, Sunday is 7. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** First and last day. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

export function monthOf(year: number, month: number): Days | null {
  const from = dayOf(year, month, 1);
  const to = dayOf(year, month, month >= 1 && month <= 12 ? daysIn(year, month) : 0);
  return from === null || to === null ? null : { from, to };
}

export function yearOf(year: number): Days | null {
  const [from, to] = [dayOf(year, 1, 1), dayOf(year, 12, 31)];
  return from === null || to === null ? null : { from, to };
}
