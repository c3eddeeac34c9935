/** The lives of made-up tickets: who complained of what, when, and how far the office got. The same seed gives the same city. */
import { randomUUID } from 'node:crypto';
import { beijingDate, beijingTime } from '../../../services/clock.ts';
import { fill } from '../../../services/text.ts';
import { ticketNumber } from '../../../services/tickets/number.ts';
import {
  KINDS,
  type Outcome,
  OUTCOME_CLASSES,
  type Ticket,
  TICKET_CATEGORIES,
  type TicketState,
} from '../../../services/tickets/ticket.ts';
import { cityWords } from './words.ts';

export interface Place {
  readonly district: string;
  readonly town: string;
}

/** One step of a ticket, before it is written down. */
export interface LifeStep {
  readonly action: string;
  readonly from: TicketState | null;
  readonly to: TicketState;
  readonly at: Date;
  readonly actor: string;
  readonly role: string;
}

export interface Life {
  readonly ticket: Ticket;
  readonly steps: readonly LifeStep[];
}

export interface LifeFacts {
  readonly next: () => number;
  readonly places: readonly Place[];
  readonly filedAt: Date;
  /** Its place among the tickets of its day, from 1. */
  readonly serial: number;
  readonly today: Date;
}

const DAY = 86_400_000;
const DAYS_TO_CLOSE = 18;
const HANDLERS = 200;

/** Ten of a hundred come out otherwise than most do. */
const LATE_SHARE = 0.03;

/** A ticket as it stands today, with the way that led there. */
export function lifeOf({ next, places, filedAt, serial, today }: LifeFacts): Life {
  const one = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const place = one(places);
  const age = (today.getTime() - filedAt.getTime()) / DAY;
  const took = 3 + next() * DAYS_TO_CLOSE * (next() < LATE_SHARE ? 6 : 1);
  const handler = `handler-${String(Math.floor(next() * HANDLERS))}`;
  const steps = stepsOf({ filedAt, age, took, handler, next });
  const last = steps.at(-1);
  const state = last?.to ?? '待受理';
  const at = (action: string): string | null =>
    beijing(steps.find((step) => step.action === action)?.at);
  const assigned = steps.some(({ action }) => action === 'assign');
  const closedAt = at('close');
  const due = beijingDate(new Date(filedAt.getTime() + DAYS_TO_CLOSE * DAY));
  const ticket: Ticket = {
    ...FRESH,
    ...complaintOf(one, next, place),
    number: ticketNumber(beijingDate(filedAt), serial),
    version: steps.length,
    state,
    personId: randomUUID(),
    filedAt: beijing(filedAt) ?? '',
    acceptedAt: at('accept'),
    closedAt,
    toldAt: at('told'),
    acceptBy: beijingDate(new Date(filedAt.getTime() + 5 * DAY)),
    dueDate: due,
    clockStart: beijingDate(filedAt),
    ...(assigned ? { unit: place.town, handler } : { unit: null, handler: null }),
    ...closingOf(closedAt, due, { handler, result: one(OUTCOME_CLASSES) }),
    accusedUnit: next() < 0.1 ? one(places).town : null,
    supervision: supervisionOf(state, next),
    toldFailed: state === '办结' && next() < 0.2,
    reopened: next() < 0.02 ? 1 : 0,
    relabelled: next() < 0.01 ? 1 : 0,
    ratings: ratingsOf(state, next),
  };
  return { ticket, steps };
}

type OneOf = <T>(list: readonly T[]) => T;

