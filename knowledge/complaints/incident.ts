/** When the main thing of a complaint happened. */
import { type DateSpan } from '../text/quantity.ts';
import { readQuantities } from '../text/quantities.ts';
import { rememberingTexts } from '../remembering.ts';
import { SENTENCE_END } from '../text/sentences.ts';
import { type ComplaintCategory } from './complaint-file.ts';

export interface IncidentPatterns {
  readonly background: RegExp;
  /** What happens in a complaint of this category: the date beside it is meant. */
  readonly happened: ReadonlyMap<ComplaintCategory, RegExp>;
  readonly undated: ReadonlySet<ComplaintCategory>;
}

interface Dated {
  readonly value: string;
  readonly score: number;
  readonly start: number;
}

const PIECE_END = /[,。;!?]|$/u;

/** Sentences whose dates are remembered. */
const REMEMBERED = 500;
/** Of longer texts dates are read up to here (characters). */
const LONGEST = 2000;

/** Reads when the main thing of a normalised complaint of a category happened. */
export type ReadIncident = (
  text: string,
  category: ComplaintCategory,
  today: string,
) => string | null;

/** As exactly as the text allows, or null: said by the lunar calendar, by a season, or not at all. */
export function incidentReader(patterns: IncidentPatterns): ReadIncident {
  const readDates = dateReader();
  return (text, category, today) => {
    if (patterns.undated.has(category)) return null;
    const happened = patterns.happened.get(category);
    const found = readDates(text, today)
      .flatMap((date): Dated[] => {
        const value = valueOf(date, today);
        if (value === null) return [];
        return [{ value, start: date.start, score: scoreOf(date, text, happened, patterns) }];
      })
      .sort((one, other) => other.score - one.score || one.start - other.start);
    return found[0]?.value ?? null;
  };
}

/** The dates of a text: those of its sentences, none reaches over the end of one. */
function dateReader(): (text: string, today: string) => readonly DateSpan[] {
  let day = '';
  const datesOf = (sentence: string): readonly DateSpan[] =>
    readQuantities(sentence, { today: day, tense: 'past' }).filter(
      (one): one is DateSpan => one.kind === 'date',
    );
  let remembered = rememberingTexts(REMEMBERED, datesOf);
  return (text, today) => {
    if (today !== day) {
      day = today;
      remembered = rememberingTexts(REMEMBERED, datesOf);
    }
    const found: DateSpan[] = [];
    let from = 0;
    for (const sentence of text.slice(0, LONGEST).split(SENTENCE_END)) {
      for (const date of remembered(sentence))
        found.push({ ...date, start: date.start + from, end: date.end + from });
      from += sentence.length + SENTENCE_END.length;
    }
    return found;
  };
}

/** The piece of a sentence in which a date stands tells what happened then, and so does the next one, less surely. */
function scoreOf(
  date: DateSpan,
  text: string,
  happened: RegExp | undefined,
  { background }: IncidentPatterns,
): number {
  const before =
    text
      .slice(0, date.start)
      .split(/[,。;!?]/u)
      .at(-1) ?? '';
  const rest = text.slice(date.end);
  const end = PIECE_END.exec(rest)?.index ?? rest.length;
  const after = rest.slice(0, end);
  const following = rest.slice(end + 1);
  const next = following.slice(0, PIECE_END.exec(following)?.index ?? following.length);
  let score = exactness(date);
  if (happened?.test(after) === true) score += 2;
  else if (happened?.test(before) === true) score += 1;
  else if (happened?.test(next) === true) score += 0.8;
  if (background.test(`${before}${date.text}${after}`)) score -= 1.5;
  return score;
}

/** A day is rarely said in passing. */
function exactness({ precision }: DateSpan): number {
  return { day: 0.6, 'part-of-month': 0.3, month: 0.3, season: 0, year: -0.3, about: -0.4 }[
    precision
  ];
}

function valueOf(date: DateSpan, today: string): string | null {
  const { from, precision } = date;
  if (date.lunar || from > today) return null;
  switch (precision) {
    case 'day':
      return from;
    case 'part-of-month':
    case 'month':
      return from.slice(0, 7);
    case 'year':
      return from.slice(0, 4);
    case 'season':
      // 去年夏天 lies in a year; 春天 alone may be any.
      return date.text.includes('年') ? from.slice(0, 4) : null;
    case 'about':
      return roughly(date);
  }
}

/** 三个月前, 上周, 两年前: the month or year in which the whole span lies; 几年前 says nothing. */
function roughly({ text, from, to }: DateSpan): string | null {
  const years = text.includes('年');
  if (years && /[几些多]/u.test(text)) return null;
  const length = years ? 4 : 7;
  return from.slice(0, length) === to.slice(0, length) ? from.slice(0, length) : null;
}
