import { type ClockMarkStore } from '../clock-watch.ts';
import { type CalendarStore } from '../calendar/local-calendar.ts';
import { type DayException } from '../calendar/working-days.ts';
import { type SavedFilterStore, type SavedQuery } from '../tickets/saved-filters.ts';
import { type SwitchStore } from '../staff/switches.ts';
import { type Database } from './database.ts';

/** Filters that people keep for themselves. */
export function savedFilterStore(db: Database): SavedFilterStore {
  return {
    of: (staffId) =>
      db.run(async () => {
        const rows = await db
          .q<{ id: string; staff_id: string; name: string; query: string }>('saved_filters')
          .where({ staff_id: staffId })
          .orderBy('name');
        return rows.map(({ id, name, query }) => ({
          ...{ id, name },
          query: JSON.parse(query) as SavedQuery,
        }));
      }),
    insert: (staffId, { id, name, query }) =>
      db.run(async () => {
        await db
          .q('saved_filters')
          .insert({ id, staff_id: staffId, name, query: JSON.stringify(query) });
      }),
    remove: (staffId, id) =>
      db.run(
        async () => (await db.q('saved_filters').where({ staff_id: staffId, id }).delete()) === 1,
      ),
  };
}

/** The local holiday table. */
export function calendarStore(db: Database): CalendarStore {
  return {
    all: () =>
      db.run(async () => {
        const rows = await db
          .q<Omit<DayException, 'working'> & { working: number }>('calendar_days')
          .orderBy('date');
        return rows.map(({ date, working, name, source }) => ({
          ...{ date, name, source },
          working: working === 1,
        }));
      }),
    put: ({ working, ...day }) =>
      db.run(async () => {
        await db
          .q('calendar_days')
          .insert({ ...day, working: working ? 1 : 0 })
          .onConflict('date')
          .merge();
      }),
    remove: (date) =>
      db.run(async () => (await db.q('calendar_days').where({ date }).delete()) === 1),
  };
}

/** Switches that people turn while the service runs. */
export function switchStore(db: Database): SwitchStore {
  return {
    get: (name) =>
      db.run(async () => {
        const row = await db.q<{ name: string; on: number }>('switches').where({ name }).first();
        return row ? row.on === 1 : null;
      }),
    set: (name, on) =>
      db.run(async () => {
        await db
          .q('switches')
          .insert({ name, on: on ? 1 : 0 })
          .onConflict('name')
          .merge();
      }),
  };
}

/** The last time that was believed. */
export function clockMarkStore(db: Database): ClockMarkStore {
  const name = 'machine';
  return {
    get: () =>
      db.run(async () => {
        const row = await db
          .q<{ name: string; believed: string; behind: number }>('clock_marks')
          .where({ name })
          .first();
        return row ? { believed: row.believed, behind: row.behind === 1 } : null;
      }),
    put: ({ believed, behind }) =>
      db.run(async () => {
        const row = { name, believed, behind: behind ? 1 : 0 };
        await db.q('clock_marks').insert(row).onConflict('name').merge();
      }),
  };
}
