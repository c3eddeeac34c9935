import { AppError } from '../errors.ts';
import { fill } from '../text.ts';
import {
  type DayCount,
  type DeadlineFacts,
  type DeadlineRule,
  type Deadlines,
  findRule,
} from './deadlines.ts';
import {
  type WorkingCalendar,
  addDays,
  addMonths,
  addWorkingDays,
  daysBetween,
  workingDaysBetween,
} from './working-days.ts';

/** Sentences in which a date is explained (`words/tickets.yaml`, `clock`). */
export interface ClockWords {
  readonly accept: string;
  readonly acceptToday: string;
  readonly handleWorking: string;
  readonly handleNatural: string;
  /** Around the days that do not count; left out when all of them do. */
  readonly skipped: string;
  readonly weekend: string;
  readonly holiday: string;
  readonly makeUp: string;
  readonly unpublished: string;
  readonly paused: string;
  readonly extended: string;
  readonly date: string;
}

export interface ClockState {
  /** The day from which is counted (not itself counted): filing or reopening. */
  readonly clockStart: string;
  /** Days (in the rule's own unit) in which the clock stood still. */
  readonly pausedDays: number;
  /** The new last day, once extended. */
  readonly extendedTo: string | null;
}

export interface ClockReading {
  readonly rule: string;
  readonly acceptBy: string;
  readonly dueDate: string;
  /** How the dates were counted, in plain Chinese. */
  readonly words: string;
}

/** Counts deadlines by the rules and the calendar in force now. */
export interface Clockwork {
  read(facts: DeadlineFacts, state: ClockState): ClockReading;
  /** Days between two days in the unit of the ticket's rule: how long a pause lasted. */
  pauseLength(facts: DeadlineFacts, from: string, to: string): number;
  /** The last day to which a ticket due on `due` may be extended. */
  extensionLimit(facts: DeadlineFacts, due: string): string;
  /** The last day on which a wrong transfer of `on` may be returned. */
  returnBy(on: string): string;
  /** The day from which a ticket due on `due` is on the warning list. */
  warnFrom(due: string): string;
  /** The earliest last day that a notice may name for a review route, null when the route is not in the table. */
  reviewLastDay(route: string, decidedOn: string): string | null;
  /** Reminders go out only then; `time` is `HH:MM` in Beijing. */
  inOfficeHours(date: string, time: string): boolean;
}

/** Puts calendar, rules and words together. */
export function createClockwork(
  calendar: WorkingCalendar,
  deadlines: Deadlines,
  words: ClockWords,
): Clockwork {
  const ruleFor = (facts: DeadlineFacts): DeadlineRule => {
    const rule = findRule(deadlines.rules, facts);
    if (!rule) throw new AppError('internal', 'no deadline rule');
    return rule;
  };
  const after = (start: string, { days, unit }: DayCount, more = 0): string =>
    unit === '工作日' ? addWorkingDays(calendar, start, days + more) : addDays(start, days + more);
  return {
    read: (facts, state) => {
      const rule = ruleFor(facts);
      const counted = after(state.clockStart, rule.handle, state.pausedDays);
      const acceptBy = after(state.clockStart, rule.accept);
      const dueDate = state.extendedTo ?? counted;
      const said = explain({ calendar, words, rule, state, acceptBy, counted });
      return { rule: rule.id, acceptBy, dueDate, words: said };
    },
    pauseLength: (facts, from, to) =>
      ruleFor(facts).handle.unit === '工作日'
        ? workingDaysBetween(calendar, from, to)
        : daysBetween(from, to),
    extensionLimit: (facts, due) => after(due, ruleFor(facts).extension),
    returnBy: (on) => after(on, deadlines.returnWrongTransfer),
    warnFrom: (due) => {
      let day = due;
      for (let left = deadlines.warnBefore.days; left > 0;) {
        day = addDays(day, -1);
        if (calendar.isWorkingDay(day)) left -= 1;
      }
      return day;
    },
    reviewLastDay: (route, decidedOn) => {
      const known = deadlines.reviews.find((review) => review.route === route);
      if (!known) return null;
      return 'days' in known ? addDays(decidedOn, known.days) : addMonths(decidedOn, known.months);
    },
    inOfficeHours: (date, time) =>
      calendar.isWorkingDay(date) &&
      time >= deadlines.officeHours.from &&
      time < deadlines.officeHours.to,
  };
}

interface Explained {
  readonly calendar: WorkingCalendar;
  readonly words: ClockWords;
  readonly rule: DeadlineRule;
  readonly state: ClockState;
  readonly acceptBy: string;
  /** The last day as counted, before any extension. */
  readonly counted: string;
}

function explain({ calendar, words, rule, state, acceptBy, counted }: Explained): string {
  const day = (date: string): string => {
    const [year, month, dayOfMonth] = date.split('-').map(Number);
    return fill(words.date, { year: year ?? 0, month: month ?? 0, day: dayOfMonth ?? 0 });
  };
  const { accept, handle } = rule;
  const start = day(state.clockStart);
  const parts = [
    fill(accept.days === 0 ? words.acceptToday : words.accept, {
      start,
      days: accept.days,
      unit: accept.unit,
      date: day(acceptBy),
      why: accept.told ?? accept.source,
    }),
    fill(handle.unit === '工作日' ? words.handleWorking : words.handleNatural, {
      start,
      days: handle.days,
      date: day(counted),
      why: handle.told ?? handle.source,
      skipped: handle.unit === '工作日' ? skipped(calendar, words, state.clockStart, counted) : '',
    }),
  ];
  if (state.pausedDays > 0)
    parts.push(fill(words.paused, { days: state.pausedDays, unit: handle.unit }));
  if (state.extendedTo !== null) parts.push(fill(words.extended, { date: day(state.extendedTo) }));
  const years = new Set([state.clockStart, counted].map((date) => Number(date.slice(0, 4))));
  for (const year of years)
    if (!calendar.isPublished(year)) parts.push(fill(words.unpublished, { year }));
  return parts.join('');
}

/** Weekends, holidays and 调休 days between two days, in words. */
function skipped(calendar: WorkingCalendar, words: ClockWords, from: string, to: string): string {
  let weekend = 0;
  const holidays = new Map<string, number>();
  const makeUp: string[] = [];
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    const { working, name } = calendar.kindOf(day);
    const isWeekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
    if (working && isWeekend) makeUp.push(day);
    else if (!working && name !== null) holidays.set(name, (holidays.get(name) ?? 0) + 1);
    else if (!working) weekend += 1;
  }
  const parts = [
    weekend > 0 ? fill(words.weekend, { days: weekend }) : '',
    ...[...holidays].map(([name, days]) => fill(words.holiday, { name, days })),
    ...makeUp.map((day) =>
      fill(words.makeUp, { month: Number(day.slice(5, 7)), day: Number(day.slice(8)) }),
    ),
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : fill(words.skipped, { list: parts.join('，') });
}
