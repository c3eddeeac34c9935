import { beijingTime } from '../clock.ts';
import { type Notice, type NoticeAttempt } from './notice.ts';
import { nextChannel, type OutboxDeps, told } from './delivery.ts';

type Tried =
  | { readonly result: 'sent'; readonly providerId: string | null }
  | { readonly result: 'failed' | 'refused'; readonly error: string };

/** Tries the channel whose turn it is. Sending is outside the transaction; what came of it is inside one. */
export async function attempt(deps: OutboxDeps, notice: Notice): Promise<void> {
  const channel = notice.plan[notice.turn];
  if (notice.state === 'sent')
    return settle(deps, nextChannel(deps, notice), noReceipt(deps, notice));
  switch (channel) {
    case undefined:
      return settle(deps, { ...notice, state: emptyState(notice) }, null);
    case 'call':
    case 'letter':
      return deps.unitOfWork.transaction(async () => {
        await deps.store.update({ ...notice, state: 'person' });
        await deps.onPerson(notice);
      });
    case 'chat':
      return finish(deps, notice, await byChat(deps, notice));
    case 'sms': {
      const wakes = endOfQuiet(deps);
      if (wakes !== null) return settle(deps, { ...notice, nextAt: wakes }, null);
      return finish(deps, notice, await bySms(deps, notice));
    }
  }
}

// With nothing planned the progress page is the channel; a plan that ran out has failed.
const emptyState = ({ plan }: Notice): Notice['state'] => (plan.length === 0 ? 'sent' : 'dead');

async function byChat(
  { chat }: OutboxDeps,
  { conversationId, text, ticket }: Notice,
): Promise<Tried> {
  try {
    const result = await chat?.post(conversationId ?? '', { text, ticket });
    return result === 'posted'
      ? { result: 'sent', providerId: null }
      : { result: 'refused', error: 'gone' };
  } catch {
    return { result: 'failed', error: 'chat' };
  }
}

async function bySms({ sms }: OutboxDeps, { id, phone, sms: text }: Notice): Promise<Tried> {
  try {
    const answer = await sms?.send({ id, phone: phone ?? '', text });
    if (answer?.result === 'accepted') return { result: 'sent', providerId: answer.providerId };
    return { result: 'refused', error: answer?.error ?? 'no-gateway' };
  } catch {
    // A provider's words may repeat the number or text: they are not kept.
    return { result: 'failed', error: 'gateway' };
  }
}

async function finish(deps: OutboxDeps, notice: Notice, tried: Tried): Promise<void> {
  const { policy } = deps.words;
  const channel = notice.plan[notice.turn] ?? 'chat';
  const line: NoticeAttempt = {
    notice: notice.id,
    at: deps.clock.now().toISOString(),
    channel,
    result: tried.result,
    providerId: tried.result === 'sent' ? tried.providerId : null,
    error: tried.result === 'sent' ? null : tried.error,
  };
  const attempts = notice.attempts + 1;
  if (tried.result === 'sent') return sent(deps, { ...notice, attempts }, line);
  const again = tried.result === 'failed' && attempts < policy.maxAttempts;
  const wait = policy.retryMinutes * 2 ** (attempts - 1) * (1 + deps.random() / 2);
  const next = again
    ? { ...notice, attempts, nextAt: later(deps, wait * 60_000) }
    : nextChannel(deps, notice);
  return settle(deps, next, line);
}

async function sent(deps: OutboxDeps, notice: Notice, line: NoticeAttempt): Promise<void> {
  if (line.channel === 'chat') {
    // A post into a chat that nobody may have open is no receipt: what needs one goes on to the next channel.
    if (notice.needsReceipt) return settle(deps, nextChannel(deps, notice), line);
    return deps.unitOfWork.transaction(async () => {
      await deps.store.appendAttempt(line);
      await told(deps, notice, 'chat');
    });
  }
  const nextAt = later(deps, deps.words.policy.receiptWaitHours * 3_600_000);
  return settle(deps, { ...notice, state: 'sent', nextAt }, line);
}

function settle(deps: OutboxDeps, next: Notice, line: NoticeAttempt | null): Promise<void> {
  return deps.unitOfWork.transaction(async () => {
    // A receipt may have come while the message was under way: it stands.
    const now = await deps.store.find(next.id);
    if (line) await deps.store.appendAttempt(line);
    if (now?.state !== 'told') await deps.store.update(next);
  });
}

function noReceipt({ clock }: OutboxDeps, notice: Notice): NoticeAttempt {
  const at = clock.now().toISOString();
  return {
    notice: notice.id,
    at,
    channel: 'sms',
    result: 'no-receipt',
    providerId: null,
    error: null,
  };
}

const later = ({ clock }: OutboxDeps, ms: number): string =>
  new Date(clock.now().getTime() + ms).toISOString();

/** When the quiet hours under way end, or null outside them. */
function endOfQuiet({ clock, words }: OutboxDeps): string | null {
  const { from, to } = words.policy.quietHours;
  const now = clock.now();
  const time = beijingTime(now).slice(11, 16);
  const quiet = from < to ? time >= from && time < to : time >= from || time < to;
  if (!quiet) return null;
  const minutes = (minutesOf(to) - minutesOf(time) + 1440) % 1440;
  return new Date(now.getTime() + minutes * 60_000).toISOString();
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
