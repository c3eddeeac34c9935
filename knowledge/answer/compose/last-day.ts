/** 10月8号收到的，还来得及不: the last day of a time limit that runs from a day which the person told. */
import { type RuleFigure } from '../../model.ts';
import { addDays, addMonths } from '../../text/calendar.ts';
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
/** The unit of figures that count months; all others count days. */
const MONTHS = '个月';

interface LastDayTools {
  readonly cues: Cues;
  readonly words: Words;
  readonly figures: readonly RuleFigure[];
}

/** A line for each step whose limit is asked about: the last day and the days that are left; '' where no day was told. */
export function lastDayLine(
  request: LastDayRequest,
  { cues, words, figures }: LastDayTools,
): string {
  const { entry, text, today, asOf } = request;
  const asked = cues.lastDays.filter(
    ({ entries, heard, unless }) =>
      entries.has(entry) && heard?.test(text) !== false && !unless.test(text),
  );
  const from = asked.length === 0 ? null : dayTold(text, today);
  if (from === null) return '';
  return asked
    .map(({ figure }) => figures.find((one) => one.key === figure && isInForce(one.inForce, asOf)))
    .filter((figure) => figure !== undefined)
    .map((figure) => {
      const last = lastDayOf(from, figure);
      const left = Math.round((Date.parse(last) - Date.parse(today)) / DAY_MS);
      return words(left < 0 ? 'last-day.over' : 'last-day.open', {
        step: words(`last-day.step.${figure.key}`),
        from: chineseDate(from),
        term: `${figure.value}${figure.unit}`,
        last: chineseDate(last),
        left: String(left),
      });
    })
    .join('\n');
}

/** The day itself does not count: the term ends on the last of so many days after it, or on its day of a later month. */
function lastDayOf(from: string, { value, unit }: RuleFigure): string {
  return unit === MONTHS ? addMonths(from, Number(value)) : addDays(from, Number(value));
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
