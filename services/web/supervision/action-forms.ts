import type { TicketAction } from '../../tickets/ticket.ts';

/** What a form asks for; every name is a field of the command. */
export type FieldName =
  | 'category'
  | 'accusedUnit'
  | 'accusedPerson'
  | 'reason'
  | 'whereToTurn'
  | 'unit'
  | 'handler'
  | 'text'
  | 'until'
  | 'answerBy'
  | 'kind'
  | 'urgency'
  | 'confidential'
  | 'into'
  | 'call';

/** Fields of each action, in the order in which a person thinks of them. `draft-outcome` has an editor of its own. */
export const ACTION_FIELDS: Readonly<
  Record<Exclude<TicketAction, 'draft-outcome'>, readonly FieldName[]>
> = {
  accept: ['category', 'accusedUnit', 'accusedPerson'],
  refuse: ['reason', 'whereToTurn'],
  assign: ['unit', 'handler'],
  transfer: ['unit', 'reason'],
  return: ['reason'],
  note: ['text'],
  extend: ['until', 'reason'],
  pause: ['reason'],
  resume: ['reason'],
  'send-back': ['reason'],
  approve: [],
  close: [],
  'call-back': ['call'],
  reopen: ['reason'],
  supervise: ['text', 'answerBy'],
  'answer-supervision': ['text'],
  relabel: ['kind', 'reason'],
  classify: ['category', 'urgency', 'confidential', 'accusedUnit', 'accusedPerson'],
  merge: ['into', 'reason'],
  archive: [],
};

/** Reasons that the person will read. */
export const TOLD_REASONS: readonly TicketAction[] = ['refuse', 'transfer', 'extend', 'pause'];

/** The next step that this state is waiting for comes first and is marked. */
export const FIRST_ACTIONS: readonly TicketAction[] = [
  'approve',
  'close',
  'accept',
  'call-back',
  'assign',
  'draft-outcome',
  'answer-supervision',
];
