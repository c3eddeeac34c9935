/** The only place that asks the machine for the time. Everything else is given a Clock. */
export interface Clock {
  /** The present instant. */
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

const beijingDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar day in Beijing of an instant, `YYYY-MM-DD`: deadlines and periods in force are counted in it. */
export function beijingDate(instant: Date): string {
  // Days begin at whole hours of every clock, and nearly everybody asks for the present one.
  const hour = Math.floor(instant.getTime() / HOUR_MS);
  if (hour !== latest.hour) latest = { hour, day: beijingDay.format(instant) };
  return latest.day;
}

const HOUR_MS = 3_600_000;
let latest = { hour: Number.NaN, day: '' };

/** ISO 8601 with the +08:00 offset, as every interface writes times. */
export function beijingTime(instant: Date): string {
  const shifted = new Date(instant.getTime() + 8 * 3600 * 1000);
  return `${shifted.toISOString().slice(0, -1)}+08:00`;
}
