import { createHash, randomBytes } from 'node:crypto';
import { type ClockReading } from '../calendar/clockwork.ts';
import { beijingDate, beijingTime } from '../clock.ts';
import { AppError } from '../errors.ts';
import { type NoticeRequest } from '../notices/notice.ts';
import { fill } from '../text.ts';
import { type Command, type OwnCommand } from './command.ts';
import { type TicketDeps } from './deps.ts';
import { type NoticeIntent, type Said } from './step.ts';
import {
  type Actor,
  type Part,
  type Ticket,
  type TicketEvent,
  type TicketState,
} from './ticket.ts';
import { transition } from './transition.ts';

/** A done or refused change; both are on the record. */
export type Applied =
  | { readonly ok: true; readonly ticket: Ticket; readonly event: TicketEvent }
  | {
      readonly ok: false;
      readonly code: 'transition.refused' | 'access.denied';
      readonly missing: readonly Part[];
    };

export const SYSTEM: Actor = { id: 'system', role: 'system', unit: null, name: null };

/** Takes one step and writes ticket, timeline, audit and notice as one; call it inside a transaction. */
export async function applyCommand(
  deps: TicketDeps,
  ticket: Ticket,
  command: Command | OwnCommand,
  actor: Actor,
): Promise<Applied> {
  const now = deps.clock.now();
  const today = beijingDate(now);
  const clockwork = deps.clockwork();
  const other =
    command.action === 'merge' && command.into ? await mergeable(deps, command.into) : null;
  const result = transition(ticket, command, actor, {
    now: beijingTime(now),
    today,
    reviewDays: (route, decidedOn) => clockwork.reviewLastDay(route, decidedOn),
    returnBy: clockwork.returnBy(today),
    extensionLimit: clockwork.extensionLimit(ticket, ticket.dueDate),
    pauseLength:
      ticket.pausedOn === null ? 0 : clockwork.pauseLength(ticket, ticket.pausedOn, today),
    other,
  });
  if (!result.ok) {
    await record(
      deps,
      { ticket, action: command.action, actor, outcome: 'refused' },
      {
        missing: result.missing.join(' '),
      },
    );
    return result;
  }
  const { step, next: moved } = result;
  const next = step.recount ? { ...moved, ...clockOf(clockwork.read(moved, moved)) } : moved;
  if (!(await deps.store.update(next))) throw new AppError('version.conflict');
  const event = await appendEvent(deps, next, {
    action: command.action,
    from: ticket.state,
    actor,
    told: step.told,
    internal: step.internal,
  });
  // Told by phone or on the progress page: what was still under way need not be sent any more.
  if (ticket.toldAt === null && next.toldAt !== null && actor.role !== 'system')
    await deps.notices.settle(next.number, actor.role === 'resident' ? 'progress' : 'call');
  if (step.notice) await tell(deps, next, event.seq, step.notice);
  return { ok: true, ticket: next, event };
}

/** The clock as a ticket keeps it. */
export function clockOf({
  rule,
  acceptBy,
  dueDate,
  words,
}: ClockReading): Pick<Ticket, 'clockRule' | 'acceptBy' | 'dueDate' | 'clock'> {
  return { clockRule: rule, acceptBy, dueDate, clock: words };
}

interface Happened {
  readonly action: string;
  readonly from: TicketState | null;
  readonly actor: Actor;
  readonly told?: Said | undefined;
  readonly internal?: string | undefined;
}

/** Adds a step to the timeline and its digest to the audit chain. */
export async function appendEvent(
  deps: TicketDeps,
  ticket: Ticket,
  { action, from, actor, told, internal }: Happened,
): Promise<TicketEvent> {
  const { store, clock, words } = deps;
  const sentence = told ? words.timeline[told.key] : null;
  if (sentence === undefined)
    throw new AppError('internal', `no words for step ${told?.key ?? ''}`);
  const event: TicketEvent = {
    number: ticket.number,
    seq: await store.nextEventSeq(ticket.number),
    at: beijingTime(clock.now()),
    action,
    from,
    to: ticket.state,
    actor: actor.id,
    role: actor.role,
    told: sentence === null ? null : fill(sentence, told?.values ?? {}),
    internal: internal ?? null,
  };
  const salt = randomBytes(16).toString('hex');
  const body = JSON.stringify(event);
  const commit = createHash('sha256').update(`event/v1\n${salt}\n${body}`, 'utf8').digest('hex');
  await store.appendEvent(ticket.personId, { event, salt, body, commit });
  await record(
    deps,
    { ticket, action, actor, outcome: 'done' },
    {
      from,
      to: ticket.state,
      version: ticket.version,
      commit,
    },
  );
  return event;
}

/** Asks for a notice in the transaction under way. A ticket without chat and phone is told on the progress page. */
export async function tell(
  { notices }: TicketDeps,
  ticket: Ticket,
  seq: number,
  { topic, values = {}, needsReceipt = false }: NoticeIntent,
): Promise<void> {
  const request: NoticeRequest = {
    topic,
    dedupeKey: `${ticket.number}/${seq}/${topic}`,
    personId: ticket.personId,
    ticket: ticket.number,
    conversationId: ticket.conversationId,
    phone: ticket.contact.phone,
    values: {
      number: ticket.number,
      dueDate: ticket.dueDate,
      plain: ticket.outcome?.plain ?? '',
      ...values,
    },
    needsReceipt,
  };
  await notices.tell(request);
}

/** Writes into the audit chain what was done to a ticket, without saying who the person is. */
export async function record(
  { audit }: Pick<TicketDeps, 'audit'>,
  about: {
    readonly ticket: Pick<Ticket, 'number'>;
    readonly action: string;
    readonly actor: Actor;
    readonly outcome: 'done' | 'refused';
  },
  detail: Readonly<Record<string, string | number | null>>,
): Promise<void> {
  await audit.append({
    actor: about.actor.id,
    role: about.actor.role,
    action: about.action,
    objectType: 'ticket',
    objectId: about.ticket.number,
    outcome: about.outcome,
    requestId: null,
    detail,
  });
}

async function mergeable({ store }: TicketDeps, number: string): Promise<Ticket | null> {
  const found = await store.find(number);
  const open =
    found && !['并案', '已归档', '办结', '已告知', '回访', '不予受理'].includes(found.ticket.state);
  return open ? found.ticket : null;
}
