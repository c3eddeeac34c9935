/** Operators at their desks, as the desk bench needs them: signed in, listening, each with calls in hand. */
import { setTimeout as wait } from 'node:timers/promises';
import { firstSignIn, type Signed } from '../chaos/client.ts';
import { serverEvents } from '../hotline/server-events.ts';

export interface Operator {
  readonly post: (path: string, body: object) => Promise<Response>;
}

/** A suggestion that came in: of which call, at which moment of `performance.now()`. */
export type Heard = (callId: string, at: number) => void;

const OF_STAFF = '/api/staff';

/** Adds so many operators, signs them in and lets them listen. */
export async function openDesks(
  base: string,
  administratorPassword: string,
  count: number,
  heard: Heard,
): Promise<readonly Operator[]> {
  const administrator = await firstSignIn(base, 'admin', administratorPassword);
  const operators: Operator[] = [];
  for (let at = 0; at < count; at += 1) {
    const login = `bench-${String(at)}`;
    const account = { login, name: login, role: 'operator', unit: null };
    const added = await sender(base, administrator)(`${OF_STAFF}/accounts`, account);
    const { password } = (await added.json()) as { password: string };
    const signed = await firstSignIn(base, login, password);
    await listen(base, signed, heard);
    operators.push({ post: sender(base, signed) });
  }
  return operators;
}

function sender(base: string, signed: Signed): Operator['post'] {
  return async (path, body) => {
    const headers = { 'content-type': 'application/json', ...signed };
    const send = (): Promise<Response> =>
      fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) });
    let response = await send();
    // A service that has just started turns newcomers away for a moment.
    for (let tries = 0; response.status === 503 && tries < 50; tries += 1) {
      await wait(200);
      response = await send();
    }
    if (!response.ok) throw new Error(`${path}: HTTP ${String(response.status)}`);
    return response;
  };
}

async function listen(base: string, signed: Signed, heard: Heard): Promise<void> {
  const headers = { ...signed };
  const response = await fetch(`${base}${OF_STAFF}/desk/stream`, { headers });
  if (response.body === null) throw new Error('the desk tells no news');
  void read(response.body, heard).catch(() => undefined);
}

async function read(body: ReadableStream<Uint8Array>, heard: Heard): Promise<void> {
  for await (const { event, data } of serverEvents(body)) {
    if (event !== 'suggestion') continue;
    const callId = /"callId":"([^"]+)"/u.exec(data)?.[1];
    if (callId !== undefined) heard(callId, performance.now());
  }
}
