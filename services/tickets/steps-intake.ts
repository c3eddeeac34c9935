import { isEmpty } from './parts.ts';
import { lacking, type StepOf, unless } from './step.ts';
import { type Ticket, type TicketKind } from './ticket.ts';

type Intake = 'accept' | 'refuse' | 'classify' | 'relabel' | 'confirm-relabel' | 'merge';

const GUARDED: readonly TicketKind[] = ['投诉', '举报'];

/** What happens at the door: taking on, refusing, naming what it is. */
export const intakeSteps: { readonly [A in Intake]: StepOf<A> } = {
  accept: (ticket, command, actor, { now }) => {
    if (ticket.state === '转办')
      return actor.role === 'handler' && actor.unit !== ticket.unit
        ? lacking(ticket, 'unit')
        : {
            missing: [],
            to: '办理中',
            patch: {
              handler: actor.role === 'handler' ? actor.id : ticket.handler,
              returnBy: null,
            },
            told: { key: 'taken', values: { unit: ticket.unit ?? '' } },
          };
    // Only the desk decides whether a ticket is accepted; a unit takes what was passed to it.
    if (actor.role === 'handler') return lacking(ticket, 'unit');
    return {
      missing: [],
      to: '已受理',
      patch: {
        acceptedAt: now,
        firstOwner: ticket.firstOwner ?? actor.id,
        ...named(ticket, command),
      },
      told: { key: 'accepted' },
      notice: { topic: 'accepted' },
      recount: true,
    };
  },
  refuse: (ticket, { reason, whereToTurn }, actor) => ({
    missing: unless({ reason: !isEmpty(reason), 'where-to-turn': !isEmpty(whereToTurn) }),
    to: '不予受理',
    patch: { firstOwner: ticket.firstOwner ?? actor.id, closedAt: null },
    told: { key: 'refused', values: { reason: reason ?? '', where: whereToTurn ?? '' } },
    notice: {
      topic: 'refused',
      values: { reason: reason ?? '', where: whereToTurn ?? '' },
      needsReceipt: true,
    },
  }),
  classify: (ticket, command) => {
    const patch: Partial<Ticket> = {
      ...named(ticket, command),
      urgency: command.urgency ?? ticket.urgency,
      confidential: command.confidential ?? ticket.confidential,
    };
    // The unit that turns out to be complained of loses the ticket at once.
    const accusedHolds = ticket.unit !== null && patch.accusedUnit === ticket.unit;
    return {
      missing: [],
      to: accusedHolds ? '退回' : ticket.state,
      patch: accusedHolds ? { ...patch, unit: null, handler: null, returnBy: null } : patch,
      internal: command.category,
      recount: true,
    };
  },
  // A complaint may not be softened into something else behind the person's back.
  relabel: (ticket, { kind, reason }, actor) => {
    const missing = unless({
      text: kind !== undefined && kind !== ticket.kind,
      reason: !isEmpty(reason),
    });
    if (missing.length > 0 || kind === undefined) return lacking(ticket, ...missing);
    const guarded = GUARDED.includes(ticket.kind) && !GUARDED.includes(kind);
    if (!guarded || actor.role === 'supervisor') return relabelled(ticket, kind, guarded, reason);
    return {
      missing: [],
      to: ticket.state,
      patch: { relabelRequest: { kind, by: actor.id } },
      told: { key: 'relabel-asked', values: { kind } },
      internal: reason,
      notice: { topic: 'relabel-question', values: { kind } },
    };
  },
  'confirm-relabel': (ticket, { agrees }) => {
    const request = ticket.relabelRequest;
    if (!request) return lacking(ticket, 'request');
    return agrees
      ? relabelled(ticket, request.kind, true, undefined)
      : {
          missing: [],
          to: ticket.state,
          patch: { relabelRequest: null },
          told: { key: 'relabel-refused', values: { kind: ticket.kind } },
        };
  },
  merge: (ticket, { reason }, _actor, { other }) => ({
    missing: unless({
      'other-ticket': other !== null && other.number !== ticket.number,
      reason: !isEmpty(reason),
    }),
    to: '并案',
    patch: { mergedInto: other?.number ?? null },
    told: { key: 'merged' },
    internal: reason,
    notice: { topic: 'merged' },
  }),
};

function relabelled(
  ticket: Ticket,
  kind: TicketKind,
  counted: boolean,
  reason: string | undefined,
): ReturnType<StepOf<'relabel'>> {
  return {
    missing: [],
    to: ticket.state,
    patch: { kind, relabelRequest: null, relabelled: ticket.relabelled + (counted ? 1 : 0) },
    told: { key: 'relabelled', values: { from: ticket.kind, kind } },
    internal: reason,
    recount: true,
  };
}

function named(
  ticket: Ticket,
  {
    category,
    accusedUnit,
    accusedPerson,
  }: {
    readonly category?: Ticket['category'] | undefined;
    readonly accusedUnit?: string | undefined;
    readonly accusedPerson?: string | undefined;
  },
): Partial<Ticket> {
  return {
    category: category ?? ticket.category,
    accusedUnit: accusedUnit ?? ticket.accusedUnit,
    accusedPerson: accusedPerson ?? ticket.accusedPerson,
  };
}
