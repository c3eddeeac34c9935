/** 10月8号收到的，还来得及不: the last day of a time limit that runs from a day which the person told. */
import { type RuleFigure } from '../../model.ts';
import { addDays } from '../../text/calendar.ts';
import { type DateSpan } from '../../text/quantity.ts';
import { readQuantities } from '../../text/quantities.ts';
import { isInForce } from '../library.ts';
import { type Cues } from '../cues.ts';
import { type Words } from '../words.ts';
import { chineseDate } from './chinese-date.ts';

export interface LastDayRequest {
  /** The entry that answers. */
  readonly entry: string;
  /** As read: normalised and repaired. */
  readonly text: string;
  readonly today: string;
  readonly asOf: string;
}

const DAY_MS = 86_400_000;

interface LastDayTools {
  readonly cues: Cues;
  readonly words: Words;
  readonly figures: readonly RuleFigure[];
}

/** One line with the last day and the days that are left; '' where no day was told or nothing runs from it. */
export function lastDayLine(
  { entry, text, today, asOf }: LastDayRequest,
  { cues, words, figures }: LastDayTools,
): string {
  const key = cues.lastDays.get(entry);
  if (key === undefined || cues.otherLastDay.test(text)) return '';
  const figure = figures.find((one) => one.key === key && isInForce(one.inForce, asOf));
  const from = dayTold(text, today);
  if (figure === undefined || from === null) return '';
  // The day itself does not count: the term ends on the last of so many days after it.
  const last = addDays(from, Number(figure.value));
  const left = Math.round((Date.parse(last) - Date.parse(today)) / DAY_MS);
  return words(left < 0 ? 'last-day.over' : 'last-day.open', {
    from: chineseDate(from),
    term: `${figure.value}${figure.unit}`,
    last: chineseDate(last),
    left: String(left),
  });
}

/** 国庆前 is no day to count from. */
const BY_NUMBER = /[月号日]/u;

/** The first day before today that the person named by its number. */
function dayTold(text: string, today: string): string | null {
  const found = readQuantities(text, { today, tense: 'past' }).find(
    (one): one is DateSpan =>
      one.kind === 'date' &&
      one.precision === 'day' &&
      !one.lunar &&
      one.from < today &&
      BY_NUMBER.test(one.text),
  );
  return found?.from ?? null;
}
