import { beijingDate, type Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { type StaffMember } from '../staff/role.ts';

/** A share with what it is a share of: never a percentage alone. */
export interface Share {
  readonly of: number;
  readonly count: number;
}

/** 三率 of one unit (null: not yet with any) for tickets filed in a period. */
export interface UnitRates {
  readonly unit: string | null;
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

export interface CategoryCount {
  readonly category: string | null;
  readonly kind: string;
  readonly district: string | null;
  readonly count: number;
}

export interface Statistics {
  readonly from: string;
  readonly to: string;
  readonly units: readonly UnitRates[];
  readonly categories: readonly CategoryCount[];
}

export interface StatisticsStore {
  /** Sums per unit over tickets filed on these Beijing days. */
  rates(from: string, to: string, today: string): Promise<readonly UnitRates[]>;
  categories(from: string, to: string): Promise<readonly CategoryCount[]>;
}

/** 三率 with numerators and denominators; for the supervisor and auditors. Throws `access.denied` for others. */
export type StatisticsDoor = (
  staff: StaffMember,
  period: { readonly from: string; readonly to: string },
) => Promise<Statistics>;

/** See `StatisticsDoor`. */
export function createStatistics(store: StatisticsStore, clock: Clock): StatisticsDoor {
  return async (staff, { from, to }) => {
    if (staff.role !== 'supervisor' && staff.role !== 'auditor')
      throw new AppError('access.denied');
    const units = await store.rates(from, to, beijingDate(clock.now()));
    return { from, to, units, categories: await store.categories(from, to) };
  };
}
