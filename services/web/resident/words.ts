import texts from './words.zh-CN.json';

type Texts = typeof texts;
type Key = { [K in keyof Texts]: Texts[K] extends string ? K : never }[keyof Texts];

/** A sentence of the page with `{name}` filled. */
export function say(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  return texts[key].replace(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
}

export const feedbackReasons: readonly string[] = texts.reasons;

// The service says everything in words; the page shows basis and scope as links and a line of their own.
const shownBelow = texts.shownBelow.map((pattern) => new RegExp(pattern, 'u'));

/** Lines of a reply, without those that the page shows in another form below. */
export function linesOf(text: string, hasDetails: boolean): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .filter((line) => !hasDetails || !shownBelow.some((pattern) => pattern.test(line)));
}

/** `2026-11-24` as 2026年11月24日. */
export function plainDate(date: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/u.exec(date) ?? [];
  return year ? `${year}年${Number(month)}月${Number(day)}日` : date;
}
