import { AppError, type FieldProblem } from '../errors.ts';
import { sameFingerprint } from '../privacy/field-crypto.ts';
import { fill } from '../text.ts';
import { applyCommand, type Applied } from './apply.ts';
import { type OwnCommand } from './command.ts';
import { type TicketDeps } from './deps.ts';
import { readQueryCode, readTicketNumber } from './number.ts';
import { type Actor, type Outcome, type Ticket, type TicketEvent } from './ticket.ts';
import { type OutcomeNotice, type Progress, type Tickets } from './tickets.ts';
import { TRANSITIONS } from './transition.ts';

type ResidentDoors = Pick<Tickets, 'progress' | 'receipt' | 'rate' | 'reopen' | 'confirmRelabel'>;

/** Whoever holds the query code. */
export const RESIDENT: Actor = { id: 'resident', role: 'resident', unit: null, name: null };
const MAX_REASON = 500;

/** What a person can do with number and query code. */
export function residentDoors(deps: TicketDeps): ResidentDoors {
  const act = (number: string, code: string, command: OwnCommand): Promise<Progress> =>
    deps.unitOfWork.transaction(async () => {
      const ticket = await opened(deps, number, code);
      // A receipt that comes twice, or after the call, is no fault of the person's.
      if (command.action === 'told' && ticket.toldAt !== null) return progressOf(deps, ticket);
      const applied = await applyCommand(deps, ticket, command, RESIDENT);
      return progressOf(deps, doneOr422(deps, applied));
    });
  const invalid = (field: string): AppError =>
    new AppError('request.invalid', undefined, {
      fields: [{ field, message: deps.words.fields[field] ?? field }],
    });
  return {
    progress: async (number, code) => progressOf(deps, await opened(deps, number, code)),
    receipt: (number, code) => act(number, code, { action: 'told', via: 'progress' }),
    rate: (number, code, { treatment, outcome, comment }) => {
      const valid = [treatment, outcome].every((n) => Number.isInteger(n) && n >= 1 && n <= 5);
      if (!valid || (comment ?? '').length > MAX_REASON) return Promise.reject(invalid('ratings'));
      const ratings = { treatment, outcome, comment, via: 'resident' } as const;
      return act(number, code, { action: 'rate', ratings });
    },
    reopen: (number, code, reason) =>
      reason.trim() === '' || reason.length > MAX_REASON
        ? Promise.reject(invalid('reason'))
        : act(number, code, { action: 'resident-reopen', reason }),
    confirmRelabel: (number, code, agrees) =>
      act(number, code, { action: 'confirm-relabel', agrees }),
  };
}

/** The ticket behind number and code. Unknown numbers, wrong codes and erased persons are answered alike: `not-found`. */
export async function opened(deps: TicketDeps, number: string, code: string): Promise<Ticket> {
  const read = readTicketNumber(number);
  const found = read === null ? null : await deps.store.find(read);
  const print = deps.crypto.fingerprint('query-code', readQueryCode(code));
  if (!found || found.erased || !sameFingerprint(print, found.queryPrint))
    throw new AppError('not-found');
  return found.ticket;
}

function doneOr422({ words }: TicketDeps, applied: Applied): Ticket {
  if (applied.ok) return applied.ticket;
  const missing: FieldProblem[] = applied.missing.map((part) => ({
    field: part,
    message: words.parts[part],
  }));
  const fields = missing.length > 0 ? missing : [{ field: 'action', message: words.notNow }];
  throw new AppError('transition.refused', undefined, { fields });
}

async function progressOf(deps: TicketDeps, ticket: Ticket): Promise<Progress> {
  const { words, store } = deps;
  const events = await store.events(ticket.number, ticket.personId);
  const closed = ticket.closedAt === null ? null : ticket.outcome;
  const notice = closed ? noticeOf(closed) : null;
  const { relabelRequest, kind, state } = ticket;
  return {
    number: ticket.number,
    kind,
    status: state,
    meaning: words.states[state],
    filedAt: ticket.filedAt,
    acceptBy: ticket.acceptBy,
    dueDate: ticket.dueDate,
    clock: ticket.clock,
    timeline: events.flatMap(({ event }) => timelineLine(deps, event)),
    ...(notice ? { notice } : {}),
    ...(relabelRequest
      ? {
          question: {
            about: 'relabel' as const,
            kind: relabelRequest.kind,
            text: fill(words.relabelQuestion, { from: kind, kind: relabelRequest.kind }),
          },
        }
      : {}),
    may: {
      receipt: ticket.toldAt === null && TRANSITIONS.told.from.includes(state),
      rate: TRANSITIONS.rate.from.includes(state),
      reopen: TRANSITIONS['resident-reopen'].from.includes(state),
    },
  };
}

function timelineLine(
  { words }: TicketDeps,
  { at, told, role }: TicketEvent,
): Progress['timeline'] {
  return told === null ? [] : [{ at, what: told, by: words.by[role] ?? '' }];
}

/** The outcome as the person reads it; only asked of a complete record. */
export function noticeOf(outcome: Outcome): OutcomeNotice | null {
  const { class: outcomeClass, review } = outcome;
  if (outcomeClass === null || review === null) return null;
  return {
    asked: outcome.asked,
    found: outcome.found,
    class: outcomeClass,
    reasons: outcome.reasons,
    clauses: outcome.clauses.map(({ title, article, quote, wording }) => ({
      title,
      article,
      quote,
      wording,
    })),
    nextSteps: outcome.nextSteps,
    review,
    contact: outcome.contact,
    decidedOn: outcome.decidedOn,
    plain: outcome.plain,
  };
}
