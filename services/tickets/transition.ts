import { type Command, type OwnCommand } from './command.ts';
import { afterSteps } from './steps-after.ts';
import { handlingSteps } from './steps-handling.ts';
import { intakeSteps } from './steps-intake.ts';
import { outcomeSteps } from './steps-outcome.ts';
import { type Context, type Step } from './step.ts';
import {
  type Actor,
  type Part,
  STATES,
  type Ticket,
  type TicketAction,
  type TicketState,
} from './ticket.ts';

type AnyCommand = Command | OwnCommand;
type AnyAction = AnyCommand['action'];

interface Rule {
  readonly roles: readonly Actor['role'][];
  readonly from: readonly TicketState[];
}

const WORKING = ['办理中', '延期', '重新办理'] as const;
export const OPEN_STATES = [
  '待受理',
  '已受理',
  '转办',
  '退回',
  ...WORKING,
  '暂停',
  '待审核',
  '已审核',
] as const satisfies readonly TicketState[];
const CLOSED = ['不予受理', '办结', '已告知', '回访', '并案'] as const;
const DESK = ['operator', 'supervisor'] as const;
const ALL_HANDS = ['operator', 'handler', 'supervisor'] as const;

/** Who may do what from where. What else an action needs is in its step. */
export const TRANSITIONS: Readonly<Record<AnyAction, Rule>> = {
  accept: { roles: ALL_HANDS, from: ['待受理', '转办'] },
  refuse: { roles: DESK, from: ['待受理'] },
  classify: { roles: DESK, from: OPEN_STATES },
  relabel: { roles: ALL_HANDS, from: OPEN_STATES },
  assign: { roles: DESK, from: ['已受理', '退回', '转办', ...WORKING] },
  transfer: { roles: ALL_HANDS, from: ['已受理', '退回', ...WORKING] },
  return: { roles: ['handler'], from: ['转办'] },
  note: { roles: ALL_HANDS, from: [...OPEN_STATES, ...CLOSED] },
  extend: { roles: ALL_HANDS, from: WORKING },
  pause: { roles: ALL_HANDS, from: WORKING },
  resume: { roles: ALL_HANDS, from: ['暂停'] },
  'draft-outcome': { roles: ALL_HANDS, from: ['已受理', ...WORKING, '待审核'] },
  'send-back': { roles: ['supervisor'], from: ['待审核', '已审核'] },
  approve: { roles: ['supervisor'], from: ['待审核'] },
  close: { roles: DESK, from: ['已审核'] },
  'call-back': { roles: DESK, from: ['办结', '不予受理', '已告知'] },
  reopen: { roles: ['supervisor'], from: ['不予受理', '办结', '已告知', '回访', '已归档'] },
  supervise: { roles: ['supervisor'], from: OPEN_STATES },
  'answer-supervision': { roles: ['handler'], from: OPEN_STATES },
  merge: { roles: DESK, from: OPEN_STATES },
  archive: { roles: ['supervisor', 'system'], from: ['不予受理', '已告知', '回访'] },
  told: { roles: ['resident', 'system'], from: ['不予受理', '办结'] },
  rate: { roles: ['resident'], from: ['不予受理', '办结', '已告知', '回访'] },
  'resident-reopen': {
    roles: ['resident'],
    from: ['不予受理', '办结', '已告知', '回访', '已归档'],
  },
  'confirm-relabel': { roles: ['resident'], from: OPEN_STATES },
  recount: { roles: ['system'], from: OPEN_STATES },
  warn: { roles: ['system'], from: OPEN_STATES },
  escalate: { roles: ['system'], from: OPEN_STATES },
  'notice-failed': { roles: ['system'], from: STATES },
  'close-with': { roles: ['system'], from: ['并案'] },
};

/** The new state and what happened, or a refusal with everything that is missing. */
export type Transition =
  | { readonly ok: true; readonly next: Ticket; readonly step: Step; readonly action: AnyAction }
  | {
      readonly ok: false;
      readonly code: 'transition.refused' | 'access.denied';
      readonly missing: readonly Part[];
    };

/** Pure: the same ticket, command, actor and day always end alike. */
export function transition(
  ticket: Ticket,
  command: AnyCommand,
  actor: Actor,
  context: Context,
): Transition {
  const rule = TRANSITIONS[command.action];
  if (!rule.roles.includes(actor.role) || hasConflict(ticket, actor))
    return { ok: false, code: 'access.denied', missing: [] };
  const step = take(ticket, command, actor, context);
  // What is missing is said before where the ticket stands: it is what the person can do something about.
  if (step.missing.length > 0)
    return { ok: false, code: 'transition.refused', missing: step.missing };
  if (!rule.from.includes(ticket.state))
    return { ok: false, code: 'transition.refused', missing: [] };
  const next = { ...ticket, ...step.patch, state: step.to, version: ticket.version + 1 };
  return { ok: true, next, step, action: command.action };
}

/** Actions that this person could try now, for the page; each may still lack parts. */
export function possibleActions(ticket: Ticket, actor: Actor): TicketAction[] {
  if (hasConflict(ticket, actor)) return [];
  return (Object.keys(TRANSITIONS) as AnyAction[]).filter(
    (action): action is TicketAction =>
      TRANSITIONS[action].roles.includes(actor.role) &&
      TRANSITIONS[action].from.includes(ticket.state) &&
      !(action === 'accept' && (actor.role === 'handler') !== (ticket.state === '转办')),
  );
}

/** 信访工作条例 第二十八、三十条: the unit or person complained of neither acts nor looks. */
export function hasConflict(ticket: Ticket, { unit, name }: Actor): boolean {
  return (
    (unit !== null && unit === ticket.accusedUnit) ||
    (name !== null && name === ticket.accusedPerson)
  );
}

function take(ticket: Ticket, command: AnyCommand, actor: Actor, context: Context): Step {
  const steps = { ...intakeSteps, ...handlingSteps, ...outcomeSteps, ...afterSteps };
  // Each step takes its own command; the table pairs them, which the compiler cannot follow.
  const step = steps[command.action] as (
    ticket: Ticket,
    command: AnyCommand,
    actor: Actor,
    context: Context,
  ) => Step;
  return step(ticket, command, actor, context);
}
