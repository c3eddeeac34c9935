import { applyCommand, SYSTEM } from './apply.ts';
import { type TicketDeps } from './deps.ts';
import { type Ticket, type TicketAction } from './ticket.ts';

/** What one change means for other tickets: whoever was merged into a closed one is told the same outcome. */
export async function afterChange(
  deps: TicketDeps,
  ticket: Ticket,
  action: TicketAction,
): Promise<void> {
  if (action !== 'close' || !ticket.outcome) return;
  for (const number of await deps.store.mergedInto(ticket.number)) {
    const found = await deps.store.find(number);
    if (found?.ticket.state === '并案' && !found.erased)
      await applyCommand(
        deps,
        found.ticket,
        { action: 'close-with', outcome: ticket.outcome },
        SYSTEM,
      );
  }
}
