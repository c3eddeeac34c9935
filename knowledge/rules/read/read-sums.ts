/** Money as it is told for a self-check: what comes in or goes out in a month or a year. */
import { type Money, type Quantity, type QuantityOptions } from '../../text/quantity.ts';
import { numeralsIn } from '../../text/numerals.ts';
import { readQuantities } from '../../text/quantities.ts';
import { yuanHeard } from '../../text/recognisers.ts';
import { type MoreAsk, type Sum } from '../model.ts';

export type SumsHeard =
  | { readonly kind: 'sums'; readonly sums: readonly Sum[] }
  | { readonly kind: 'more'; readonly ask: Extract<MoreAsk, 'period' | 'month-total'> }
  | { readonly kind: 'not-heard' };

/** `assumed`: the period of an amount that names none, where the question named it; else it is asked for. */
export function readSums(
  text: string,
  options: QuantityOptions,
  assumed: '月' | '年' | null,
): SumsHeard {
  const said = amountsIn(text, options).filter(({ yuan }) => yuan >= 0);
  if (said.length === 0) return { kind: 'not-heard' };
  // Nothing is nothing in every period.
  const some = said.filter(({ yuan }) => yuan > 0);
  if (some.length > 0 && isShared(text)) return { kind: 'more', ask: 'month-total' };
  const sums = some.map((one) => sumOf(one, assumed));
  if (sums.every((sum) => sum !== null)) return { kind: 'sums', sums };
  const alone = some.length === 1 && some[0]?.period === null;
  return { kind: 'more', ask: alone ? 'period' : 'month-total' };
}

/** 两个儿子各挣三千: how much that is together, the person knows best. */
export function isShared(text: string): boolean {
  return /(?<!按)各(?!种|项|样|类|地|位|级|方面)|分别/u.test(text);
}

type Amount = Pick<Money, 'yuan' | 'min' | 'max' | 'period' | 'perPerson'>;

/** Amounts of a reply; a number that is the whole reply is one. */
function amountsIn(text: string, options: QuantityOptions): readonly Amount[] {
  const quantities = readQuantities(text, options);
  const money = quantities.filter((one) => one.kind === 'money');
  if (money.length > 0) return money;
  const bare = quantities.flatMap((one) =>
    one.kind === 'number' && one.unit === ''
      ? [{ yuan: one.value, ...boundsOf(one, text), period: null, perPerson: false }]
      : [],
  );
  if (bare.length > 0) return bare;
  const loose = looseAmounts(text, quantities);
  return loose.length > 0 || quantities.length > 0 ? loose : secondVoice(text);
}

/** Less than this (yuan) stands for something else: who was asked for an income says 就小儿子三千. */
const LEAST_LOOSE = 100;

/** Numbers that nothing else comes in and nothing is counted by, where money was asked for. */
function looseAmounts(text: string, quantities: readonly Quantity[]): readonly Amount[] {
  return numeralsIn(text)
    .filter(
      ({ value, start, end }) =>
        value >= LEAST_LOOSE &&
        !quantities.some((one) => one.start < end && start < one.end) &&
        /^(?:$|[\s\p{P}多来])/u.test(text.slice(end)),
    )
    .map(({ value, min, max }) => ({ yuan: value, min, max, period: null, perPerson: false }));
}

/** Where we heard no quantity at all another reader may have: every amount is read back before it counts. */
function secondVoice(text: string): readonly Amount[] {
  const yuan = SAYS_MONEY.test(text) ? yuanHeard(text) : null;
  return yuan === null ? [] : [{ yuan, min: yuan, max: yuan, period: null, perPerson: false }];
}
const SAYS_MONEY = /[元块钱圆¥￥]/u;

/** 一千六左右: a tenth either way, as for amounts with their unit. */
function boundsOf(
  { value, min, max }: Extract<Quantity, { readonly kind: 'number' }>,
  text: string,
): Pick<Money, 'min' | 'max'> {
  const vague = min === max && ABOUT.test(text);
  return vague ? { min: value * (1 - TENTH), max: value * (1 + TENTH) } : { min, max };
}
const ABOUT = /大概|大约|约|差不多|左右|上下|估计/u;
const TENTH = 0.1;

function sumOf(amount: Amount, assumed: '月' | '年' | null): Sum | null {
  const { yuan, min, max, perPerson } = amount;
  const period = amount.period === '月' || amount.period === '年' ? amount.period : assumed;
  // A day's or a job's pay is no monthly income until one knows how many days there were.
  const countable = amount.period === null || amount.period === '月' || amount.period === '年';
  if (period === null || (!countable && assumed !== '年')) return null;
  return { yuan, min: Math.max(0, min), max, period, perPerson };
}

/** 月, 一年的: the period alone, as the answer to the question for it. */
export function readPeriod(text: string): '月' | '年' | null {
  const [month, year] = [text.includes('月'), text.includes('年')];
  if (month === year) return null;
  return month ? '月' : '年';
}
