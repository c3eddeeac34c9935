import { AppError } from '../errors.ts';
import { type StaffMember } from '../staff/role.ts';
import { applyCommand, record } from './apply.ts';
import { actOnMany } from './bulk.ts';
import { type TicketDeps } from './deps.ts';
import { afterChange } from './merged.ts';
import { checkedOutcome, commandOf } from './outcome-input.ts';
import { actorOf, assertReads, canRead, mayUnmask, viewOf } from './staff-view.ts';
import { type Ticket, type TicketContact } from './ticket.ts';
import { type Tickets } from './tickets.ts';

type StaffDoors = Pick<Tickets, 'act' | 'actMany' | 'view' | 'unmask' | 'checkOutcome'>;

/** What staff can do: each door asks first whether this person may see this ticket at all. */
export function staffDoors(deps: TicketDeps): StaffDoors {
  const act: Tickets['act'] = (staff, number, input, version) =>
    deps.unitOfWork.transaction(async () => {
      const ticket = await visible(deps, staff, number);
      if (ticket.version !== version) throw new AppError('version.conflict');
      const command = commandOf(deps, ticket, input);
      const applied = await applyCommand(deps, ticket, command, actorOf(staff));
      if (!applied.ok) return applied;
      await afterChange(deps, applied.ticket, input.action);
      const view = await viewOf(deps, staff, applied.ticket);
      return { ok: true, ticket: view, event: applied.event };
    });
  return {
    act,
    actMany: actOnMany(act),
    checkOutcome: async (staff, number, input) =>
      checkedOutcome(deps, await visible(deps, staff, number), input),
    view: async (staff, number) => viewOf(deps, staff, await visible(deps, staff, number)),
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
