import texts from './words.zh-CN.json';

type Texts = typeof texts;
type Key = { [K in keyof Texts]: Texts[K] extends string ? K : never }[keyof Texts];

/** A sentence of the page with `{name}` filled. */
export function say(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  return texts[key].replace(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
}

export const feedbackReasons: readonly string[] = texts.reasons;

// The service says everything in words; the page shows basis and scope as links and a line of their own, a ticket as a card.
const patterns = (list: readonly string[]): RegExp => new RegExp(list.join('|'), 'u');
const shownBelow = patterns(texts.shownBelow);
const shownOnCard = patterns(texts.shownOnCard);
const mainChoices = new Set(texts.mainChoices);

/** Lines of a reply, without those that the page shows in another form: below it, or on the card of a ticket. */
export function linesOf(
  text: string,
  elsewhere: { readonly below: boolean; readonly card: boolean },
): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .filter((line) => !elsewhere.below || !shownBelow.test(line))
    .filter((line) => !elsewhere.card || !shownOnCard.test(line));
}

/** The choice that brings what the person came for to its end. */
export const isMainChoice = (label: string): boolean => mainChoices.has(label);

/** `2026-11-24` as 2026年11月24日. */
export function plainDate(date: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/u.exec(date) ?? [];
  return year ? `${year}年${Number(month)}月${Number(day)}日` : date;
}
