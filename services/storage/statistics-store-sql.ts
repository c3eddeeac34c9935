import { type CategoryCount, type StatisticsStore, type UnitRates } from '../tickets/statistics.ts';
import { type Database } from './database.ts';

interface Sums {
  unit: string | null;
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

/** Counts over tickets; only columns that name nobody are read. */
export function statisticsStore(db: Database): StatisticsStore {
  const inPeriod = (from: string, to: string) =>
    db.q('tickets').where('filed_at', '>=', from).where('filed_at', '<', `${to}T99`);
  return {
    rates: (from, to, today) =>
      db.run(async () => {
        const rows = (await inPeriod(from, to)
          .select('unit')
          .count({ filed: '*' })
          .select(
            db.q.raw(
              sum(`accept_by < ? OR accepted_at IS NOT NULL OR state IN ${ENDED}`, 'response_of'),
              [today],
            ),
            db.q.raw(sum('substr(accepted_at, 1, 10) <= accept_by', 'response')),
            db.q.raw(sum(`due_date < ? OR state IN ${ENDED}`, 'closed_of'), [today]),
            db.q.raw(sum('substr(closed_at, 1, 10) <= due_date', 'closed')),
            db.q.raw(sum(`state IN ${ENDED}`, 'told_of')),
            db.q.raw(sum(`state IN ${ENDED} AND told_at IS NOT NULL`, 'told')),
            db.q.raw(sum('rated_outcome IS NOT NULL', 'rated')),
            db.q.raw(sum(`rated_outcome >= ${YES}`, 'resolved')),
            db.q.raw(sum(`rated_treatment >= ${YES}`, 'satisfied')),
            db.q.raw('SUM(relabelled) AS relabelled'),
            db.q.raw('SUM(reopened) AS reopened'),
          )
          .groupBy('unit')
          .orderBy('unit')) as unknown as Sums[];
        return rows.map(ratesFrom);
      }),
    categories: (from, to) =>
      db.run(async () => {
        const rows = (await inPeriod(from, to)
          .select('category', 'kind', 'district')
          .count({ count: '*' })
          .groupBy('category', 'kind', 'district')
          .orderBy('count', 'desc')) as unknown as (Omit<CategoryCount, 'count'> & {
          count: number | string;
        })[];
        return rows.map((row) => ({ ...row, count: Number(row.count) }));
      }),
  };
}

function ratesFrom(row: Sums): UnitRates {
  const share = (count: number | string, of: number | string): { count: number; of: number } => ({
    count: Number(count),
    of: Number(of),
  });
  const ended = Number(row.told_of);
  const rated = Number(row.rated);
  return {
    unit: row.unit,
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
