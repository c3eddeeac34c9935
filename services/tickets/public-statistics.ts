import { beijingDate, type Clock } from '../clock.ts';
import { type CategoryCount, type Rates, type Share, type StatisticsStore } from './statistics.ts';

/** A count that anyone may see; null: fewer than `FEWEST`, so that nobody can be guessed from it. */
export type PublicCount = number | null;

/** Figures about the whole office without units, persons or small groups, for everybody. */
export interface PublicStatistics {
  /** First and last day of filing, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly filed: PublicCount;
  readonly response: Share | null;
  readonly closedInTime: Share | null;
  readonly told: Share | null;
  readonly resolved: Share | null;
  readonly satisfied: Share | null;
  readonly notReached: Share | null;
  readonly kinds: readonly { readonly name: string; readonly count: PublicCount }[];
  readonly districts: readonly { readonly name: string | null; readonly count: PublicCount }[];
}

export type PublicStatisticsDoor = () => Promise<PublicStatistics>;

/** Below this a group might be recognised by its neighbours. */
const FEWEST = 5;
const SHARES = ['response', 'closedInTime', 'told', 'resolved', 'satisfied', 'notReached'] as const;

/** The last twelve months up to today. */
export function createPublicStatistics(store: StatisticsStore, clock: Clock): PublicStatisticsDoor {
  return async () => {
    const to = beijingDate(clock.now());
    const from = `${Number(to.slice(0, 4)) - 1}${to.slice(4).replace('02-29', '02-28')}`;
    const units = await store.rates({ from, to }, to, 'unit');
    const categories = await store.categories({ from, to });
    return {
      ...{ from, to },
      filed: shown(units.reduce((sum, { filed }) => sum + filed, 0)),
      ...shares(units),
      kinds: grouped(categories, 'kind'),
      districts: grouped(categories, 'district'),
    };
  };
}

function grouped<K extends 'kind' | 'district'>(
  categories: readonly CategoryCount[],
  key: K,
): readonly { readonly name: CategoryCount[K]; readonly count: PublicCount }[] {
  const totals = new Map<CategoryCount[K], number>();
  for (const one of categories) totals.set(one[key], (totals.get(one[key]) ?? 0) + one.count);
  return [...totals]
    .sort(([, a], [, b]) => b - a)
    .map(([name, total]) => ({ name, count: shown(total) }));
}

function shown(count: number): PublicCount {
  return count === 0 || count >= FEWEST ? count : null;
}

type Shares = Pick<PublicStatistics, (typeof SHARES)[number]>;

function shares(units: readonly Rates[]): Shares {
  const sum = (key: (typeof SHARES)[number]): Share | null => {
    const of = units.reduce((total, unit) => total + unit[key].of, 0);
    const count = units.reduce((total, unit) => total + unit[key].count, 0);
    return of < FEWEST ? null : { of, count };
  };
  return Object.fromEntries(SHARES.map((key) => [key, sum(key)])) as unknown as Shares;
}
