/** `2026-11-24T10:05:00+08:00` as `11-24 10:05`, with the year when it is another one. Always Beijing time. */
export function shortTime(iso: string | null): string {
  if (iso === null || iso === '') return '';
  const shifted = new Date(Date.parse(iso) + 8 * 3600_000).toISOString();
  const thisYear = shifted.startsWith(today().slice(0, 4));
  return `${shifted.slice(thisYear ? 5 : 0, 10)} ${shifted.slice(11, 16)}`;
}

/** The same, always with its year: `2026-11-24 10:05`. */
export function wholeTime(iso: string): string {
  const shifted = new Date(Date.parse(iso) + 8 * 3600_000).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 16)}`;
}

/** Today in Beijing, `YYYY-MM-DD`. */
export function today(): string {
  return new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
}

/** Days from one day to another; negative when it is over. */
export function daysUntil(day: string, from = today()): number {
  return Math.round((Date.parse(day) - Date.parse(from)) / 86_400_000);
}

/** Fills `{name}` in a sentence of a words file. */
export function say(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/gu, (_, name: string) => String(values[name] ?? ''));
}
