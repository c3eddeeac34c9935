/** `2026-11-24T10:05:00+08:00` as `11-24 10:05`, with the year when it is another one. Always Beijing time. */
export function shortTime(iso: string | null): string {
  if (iso === null || iso === '') return '';
  const whole = wholeTime(iso);
  return whole.startsWith(today().slice(0, 4)) ? whole.slice(5) : whole;
}

/** The same, always with its year: `2026-11-24 10:05`. */
export function wholeTime(iso: string): string {
  return inBeijing(Date.parse(iso)).slice(0, 16).replace('T', ' ');
}

/** Today in Beijing, `YYYY-MM-DD`. */
export function today(): string {
  return inBeijing(Date.now()).slice(0, 10);
}

function inBeijing(ms: number): string {
  return new Date(ms + 8 * 3600_000).toISOString();
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
