import { beijingDate, beijingTime } from '../clock.ts';
import { LEAP_LIMIT_HOURS } from '../clock-watch.ts';
import { AppError } from '../errors.ts';
import { applyCommand, SYSTEM } from './apply.ts';
import { type OwnCommand } from './command.ts';
import { type TicketDeps } from './deps.ts';
import { type Ticket } from './ticket.ts';
import { OPEN_STATES } from './transition.ts';
import { lastSoon } from './work-lists.ts';

const PAGE = 200;
// Two days, and a leap of the clock that is not noticed.
const KEEP_ANSWERS_HOURS = 48 + LEAP_LIMIT_HOURS;

/** What the office does by itself, again and again. */
export interface Rounds {
  /** Counts every open deadline again after a change of the calendar; gives the numbers that moved. */
  recount(): Promise<readonly string[]>;
  /** In office hours: warns before a deadline, escalates after it. Gives how many of each. */
  remind(): Promise<{ readonly warned: number; readonly escalated: number }>;
  /** Tells a ticket that its notice arrived, or that no channel was left. */
  told(number: string, via: string): Promise<void>;
  notTold(number: string, topic: string): Promise<void>;
  /** Forgets answers that were kept for repeated requests. */
  tidy(): Promise<void>;
}

/** See `Rounds`; each ticket is changed in a transaction of its own. */
export function createRounds(deps: TicketDeps): Rounds {
  return {
    recount: async () => {
      const moved: string[] = [];
      for await (const number of openNumbers(deps))
        if (await step(deps, number, recountOf(deps))) moved.push(number);
      return moved;
    },
    remind: async () => {
      const now = beijingTime(deps.clock.now());
      const counts = { warned: 0, escalated: 0 };
      if (!deps.clockwork().inOfficeHours(now.slice(0, 10), now.slice(11, 16))) return counts;
      for await (const number of numbersToRemind(deps, now.slice(0, 10))) {
        const done = await step(deps, number, reminderFor(deps));
        if (done === 'warn') counts.warned += 1;
        if (done === 'escalate') counts.escalated += 1;
      }
      return counts;
    },
    told: async (number, via) => {
      await step(deps, number, ({ toldAt }) => (toldAt === null ? { action: 'told', via } : null));
    },
    notTold: async (number, topic) => {
      await step(deps, number, ({ toldFailed }) =>
        toldFailed ? null : { action: 'notice-failed', topic },
      );
    },
    tidy: () => {
      const before = deps.clock.now().getTime() - KEEP_ANSWERS_HOURS * 3_600_000;
      return deps.store.forgetAnswers(new Date(before).toISOString());
    },
  };
}

const openNumbers = ({ store }: TicketDeps): AsyncIterable<string> =>
  paged((after) => store.numbersIn(OPEN_STATES, after, PAGE));

// Opening every ticket of the office would keep the database busy for seconds, again and again.
function numbersToRemind(deps: TicketDeps, today: string): AsyncIterable<string> {
  const due = { today, warnTo: lastSoon(deps.clockwork(), today) };
  return paged((after) => deps.store.numbersToRemind(due, after, PAGE));
}

async function* paged(read: (after: string) => Promise<readonly string[]>): AsyncIterable<string> {
  let after = '';
  for (;;) {
    const page = await read(after);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last;
  }
}

type Decide = (ticket: Ticket) => OwnCommand | null;

async function step(deps: TicketDeps, number: string, decide: Decide): Promise<string | null> {
  return deps.unitOfWork.transaction(async () => {
    const found = await deps.store.find(number);
    if (!found) throw new AppError('not-found');
    const command = found.erased ? null : decide(found.ticket);
    if (!command) return null;
    const applied = await applyCommand(deps, found.ticket, command, SYSTEM);
    return applied.ok ? command.action : null;
  });
}

function recountOf(deps: TicketDeps): Decide {
  const clockwork = deps.clockwork();
  return (ticket) => {
    const { acceptBy, dueDate, words } = clockwork.read(ticket, ticket);
    const same = acceptBy === ticket.acceptBy && dueDate === ticket.dueDate;
    return same ? null : { action: 'recount', acceptBy, dueDate, clock: words };
  };
}

function reminderFor(deps: TicketDeps): Decide {
  const clockwork = deps.clockwork();
  const today = beijingDate(deps.clock.now());
  return ({ state, dueDate, warnedOn, escalatedOn }) => {
    if (state === '暂停') return null;
    if (dueDate < today) return escalatedOn === null ? { action: 'escalate' } : null;
    const due = warnedOn === null && clockwork.warnFrom(dueDate) <= today;
    return due ? { action: 'warn' } : null;
  };
}
