import { randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import { fill } from '../text.ts';
import { attempt } from './attempt.ts';
import { markTold, nextChannel, type OutboxDeps, told } from './delivery.ts';
import { type Channel, type Notice, type NoticeRequest, type Notices } from './notice.ts';

/** The outbox: what must be told stays here until it has been told, or until a person takes over. */
export interface Outbox extends Notices {
  /**
   * Tries what is due, at most a batch; gives how many notices it touched. Safe to run from several instances. What is left when
   * `ending` fires is tried by whoever claims it next.
   */
  deliver(ending?: AbortSignal): Promise<number>;
  /** A pay day makes thousands of notices at once: batch follows batch until nothing is due, or `ending` fires. */
  deliverAll(ending: AbortSignal): Promise<void>;
  /** A gateway reports on a message that it took. Reports may come twice, late or for nothing known. */
  report(providerId: string, delivered: boolean, error: string | null): Promise<void>;
  /** A person of the desk reached the resident, or gave up on a notice. */
  byPerson(id: string, via: 'call' | 'letter'): Promise<void>;
  /** Notices that wait for a person, oldest first. */
  tasks(limit: number): Promise<readonly Notice[]>;
}

const MOBILE = /^1[3-9]\d{9}$/;
const LEASE_MINUTES = 5;

/** See `Outbox`. */
export function createOutbox(deps: OutboxDeps): Outbox {
  const { store, unitOfWork, clock } = deps;
  return {
    tell: async (request) => {
      await store.insert(noticeOf(deps, request));
    },
    settle: (ticket, via) =>
      unitOfWork.transaction(async () => {
        for (const notice of await store.underWay(ticket)) await markTold(deps, notice, via);
      }),
    deliver: (ending) => deliver(deps, ending),
    deliverAll: async (ending) => {
      while (!ending.aborted && (await deliver(deps, ending)) > 0);
    },
    report: (providerId, delivered, error) =>
      unitOfWork.transaction(async () => {
        const notice = await store.byProviderId(providerId);
        if (!notice || notice.state === 'told') return;
        await store.appendAttempt({
          notice: notice.id,
          at: clock.now().toISOString(),
          channel: 'sms',
          result: delivered ? 'receipt' : 'failed',
          providerId,
          error,
        });
        if (delivered) await told(deps, notice, 'sms');
        else if (notice.state === 'sent') await store.update(nextChannel(deps, notice));
      }),
    byPerson: (id, via) =>
      unitOfWork.transaction(async () => {
        const notice = await store.find(id);
        if (!notice) throw new AppError('not-found');
        if (notice.state !== 'told') await told(deps, notice, via);
      }),
    tasks: (limit) => store.inState('person', limit),
  };
}

async function deliver(deps: OutboxDeps, ending?: AbortSignal): Promise<number> {
  const now = deps.clock.now();
  const until = new Date(now.getTime() + LEASE_MINUTES * 60_000).toISOString();
  const { batch } = deps.words.policy;
  const due = await deps.store.claim(randomUUID(), now.toISOString(), until, batch);
  let tried = 0;
  for (const notice of due) {
    if (ending?.aborted) break;
    await attempt(deps, notice);
    tried += 1;
  }
  return tried;
}

function noticeOf(deps: OutboxDeps, request: NoticeRequest): Notice {
  const { words, clock, hotline } = deps;
  const template = words.topics[request.topic];
  const values = { ...request.values, hotline };
  const at = clock.now().toISOString();
  const { topic, dedupeKey, personId, ticket, needsReceipt, conversationId, phone } = request;
  return {
    ...{ topic, dedupeKey, personId, ticket, needsReceipt, conversationId, phone },
    id: randomUUID(),
    state: 'waiting',
    plan: planOf(deps, request),
    turn: 0,
    attempts: 0,
    nextAt: at,
    createdAt: at,
    toldAt: null,
    toldVia: null,
    text: fill(template.text, values),
    sms: words.sign + fill(template.sms, values),
  };
}

// A person who left no way to be reached reads the progress page: there is nothing to plan.
function planOf(
  deps: OutboxDeps,
  { conversationId, phone, needsReceipt }: NoticeRequest,
): Channel[] {
  const plan: Channel[] = [];
  if (conversationId !== null && deps.chat) plan.push('chat');
  if (phone !== null && deps.sms && MOBILE.test(digitsOf(phone))) plan.push('sms');
  if (phone !== null && needsReceipt) plan.push('call');
  if (conversationId !== null && phone === null && needsReceipt) plan.push('letter');
  return plan;
}

const digitsOf = (phone: string): string => phone.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '');
