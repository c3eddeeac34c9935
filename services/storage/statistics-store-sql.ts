import {
  type CategoryCount,
  type Grouped,
  type Period,
  type StatisticsStore,
  type UnansweredCount,
} from '../tickets/statistics.ts';
import { type Knex } from 'knex';
import { type Database } from './database.ts';

interface Sums {
  group_name: string | null;
  filed: number | string;
  response_of: number | string;
  response: number | string;
  closed_of: number | string;
  closed: number | string;
  told_of: number | string;
  told: number | string;
  rated: number | string;
  resolved: number | string;
  satisfied: number | string;
  relabelled: number | string;
  reopened: number | string;
}

// Who answered says 1–5; 4 and 5 count as yes.
const YES = 4;
const ENDED = `('不予受理','办结','已告知','回访','已归档')`;
const sum = (condition: string, name: string): string =>
  `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END) AS ${name}`;

const GROUPS = { unit: 'unit', month: 'substr(filed_at, 1, 7)', all: 'NULL' } as const;

/** Counts over tickets; only columns that name nobody are read. */
export function statisticsStore(db: Database): StatisticsStore {
  const inPeriod = ({ from, to }: Period, column = 'filed_at') =>
    db.q('tickets').where(column, '>=', from).where(column, '<', `${to}T99`);
  return {
    rates: (period, today, by) =>
      db.apart(async () => {
        const group = GROUPS[by];
        const query = inPeriod(period)
          .select(db.q.raw(`${group} AS group_name`))
          .count({ filed: '*' })
          .select(...sums(db, today));
        if (by !== 'all') void query.groupByRaw(group).orderByRaw(group);
        const rows = (await query) as unknown as Sums[];
        return rows.map(ratesFrom);
      }),
    categories: (period) =>
      db.apart(async () => {
        const rows = (await inPeriod(period)
          .select('category', 'kind', 'district')
          .count({ count: '*' })
          .groupBy('category', 'kind', 'district')
          .orderBy('count', 'desc')) as unknown as Counted<CategoryCount>[];
        return rows.map(counted);
      }),
    filedPerDay: (period) =>
      db.apart(async () => {
        const rows = (await inPeriod(period)
          .select(db.q.raw('substr(filed_at, 1, 10) AS day'))
          .count({ count: '*' })
          .groupByRaw('substr(filed_at, 1, 10)')) as unknown as Counted<{
          day: string;
          count: number;
        }>[];
        return rows.map(counted);
      }),
    closedPerDay: (period) =>
      db.apart(async () => {
        const days = 'substr(filed_at, 1, 10), substr(closed_at, 1, 10)';
        const rows = (await inPeriod(period, 'closed_at')
          .select(db.q.raw('substr(filed_at, 1, 10) AS filed, substr(closed_at, 1, 10) AS closed'))
          .count({ count: '*' })
          .groupByRaw(days)) as unknown as Counted<{
          filed: string;
          closed: string;
          count: number;
        }>[];
        return rows.map(counted);
      }),
    unanswered: (period) => db.apart(() => unanswered(db, period)),
  };
}

type Counted<T extends { count: number }> = Omit<T, 'count'> & { count: number | string };

const counted = <T extends { count: number | string }>(row: T): T & { count: number } => ({
  ...row,
  count: Number(row.count),
});

// Enquiries keep their time in UTC: a Beijing day begins eight hours earlier.
async function unanswered(
  db: Database,
  { from, to }: Period,
): Promise<{ asked: number; groups: UnansweredCount[] }> {
  const asked = db
    .q('enquiries')
    .where('at', '>=', new Date(`${from}T00:00:00+08:00`).toISOString())
    .where('at', '<=', new Date(`${to}T23:59:59.999+08:00`).toISOString());
  const [all] = await asked.clone().count<{ n: number | string }[]>({ n: '*' });
  const rows = (await asked
    .where({ outcome: 'declined' })
    .select('programme', 'district')
    .count({ count: '*' })
    .groupBy('programme', 'district')
    .orderBy('count', 'desc')) as unknown as Counted<UnansweredCount>[];
  return { asked: Number(all?.n ?? 0), groups: rows.map(counted) };
}

function sums(db: Database, today: string): Knex.Raw[] {
  const raw = (sql: string, bound: readonly string[] = []): Knex.Raw => db.q.raw(sql, [...bound]);
  return [
    raw(sum(`accept_by < ? OR accepted_at IS NOT NULL OR state IN ${ENDED}`, 'response_of'), [
      today,
    ]),
    raw(sum('substr(accepted_at, 1, 10) <= accept_by', 'response')),
    raw(sum(`due_date < ? OR state IN ${ENDED}`, 'closed_of'), [today]),
    raw(sum('substr(closed_at, 1, 10) <= due_date', 'closed')),
    raw(sum(`state IN ${ENDED}`, 'told_of')),
    raw(sum(`state IN ${ENDED} AND told_at IS NOT NULL`, 'told')),
    raw(sum('rated_outcome IS NOT NULL', 'rated')),
    raw(sum(`rated_outcome >= ${YES}`, 'resolved')),
    raw(sum(`rated_treatment >= ${YES}`, 'satisfied')),
    raw('SUM(relabelled) AS relabelled'),
    raw('SUM(reopened) AS reopened'),
  ];
}

function ratesFrom(row: Sums): Grouped {
  const share = (
    count: number | string | null,
    of: number | string | null,
  ): { count: number; of: number } => ({
    count: Number(count ?? 0),
    of: Number(of ?? 0),
  });
  const ended = Number(row.told_of);
  const rated = Number(row.rated);
  return {
    group: row.group_name,
    filed: Number(row.filed),
    response: share(row.response, row.response_of),
    closedInTime: share(row.closed, row.closed_of),
    told: share(row.told, ended),
    resolved: share(row.resolved, rated),
    satisfied: share(row.satisfied, rated),
    notReached: share(Math.max(0, ended - rated), ended),
    relabelled: Number(row.relabelled),
    reopened: Number(row.reopened),
  };
}
