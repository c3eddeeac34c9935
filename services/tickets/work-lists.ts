import { type StaffMember } from '../staff/role.ts';
import { type TicketDeps } from './deps.ts';
import { type TicketFilter } from './ticket-store.ts';
import { STATES } from './ticket.ts';
import { type TicketQuery, type WorkList } from './tickets.ts';
import { OPEN_STATES } from './transition.ts';

const DAYS_SHOWN_AS_SOON = 14;
const RUNNING = OPEN_STATES.filter((state) => state !== '暂停');

/** What to ask of the store: never more than this person may see. */
export function filterOf(
  deps: TicketDeps,
  staff: StaffMember,
  query: TicketQuery,
  today: string,
): TicketFilter {
  const { kind, category, district, urgency, from, to, mine } = query;
  const ownUnit = staff.role === 'handler' ? (staff.unit ?? '') : query.unit;
  const list = query.due === undefined ? {} : workList(deps, query.due, today);
  return {
    ...list,
    ...(query.status === undefined ? {} : { states: [query.status] }),
    ...(ownUnit === undefined ? {} : { unit: ownUnit }),
    ...(mine ? { handler: staff.id } : {}),
    ...{ kind, category, district, urgency, filedFrom: from, filedTo: to },
    notAbout: staff.unit,
    ...searched(deps, query.q),
  };
}

function workList(deps: TicketDeps, list: WorkList, today: string): TicketFilter {
  switch (list) {
    case 'open':
      return { states: OPEN_STATES };
    case 'passed':
      return { states: ['转办'] };
    case 'supervised':
      return { states: OPEN_STATES, supervised: true };
    case 'overdue':
      return { states: RUNNING, dueTo: dayBefore(today) };
    case 'soon':
      return { states: RUNNING, dueFrom: today, dueTo: lastSoon(deps, today) };
    case 'unassigned':
      return { states: OPEN_STATES, unassigned: true };
    case 'awaiting-approval':
      return { states: OPEN_STATES, awaiting: true };
    case 'told-failed':
      return { states: STATES, toldFailed: true };
    case 'call-backs':
      return { states: ['已告知'] };
  }
}

// The last due date whose warning has begun: warnings count back in working days, so it is searched forward.
function lastSoon(deps: TicketDeps, today: string): string {
  const clockwork = deps.clockwork();
  let last = today;
  for (let ahead = 1; ahead <= DAYS_SHOWN_AS_SOON; ahead += 1) {
    const day = dayAfter(today, ahead);
    if (clockwork.warnFrom(day) <= today) last = day;
  }
  return last;
}

const dayAfter = (day: string, count: number): string =>
  new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
const dayBefore = (day: string): string => dayAfter(day, -1);

function searched({ crypto }: TicketDeps, q: string | undefined): TicketFilter {
  const text = (q ?? '').trim().normalize('NFKC');
  if (text === '') return {};
  if (/^20\d{2}[\d-]{0,12}$/.test(text)) return { numberStart: numberStart(text) };
  return {
    phoneIndex: crypto.blindIndex('phone', text),
    nameIndex: crypto.blindIndex('name', text),
  };
}

function numberStart(text: string): string {
  const digits = text.replaceAll('-', '');
  return digits.length > 8 ? `${digits.slice(0, 8)}-${digits.slice(8)}` : digits;
}
