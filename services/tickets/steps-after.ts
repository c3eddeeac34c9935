import { isEmpty } from './parts.ts';
import { type Context, type Step, type StepOf, unless } from './step.ts';
import { type Ticket } from './ticket.ts';

type After =
  'notice-failed' | 'call-back' | 'reopen' | 'resident-reopen' | 'archive' | 'told' | 'rate';

/** What happens once a ticket is closed: told, called back, rated, opened again, put away. */
export const afterSteps: { readonly [A in After]: StepOf<A> } = {
  'call-back': (ticket, { purpose, reached, text, ratings }, actor, { now }) => {
    const missing = unless({
      'independent-caller': actor.id !== ticket.handler && actor.id !== ticket.draftedBy,
      text: reached || !isEmpty(text),
      told: purpose === 'tell' || ticket.toldAt !== null,
    });
    if (!reached) return { missing, to: ticket.state, patch: {}, internal: text };
    if (purpose === 'tell') return { ...toldStep(ticket, now), missing, internal: text };
    return {
      missing,
      to: ticket.state === '已告知' ? '回访' : ticket.state,
      patch: ratings ? { ratings: { ...ratings, via: 'call-back' } } : {},
      told: { key: 'called-back' },
      internal: text,
    };
  },
  reopen: (ticket, { reason }, _actor, context) => reopened(ticket, reason, context),
  'resident-reopen': (ticket, { reason }, _actor, context) => reopened(ticket, reason, context),
  archive: (ticket) => ({
    missing: unless({ told: ticket.toldAt !== null }),
    to: '已归档',
    patch: {},
    told: { key: 'archived' },
  }),
  told: (ticket, { via }, _actor, { now }) => ({ ...toldStep(ticket, now), internal: via }),
  'notice-failed': (ticket, { topic }) => ({
    missing: [],
    to: ticket.state,
    patch: { toldFailed: true },
    internal: topic,
  }),
  rate: (ticket, { ratings }) => ({
    missing: [],
    to: ticket.state,
    patch: { ratings },
    told: { key: 'rated' },
  }),
};

function toldStep(ticket: Ticket, now: string): Step {
  return {
    missing: [],
    to: ticket.state === '办结' ? '已告知' : ticket.state,
    patch: { toldAt: ticket.toldAt ?? now, toldFailed: false },
    told: { key: 'told' },
  };
}

// The history stays; the clock starts anew and whoever handled it hears of it.
function reopened(ticket: Ticket, reason: string | undefined, { today }: Context): Step {
  return {
    missing: unless({ reason: !isEmpty(reason) }),
    to: '重新办理',
    patch: {
      reopened: ticket.reopened + 1,
      clockStart: today,
      pausedDays: 0,
      extendedTo: null,
      approvedBy: null,
      draftedBy: null,
      outcome: null,
      closedAt: null,
      toldAt: null,
      toldFailed: false,
      ratings: null,
      warnedOn: null,
      escalatedOn: null,
    },
    told: { key: 'reopened' },
    internal: reason,
    notice: { topic: 'reopened' },
    recount: true,
  };
}
