import { isEmpty } from './parts.ts';
import { lacking, type StepOf, unless } from './step.ts';

type Handling =
  | 'assign'
  | 'transfer'
  | 'return'
  | 'note'
  | 'extend'
  | 'pause'
  | 'resume'
  | 'supervise'
  | 'answer-supervision'
  | 'recount'
  | 'warn'
  | 'escalate';

/** What happens on the way: units, clock, supervision. */
export const handlingSteps: { readonly [A in Handling]: StepOf<A> } = {
  assign: (ticket, { unit, handler }) => ({
    missing: unless({
      unit: !isEmpty(unit),
      'no-conflict-of-interest': unit === undefined || unit !== ticket.accusedUnit,
    }),
    to: '办理中',
    patch: { unit: unit ?? null, handler: handler ?? null, returnBy: null },
    told: { key: 'assigned', values: { unit: unit ?? '' } },
  }),
  transfer: (ticket, { unit, reason }, _actor, { returnBy }) => ({
    missing: unless({
      unit: !isEmpty(unit) && unit !== ticket.unit,
      reason: !isEmpty(reason),
      'no-conflict-of-interest': unit === undefined || unit !== ticket.accusedUnit,
    }),
    to: '转办',
    patch: { unit: unit ?? null, handler: null, returnBy },
    told: { key: 'transferred', values: { unit: unit ?? '', reason: reason ?? '' } },
    notice: { topic: 'transferred', values: { unit: unit ?? '' } },
  }),
  // 信访工作条例 第二十三条: an objection within five working days, with its reason.
  return: (ticket, { reason }, actor, { today }) => ({
    missing: unless({
      unit: actor.unit === ticket.unit,
      reason: !isEmpty(reason),
      'within-return-days': ticket.returnBy === null || today <= ticket.returnBy,
    }),
    to: '退回',
    patch: { unit: null, handler: null, returnBy: null },
    told: { key: 'returned' },
    internal: reason,
  }),
  note: (ticket, { text }) => ({
    missing: unless({ text: !isEmpty(text) }),
    to: ticket.state,
    patch: {},
    internal: text,
  }),
  // 信访工作条例 第三十四条: once, at most 30 days, with a responsible person's approval, reasons told.
  extend: (ticket, { reason, until }, actor, { extensionLimit }) => {
    if (actor.role !== 'supervisor')
      return {
        missing: unless({
          reason: !isEmpty(reason),
          'new-date': until !== undefined && until > ticket.dueDate,
          'within-extension-limit':
            ticket.extendedTo === null && (until === undefined || until <= extensionLimit),
        }),
        to: ticket.state,
        patch: { extendRequest: { by: actor.id, reason: reason ?? '', until: until ?? null } },
        internal: reason,
      };
    const asked = ticket.extendRequest;
    if (!asked?.until) return lacking(ticket, 'request');
    const values = { date: asked.until, reason: asked.reason };
    return {
      missing: unless({
        'second-person': asked.by !== actor.id,
        'within-extension-limit': asked.until <= extensionLimit,
      }),
      to: '延期',
      patch: { extendRequest: null, extendedTo: asked.until, warnedOn: null, escalatedOn: null },
      told: { key: 'extended', values },
      notice: { topic: 'extended', values, needsReceipt: true },
      recount: true,
    };
  },
  pause: (ticket, { reason }, actor, { today }) => {
    if (actor.role !== 'supervisor')
      return {
        missing: unless({ reason: !isEmpty(reason) }),
        to: ticket.state,
        patch: { pauseRequest: { by: actor.id, reason: reason ?? '', until: null } },
        internal: reason,
      };
    const asked = ticket.pauseRequest;
    if (!asked) return lacking(ticket, 'request');
    return {
      missing: unless({ 'second-person': asked.by !== actor.id }),
      to: '暂停',
      patch: { pauseRequest: null, pausedOn: today },
      told: { key: 'paused', values: { reason: asked.reason } },
      notice: { topic: 'paused', values: { reason: asked.reason } },
    };
  },
  resume: (ticket, { reason }, _actor, { pauseLength }) => ({
    missing: [],
    to: ticket.extendedTo === null ? '办理中' : '延期',
    patch: { pausedOn: null, pausedDays: ticket.pausedDays + pauseLength },
    told: { key: 'resumed' },
    internal: reason,
    notice: { topic: 'resumed' },
    recount: true,
  }),
  supervise: (ticket, { text, answerBy }, actor, { today }) => ({
    missing: unless({
      text: !isEmpty(text),
      'new-date': answerBy !== undefined && answerBy >= today,
      unit: ticket.unit !== null,
    }),
    to: ticket.state,
    patch: {
      supervision: { text: text ?? '', by: actor.id, answerBy: answerBy ?? today, answer: null },
    },
    told: { key: 'supervised' },
    internal: text,
  }),
  'answer-supervision': (ticket, { text }) => ({
    missing: unless({ request: ticket.supervision !== null, text: !isEmpty(text) }),
    to: ticket.state,
    patch: {
      supervision: ticket.supervision ? { ...ticket.supervision, answer: text ?? null } : null,
    },
    internal: text,
  }),
  recount: (ticket, { acceptBy, dueDate, clock }) => ({
    missing: [],
    to: ticket.state,
    patch: { acceptBy, dueDate, clock },
    told: { key: 'recounted', values: { date: dueDate } },
  }),
  warn: (ticket, _command, _actor, { today }) => ({
    missing: [],
    to: ticket.state,
    patch: { warnedOn: today },
    internal: ticket.dueDate,
  }),
  escalate: (ticket, _command, _actor, { today }) => ({
    missing: [],
    to: ticket.state,
    patch: { escalatedOn: today },
    internal: ticket.dueDate,
  }),
};