function complaintOf(one: OneOf, next: () => number, place: Place) {
  const days = 2 + Math.floor(next() * 40);
  return {
    ...place,
    kind: one(KINDS),
    category: one(TICKET_CATEGORIES),
    urgency: next() < 0.05 ? '紧急' : '一般',
    programme: one(['低保', '特困', '临时救助', '低保边缘', null]),
    channel: one(['web', 'chat', 'phone'] as const),
    text: fill(cityWords.complaint, { town: place.town, days }),
    contact: {
      name: `${one(['王', '李', '张', '刘', '于'])}秀英`,
      phone: `138${String(Math.floor(next() * 1e8)).padStart(8, '0')}`,
    },
    anonymous: next() < 0.05,
    firstOwner: next() < 0.3 ? 'operator-1' : null,
  } as const;
}

function closingOf(
  closedAt: string | null,
  due: string,
  { handler, result }: { readonly handler: string; readonly result: Outcome['class'] },
): Pick<Ticket, 'outcome' | 'draftedBy' | 'approvedBy'> {
  if (closedAt === null) return { outcome: null, draftedBy: null, approvedBy: null };
  return { outcome: outcomeOf(due, result), draftedBy: handler, approvedBy: 'supervisor-1' };
}

const FRESH = {
  conversationId: null,
  incidentDate: null,
  confidential: false,
  clockRule: 'complaint',
  clock: cityWords.clock,
  returnBy: null,
  accusedPerson: null,
  pauseRequest: null,
  extendRequest: null,
  relabelRequest: null,
  pausedOn: null,
  pausedDays: 0,
  extendedTo: null,
  mergedInto: null,
  warnedOn: null,
  escalatedOn: null,
} as const satisfies Partial<Ticket>;

interface Course {
  readonly filedAt: Date;
  readonly age: number;
  readonly took: number;
  readonly handler: string;
  readonly next: () => number;
}

function stepsOf({ filedAt, age, took, handler, next }: Course): LifeStep[] {
  const steps: LifeStep[] = [];
  const step = (days: number, action: string, to: TicketState, by: [string, string]): void => {
    const from = steps.at(-1)?.to ?? null;
    const [role, actor] = by;
    const at = new Date(filedAt.getTime() + days * DAY);
    steps.push({ action, from, to, at, actor, role });
  };
  const desk: [string, string] = ['operator', 'operator-1'];
  step(0, 'file', '待受理', ['resident', 'resident']);
  if (age < 1) return steps;
  step(1, 'accept', '已受理', desk);
  if (age < 2) return steps;
  step(2, 'assign', '办理中', desk);
  if (age < took - 1) return steps;
  step(took - 1, 'draft-outcome', '待审核', ['handler', handler]);
  if (age < took) return steps;
  step(took, 'close', '办结', desk);
  if (next() < 0.02) return steps;
  step(took + 1, 'told', '已告知', ['resident', 'resident']);
  if (age > took + 30) step(took + 30, 'archive', '已归档', ['system', 'system']);
  return steps;
}

function outcomeOf(day: string, result: Outcome['class']): Outcome {
  const { quote, ...said } = cityWords.outcome;
  return {
    ...said,
    class: result,
    clauses: [
      {
        clauseId: 'mzf-2021-57#22',
        title: '最低生活保障审核确认办法',
        docNumber: '民发〔2021〕57号',
        article: '第二十二条',
        quote,
        wording: 'digest',
        inForceFrom: '2021-07-01',
        inForceTo: null,
        district: '全国',
      },
    ],
    review: { route: '申请复查', body: '芝罘区人民政府', lastDay: day },
    decidedOn: day,
  };
}

function supervisionOf(state: TicketState, next: () => number): Ticket['supervision'] {
  if (state !== '办理中' || next() > 0.05) return null;
  return { text: cityWords.supervision, by: 'supervisor-1', answerBy: '2026-12-01', answer: null };
}

function ratingsOf(state: TicketState, next: () => number): Ticket['ratings'] {
  if (state !== '已归档' || next() > 0.4) return null;
  const score = (): number => 1 + Math.floor(next() * 5);
  return { treatment: score(), outcome: score(), comment: null, via: 'call-back' };
}

const beijing = (at: Date | undefined): string | null =>
  at === undefined ? null : beijingTime(at);
