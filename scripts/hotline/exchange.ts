/** What a call centre does towards the desk: signs events and sends them. */
import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type CallEvent } from '../../services/desk/call.ts';
import { type CallScript, eventsOf } from './call-script.ts';

/** Sends one event and gives the last answer of the desk. */
export type SendEvent = (event: CallEvent) => Promise<Response>;

/** So often an event is sent that is not taken for the moment. */
const TRIES = 20;
/** Not taken for the moment: nothing of it is kept, or it is not known whether it was. */
const AGAIN: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const USUAL_PAUSE_S = 1;

/**
 * An exchange that shares a secret with the service at `base`. What is not taken for the moment it sends again, signed anew, after
 * the time that the service names: an event that comes twice changes nothing.
 */
export function exchange(
  base: string,
  secret: string,
  pause: (ms: number) => Promise<unknown> = wait,
): SendEvent {
  return async (event) => {
    const body = JSON.stringify(event);
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt === TRIES;
      const answer = await post(base, secret, body).catch((failed: unknown) => {
        if (last) throw failed;
        return null;
      });
      if (answer !== null && (last || !AGAIN.has(answer.status))) return answer;
      const named = Number(answer?.headers.get('retry-after') ?? USUAL_PAUSE_S);
      await pause((Number.isFinite(named) ? named : USUAL_PAUSE_S) * 1000);
    }
  };
}

function post(base: string, secret: string, body: string): Promise<Response> {
  const stamp = String(Math.floor(Date.now() / 1000));
  const mac = createHmac('sha256', secret).update(`${stamp}.${body}`).digest('hex');
  return fetch(`${base}/api/hotline/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-mingbai-timestamp': stamp,
      'x-mingbai-signature': `v1=${mac}`,
    },
    body,
  });
}

export interface Playing {
  readonly callId: string;
  /** 1 is real speed. */
  readonly speed: number;
  /** Login of whoever answers; without it operators take the call at the desk. */
  readonly operator?: string | undefined;
  /** Events that are left out: a call without `ended` goes on. */
  readonly without?: readonly CallEvent['type'][];
}

/** Plays a scripted call. Throws with the answer when an event is refused. */
export async function playCall(
  send: SendEvent,
  script: CallScript,
  { callId, speed, operator, without = [] }: Playing,
): Promise<void> {
  let before = 0;
  for (const { after, event } of eventsOf(script, operator)) {
    if (without.includes(event.type)) continue;
    await wait(((after - before) * 1000) / speed);
    before = after;
    const response = await send({ ...event, callId, at: new Date().toISOString() });
    if (!response.ok)
      throw new Error(`refused: HTTP ${String(response.status)} ${await response.text()}`);
  }
}
