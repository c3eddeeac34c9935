import { type StaffMember } from '../staff/role.ts';
import { type TicketDeps } from './deps.ts';
import { type TicketFilter } from './ticket-store.ts';
import { type TicketQuery, type WorkList } from './tickets.ts';
import { type Clockwork } from '../calendar/clockwork.ts';

const DAYS_SHOWN_AS_SOON = 14;
const DIGITS_OF_A_PHONE = 5;

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
      return { open: true };
    case 'passed':
      return { states: ['转办'] };
    case 'supervised':
      return { open: true, supervised: true };
    case 'overdue':
      return { open: true, running: true, dueTo: dayBefore(today) };
    case 'soon':
      return {
        open: true,
        running: true,
        dueFrom: today,
        dueTo: lastSoon(deps.clockwork(), today),
      };
    case 'unassigned':
      return { open: true, unassigned: true };
    case 'awaiting-approval':
      return { open: true, awaiting: true };
    case 'told-failed':
      return { toldFailed: true };
    case 'call-backs':
      return { states: ['已告知'] };
  }
}

/** The last due date whose warning has begun: warnings count back in working days, so it is searched forward. */
export function lastSoon(clockwork: Pick<Clockwork, 'warnFrom'>, today: string): string {
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
  // Nobody's name has five digits: only one index has to be asked.
  return (text.match(/\d/gu) ?? []).length >= DIGITS_OF_A_PHONE
    ? { phoneIndex: crypto.blindIndex('phone', text) }
    : { nameIndex: crypto.blindIndex('name', text) };
}

function numberStart(text: string): string {
  const digits = text.replaceAll('-', '');
  return digits.length > 8 ? `${digits.slice(0, 8)}-${digits.slice(8)}` : digits;
}
