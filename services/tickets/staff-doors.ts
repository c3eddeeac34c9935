import { beijingDate } from '../clock.ts';
import { AppError } from '../errors.ts';
import { type StaffMember } from '../staff/role.ts';
import { fill } from '../text.ts';
import { applyCommand, record } from './apply.ts';
import { type Command } from './command.ts';
import { type TicketDeps } from './deps.ts';
import { afterChange } from './merged.ts';
import { actorOf, canRead, mayUnmask, viewOf } from './staff-view.ts';
import { filterOf } from './work-lists.ts';
import { type Outcome, type Ticket, type TicketContact } from './ticket.ts';
import { type CommandInput, type TicketPage, type TicketQuery, type Tickets } from './tickets.ts';

type StaffDoors = Pick<Tickets, 'act' | 'list' | 'view' | 'unmask'>;

const PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 200;

/** What staff can do: each door asks first whether this person may see this ticket at all. */
export function staffDoors(deps: TicketDeps): StaffDoors {
  return {
    act: (staff, number, input, version) =>
      deps.unitOfWork.transaction(async () => {
        const ticket = await visible(deps, staff, number);
        if (ticket.version !== version) throw new AppError('version.conflict');
        const command = commandOf(deps, ticket, input);
        const applied = await applyCommand(deps, ticket, command, actorOf(staff));
        if (!applied.ok) return applied;
        await afterChange(deps, applied.ticket, input.action);
        const view = await viewOf(deps, staff, applied.ticket);
        return { ok: true, ticket: view, event: applied.event };
      }),
    view: async (staff, number) => viewOf(deps, staff, await visible(deps, staff, number)),
    list: (staff, query) => list(deps, staff, query),
    unmask: (staff, number, reason) => unmask(deps, staff, number, reason),
  };
}

/** A ticket that this person may not see does not exist for them. */
export async function visible(
  deps: TicketDeps,
  staff: StaffMember,
  number: string,
): Promise<Ticket> {
  assertReads(staff);
  const found = await deps.store.find(number);
  if (!found || !canRead(staff, found.ticket)) throw new AppError('not-found');
  return found.ticket;
}

function assertReads({ role }: StaffMember): void {
  if (role === 'administrator' || role === 'editor') throw new AppError('access.denied');
}

async function list(deps: TicketDeps, staff: StaffMember, query: TicketQuery): Promise<TicketPage> {
  assertReads(staff);
  const today = beijingDate(deps.clock.now());
  const size = Math.min(Math.max(1, query.size ?? PAGE_SIZE), MAX_PAGE_SIZE);
  const filter = filterOf(deps, staff, query, today);
  const lines = await deps.store.list(filter, pageKey(query.page), size + 1);
  const shown = lines.slice(0, size).map((line) => ({ ...line, overdue: line.dueDate < today }));
  const last = lines.length > size ? shown.at(-1) : undefined;
  const next = last ? Buffer.from(`${last.dueDate}|${last.number}`).toString('base64url') : null;
  return { tickets: shown, next };
}

function pageKey(page: string | undefined): { dueDate: string; number: string } | null {
  if (page === undefined) return null;
  const [dueDate, number] = Buffer.from(page, 'base64url').toString('utf8').split('|');
  if (dueDate === undefined || number === undefined) throw new AppError('request.malformed');
  return { dueDate, number };
}

async function unmask(
  deps: TicketDeps,
  staff: StaffMember,
  number: string,
  reason: string,
): Promise<TicketContact> {
  const ticket = await visible(deps, staff, number);
  const allowed = mayUnmask(staff, ticket);
  if (allowed && reason.trim() === '')
    throw new AppError('request.invalid', undefined, {
      fields: [{ field: 'reason', message: deps.words.parts.reason }],
    });
  // Committed before anything is shown.
  await deps.unitOfWork.transaction(() =>
    record(
      deps,
      {
        ticket,
        action: 'unmask',
        actor: actorOf(staff),
        outcome: allowed ? 'done' : 'refused',
      },
      { fields: 'name phone', reason: deps.crypto.fingerprint('unmask-reason', reason) },
    ),
  );
  if (!allowed) throw new AppError('access.denied');
  return ticket.contact;
}

function commandOf(deps: TicketDeps, ticket: Ticket, input: CommandInput): Command {
  if (input.action !== 'draft-outcome') return input;
  return { action: 'draft-outcome', outcome: outcomeOf(deps, ticket, input.outcome) };
}

// Clauses are quoted by the office from the policy in force on the decision date: nobody types them.
function outcomeOf(
  { clauses, clock, words }: TicketDeps,
  ticket: Ticket,
  input: Extract<CommandInput, { action: 'draft-outcome' }>['outcome'],
): Outcome {
  const decidedOn = input.decidedOn ?? beijingDate(clock.now());
  const quoted = (input.clauseIds ?? []).map((id) => clauses.quote(id, decidedOn));
  const inForce = quoted.includes(null) ? [] : quoted.filter((clause) => clause !== null);
  const { found, class: outcomeClass, reasons, nextSteps, contact, plain, review } = input;
  const written = { found, class: outcomeClass, reasons, nextSteps, contact, plain };
  const outcome: Outcome = {
    ...BLANK,
    ...Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined)),
    asked: input.asked ?? ticket.text ?? '',
    clauses: inForce,
    review: review ? { route: '', body: '', lastDay: '', ...review } : null,
    decidedOn,
  };
  return outcome.plain === '' ? { ...outcome, plain: plainOf(outcome, words.plain) } : outcome;
}

const BLANK = {
  found: '',
  class: null,
  reasons: '',
  nextSteps: '',
  contact: '',
  plain: '',
} as const satisfies Partial<Outcome>;

function plainOf(outcome: Outcome, template: string): string {
  return fill(template, {
    asked: outcome.asked,
    found: outcome.found,
    class: outcome.class ?? '',
    reasons: outcome.reasons,
    clauses: outcome.clauses.map(({ title, article }) => `《${title}》${article}`).join('、'),
    nextSteps: outcome.nextSteps,
    lastDay: outcome.review?.lastDay ?? '',
    body: outcome.review?.body ?? '',
    route: outcome.review?.route ?? '',
    contact: outcome.contact,
  });
}
