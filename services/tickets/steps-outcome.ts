import { isEmpty, missingParts } from './parts.ts';
import { type Context, type Step, type StepOf, unless } from './step.ts';
import { type Outcome, type Ticket } from './ticket.ts';

type OutcomeAction = 'draft-outcome' | 'send-back' | 'approve' | 'close' | 'close-with';

/** The outcome: drafted by one, approved by another, closed only when nothing is missing. */
export const outcomeSteps: { readonly [A in OutcomeAction]: StepOf<A> } = {
  // An unfinished draft is kept where it is; a finished one waits for another person's yes.
  'draft-outcome': (ticket, { outcome }, actor, { reviewDays }) => {
    const whole = missingParts(outcome, reviewDays).length === 0;
    const held = ticket.state === '待审核' ? '办理中' : ticket.state;
    return {
      missing: [],
      to: whole ? '待审核' : held,
      patch: { outcome, draftedBy: actor.id, approvedBy: null },
      ...(whole ? { told: { key: 'drafted' } } : {}),
    };
  },
  'send-back': (_ticket, { reason }) => ({
    missing: unless({ reason: !isEmpty(reason) }),
    to: '办理中',
    patch: { approvedBy: null },
    internal: reason,
  }),
  approve: (ticket, _command, actor, { reviewDays }) => ({
    missing: [
      ...missingParts(ticket.outcome, reviewDays),
      ...unless({ 'second-person': ticket.draftedBy !== actor.id }),
    ],
    to: '已审核',
    patch: { approvedBy: actor.id },
  }),
  close: (ticket, _command, _actor, context) => ({
    ...closed(ticket.outcome, context),
    missing: [
      ...missingParts(ticket.outcome, context.reviewDays),
      ...unless({ approval: ticket.approvedBy !== null && ticket.approvedBy !== ticket.draftedBy }),
    ],
  }),
  // A merged ticket closes with the outcome of the one that it was merged into.
  'close-with': (ticket, { outcome }, _actor, context) => ({
    ...closed(outcome, context),
    missing: missingParts(outcome, context.reviewDays),
    patch: {
      ...closed(outcome, context).patch,
      outcome: { ...outcome, asked: askedOf(ticket, outcome) },
    },
  }),
};

function closed(outcome: Outcome | null, { now }: Context): Step {
  return {
    missing: [],
    to: '办结',
    patch: { closedAt: now, pauseRequest: null, extendRequest: null, relabelRequest: null },
    told: { key: 'closed', values: { class: outcome?.class ?? '' } },
    notice: { topic: 'outcome', values: { class: outcome?.class ?? '' }, needsReceipt: true },
  };
}

const askedOf = (ticket: Ticket, outcome: Outcome): string => ticket.text ?? outcome.asked;
