import { addDays } from '../calendar/working-days.ts';
import { beijingDate, type Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { type StaffMember } from '../staff/role.ts';

/** A share with what it is a share of: never a percentage alone. */
export interface Share {
  readonly of: number;
  readonly count: number;
}

/** 三率 of one group of tickets filed in a period. */
export interface Rates {
  readonly filed: number;
  /** 响应率: accepted or refused by the day promised, of those whose day has come. */
  readonly response: Share;
  /** 办结率: closed by the due day, of those whose day has come. */
  readonly closedInTime: Share;
  /** 告知率: told with a receipt, of those closed or refused. */
  readonly told: Share;
  /** 解决率: the person accepts the outcome (4–5 of 5), of those who were asked and answered. */
  readonly resolved: Share;
  /** 满意率: the person felt well treated (4–5 of 5), of those who answered. */
  readonly satisfied: Share;
  /** Closed, but nobody could be asked or nobody answered: the part that the two rates above do not know. */
  readonly notReached: Share;
  /** Complaints that were turned into something else. */
  readonly relabelled: number;
  readonly reopened: number;
}

/** Rates of one unit (null: not yet with any). */
export interface UnitRates extends Rates {
  readonly unit: string | null;
}

/** Rates of one month of filing, `YYYY-MM`. */
export interface MonthRates extends Rates {
  readonly month: string;
}

export interface CategoryCount {
  readonly category: string | null;
  readonly kind: string;
  readonly district: string | null;
  readonly count: number;
}

/** What came in and what was finished on one day. */
export interface DayVolume {
  readonly day: string;
  readonly filed: number;
  readonly closed: number;
}

/** How many days closing took: half were faster than the median, nine of ten than the ninetieth. */
export interface ClosingDays {
  readonly count: number;
  readonly median: number | null;
  readonly ninetieth: number | null;
}

/** Questions that the assistant could not answer. */
export interface UnansweredCount {
  readonly programme: string | null;
  readonly district: string | null;
  readonly count: number;
}

export interface Statistics {
  readonly from: string;
  readonly to: string;
  readonly total: Rates;
  readonly units: readonly UnitRates[];
  readonly months: readonly MonthRates[];
  readonly categories: readonly CategoryCount[];
  readonly days: readonly DayVolume[];
  readonly closing: ClosingDays;
  readonly asked: number;
  readonly unanswered: readonly UnansweredCount[];
}

export interface Grouped extends Rates {
  readonly group: string | null;
}

export interface StatisticsStore {
  /** Sums over tickets filed on these Beijing days. */
  rates(period: Period, today: string, by: 'unit' | 'month' | 'all'): Promise<readonly Grouped[]>;
  categories(period: Period): Promise<readonly CategoryCount[]>;
  filedPerDay(period: Period): Promise<readonly { day: string; count: number }[]>;
  /** Tickets closed in the period, by day of filing and of closing. */
  closedPerDay(
    period: Period,
  ): Promise<readonly { filed: string; closed: string; count: number }[]>;
  unanswered(
    period: Period,
  ): Promise<{ readonly asked: number; readonly groups: readonly UnansweredCount[] }>;
}

export interface Period {
  readonly from: string;
  readonly to: string;
}

export interface StatisticsDoor {
  /** 三率 and volumes, for the supervisor and auditors. Throws `access.denied` for others, `request.invalid`. */
  read(staff: StaffMember, period: Period): Promise<Statistics>;
}

const MOST_DAYS = 3 * 366;

/** See `StatisticsDoor`. */
export function createStatistics(store: StatisticsStore, clock: Clock): StatisticsDoor {
  return {
    read: async (staff, period) => {
      if (staff.role !== 'supervisor' && staff.role !== 'auditor')
        throw new AppError('access.denied');
      const { from, to } = period;
      if (from > to || addDays(from, MOST_DAYS) < to) throw new AppError('request.invalid');
      const today = beijingDate(clock.now());
      const closed = await store.closedPerDay(period);
      const { asked, groups } = await store.unanswered(period);
      return {
        ...{ from, to },
        total: (await store.rates(period, today, 'all'))[0] ?? NOTHING,
        units: (await store.rates(period, today, 'unit')).map(({ group, ...rates }) => ({
          unit: group,
          ...rates,
        })),
        months: (await store.rates(period, today, 'month')).map(({ group, ...rates }) => ({
          month: group ?? '',
          ...rates,
        })),
        categories: await store.categories(period),
        days: volumes(period, await store.filedPerDay(period), closed),
        closing: closingDays(closed),
        asked,
        unanswered: groups,
      };
    },
  };
}

const NONE: Share = { of: 0, count: 0 };
const NOTHING: Rates = {
  filed: 0,
  response: NONE,
  closedInTime: NONE,
  told: NONE,
  resolved: NONE,
  satisfied: NONE,
  notReached: NONE,
  relabelled: 0,
  reopened: 0,
};

type Closed = readonly {
  readonly filed: string;
  readonly closed: string;
  readonly count: number;
}[];

// Every day of the period, also those on which nothing happened: a gap in a chart would look like missing data.
function volumes(
  { from, to }: Period,
  filed: readonly { readonly day: string; readonly count: number }[],
  closed: Closed,
): DayVolume[] {
  const filedOn = new Map(filed.map(({ day, count }) => [day, count]));
  const closedOn = new Map<string, number>();
  for (const line of closed)
    closedOn.set(line.closed, (closedOn.get(line.closed) ?? 0) + line.count);
  const days: DayVolume[] = [];
  for (let day = from; day <= to; day = addDays(day, 1))
    days.push({ day, filed: filedOn.get(day) ?? 0, closed: closedOn.get(day) ?? 0 });
  return days;
}

function closingDays(closed: Closed): ClosingDays {
  const took = closed
    .map(({ filed, closed: on, count }) => ({
      days: Math.round((Date.parse(on) - Date.parse(filed)) / 86_400_000),
      count,
    }))
    .sort((one, other) => one.days - other.days);
  const count = took.reduce((sum, line) => sum + line.count, 0);
  const at = (share: number): number | null => {
    let seen = 0;
    for (const line of took) {
      seen += line.count;
      if (seen >= share * count) return line.days;
    }
    return null;
  };
  return { count, median: at(0.5), ninetieth: at(0.9) };
}
