import { beijingDate } from '../clock.ts';
import { AppError } from '../errors.ts';
import { maskName, maskPhone } from '../privacy/mask.ts';
import { type StaffMember } from '../staff/role.ts';
import { type TicketDeps } from './deps.ts';
import { missingParts } from './parts.ts';
import { type Actor, type Ticket } from './ticket.ts';
import { type TicketView } from './tickets.ts';
import { hasConflict, OPEN_STATES, possibleActions } from './transition.ts';

/** A member of staff as the state machine knows them. */
export function actorOf({ id, role, unit, name }: StaffMember): Actor {
  return { id, role, unit, name };
}

/** Those who run the machines and the policy see no ticket at all: throws `access.denied`. */
export function assertReads({ role }: StaffMember): void {
  if (role === 'administrator' || role === 'editor') throw new AppError('access.denied');
}

/** Who may see a ticket: the desk all, a unit its own, nobody one that complains of them. */
export function canRead(staff: StaffMember, ticket: Ticket): boolean {
  if (hasConflict(ticket, actorOf(staff))) return false;
  switch (staff.role) {
    case 'operator':
    case 'supervisor':
    case 'auditor':
      return true;
    case 'handler':
      return staff.unit !== null && staff.unit === ticket.unit;
    case 'editor':
    case 'administrator':
      return false;
  }
}

/** Name and phone in clear: never for an anonymous person, not for units when confidential. */
export function mayUnmask(staff: StaffMember, ticket: Ticket): boolean {
  if (staff.role === 'supervisor' || staff.role === 'operator')
    return !ticket.anonymous || ticket.toldFailed;
  return staff.role === 'handler' && !ticket.anonymous && !ticket.confidential;
}

/** The ticket as this person may see it. */
export async function viewOf(
  deps: TicketDeps,
  staff: StaffMember,
  ticket: Ticket,
): Promise<TicketView> {
  const recorded = await deps.store.events(ticket.number, ticket.personId);
  const clockwork = deps.clockwork();
  const identity = identityOf(staff, ticket);
  const { name, phone } = ticket.contact;
  const masked = identity === 'masked';
  return {
    ...ticket,
    conversationId: null,
    contact: {
      name: masked && name !== null ? maskName(name) : null,
      phone: masked && phone !== null ? maskPhone(phone) : null,
    },
    identity,
    overdue:
      (OPEN_STATES as readonly string[]).includes(ticket.state) &&
      ticket.dueDate < beijingDate(deps.clock.now()),
    events: recorded.map(({ event }) => event),
    actions: possibleActions(ticket, actorOf(staff)),
    missingForClose: missingParts(ticket.outcome, (route, on) =>
      clockwork.reviewLastDay(route, on),
    ),
  };
}

/** How much of the person this member of staff may know. */
export function identityOf(staff: StaffMember, ticket: Ticket): TicketView['identity'] {
  if (ticket.text === null) return 'erased';
  if (ticket.anonymous) return 'none';
  const withheld = staff.role === 'auditor' || (staff.role === 'handler' && ticket.confidential);
  return withheld ? 'withheld' : 'masked';
}
