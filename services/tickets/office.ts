import { type TicketDeps } from './deps.ts';
import { duplicateDoors } from './duplicates.ts';
import { fileTicket } from './file-ticket.ts';
import { residentDoors } from './resident-doors.ts';
import { staffDoors } from './staff-doors.ts';
import { staffLists } from './staff-lists.ts';
import { type Tickets } from './tickets.ts';

/** The supervision tickets of the office. */
export function createTickets(deps: TicketDeps): Tickets {
  return {
    file: (input, idempotencyKey) => fileTicket(deps, input, idempotencyKey),
    ...residentDoors(deps),
    ...staffDoors(deps),
    ...staffLists(deps),
    ...duplicateDoors(deps),
  };
}
