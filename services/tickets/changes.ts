import { type Audit } from '../audit/audit.ts';
import { type StaffMember } from '../staff/role.ts';
import { type TicketStore } from './ticket-store.ts';
import { type Ticket } from './ticket.ts';
import { canRead } from './staff-view.ts';

/** Something happened to a ticket: enough to know that a page is out of date. */
export interface TicketChange {
  readonly number: string;
  readonly action: string;
  readonly state: string;
  readonly version: number;
}

/** Live news of tickets for open pages. */
export interface Changes {
  /** Tells every change that this person may know of, from now until `gone`; ends early when news cannot be had. */
  follow(
    staff: StaffMember,
    gone: AbortSignal,
    tell: (change: TicketChange) => void,
  ): Promise<void>;
}

export interface ChangesDeps {
  readonly audit: Pick<Audit, 'since' | 'headSeq'>;
  readonly store: Pick<TicketStore, 'find'>;
  /** Milliseconds between two looks. */
  readonly everyMs?: number;
}

interface Listener {
  readonly staff: StaffMember;
  readonly tell: (change: TicketChange) => void;
  readonly end: () => void;
}

const AT_ONCE = 200;

/**
 * One look at the audit chain for all open pages of this process: what other instances do stands there too, and nothing
 * can happen that is not in it.
 */
export function createChanges({ audit, store, everyMs = 1500 }: ChangesDeps): Changes {
  const listeners = new Set<Listener>();
  let seen = 0;
  let looking = false;

  const look = async (): Promise<void> => {
    const rows = await audit.since(seen, AT_ONCE);
    for (const { seq, objectType, objectId, outcome, action } of rows) {
      seen = seq;
      if (objectType !== 'ticket' || outcome !== 'done' || QUIET.has(action)) continue;
      const found = await store.find(objectId);
      if (found) tellAll(listeners, found.ticket, action);
    }
  };
  const run = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    try {
      seen = await audit.headSeq();
      while (listeners.size > 0) {
        await look();
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
    } finally {
      looking = false;
      // Pages ask again by themselves: a broken line is better than a silent one.
      for (const { end } of listeners) end();
    }
  };
  return {
    follow: (staff, gone, tell) =>
      new Promise<void>((resolve, reject) => {
        const listener: Listener = {
          staff,
          tell,
          end: () => {
            listeners.delete(listener);
            resolve();
          },
        };
        listeners.add(listener);
        gone.addEventListener('abort', listener.end, { once: true });
        if (gone.aborted) listener.end();
        run().catch(reject);
      }),
  };
}

// Looking at a ticket changes nothing in it.
const QUIET = new Set(['unmask', 'evidence', 'letter']);

function tellAll(listeners: ReadonlySet<Listener>, ticket: Ticket, action: string): void {
  const { number, state, version } = ticket;
  for (const { staff, tell } of listeners)
    if (canRead(staff, ticket)) tell({ number, action, state, version });
}
