/** Residents who chat over Direct Line, as many as a bench wants. */
import { readFileSync, readdirSync } from 'node:fs';
import { WebSocket } from 'ws';
import { type Called, type Caller, each, pause, Tally } from './calls.ts';
import { random } from './random.ts';

export interface Chatter {
  /** Posts one message; answered when message and replies are stored. */
  say(text: string): Promise<Called>;
  readonly streamUrl: string;
}

const OPENING_AT_ONCE = 50;
const QUESTIONS = new URL('../../test/cases/questions/', import.meta.url);

/** Opens conversations; throws when one cannot be opened. */
export async function openChats(caller: Caller, count: number): Promise<readonly Chatter[]> {
  const chats: Chatter[] = [];
  await each(Array.from({ length: count }), OPENING_AT_ONCE, async () => {
    chats.push(await openChat(caller));
  });
  return chats;
}

async function openChat(caller: Caller): Promise<Chatter> {
  for (let tries = 0; ; tries += 1) {
    const { status, body } = await caller.call('/directline/conversations', { method: 'POST' });
    if (status === 201) return chatter(caller, JSON.parse(body) as Opened);
    if (tries === 20) throw new Error(`opening a chat answered ${String(status)}: ${body}`);
    await pause(500);
  }
}

interface Opened {
  readonly conversationId: string;
  readonly token: string;
  readonly streamUrl: string;
}

function chatter(caller: Caller, { conversationId, token, streamUrl }: Opened): Chatter {
  const path = `/directline/conversations/${conversationId}/activities`;
  const headers = { authorization: `Bearer ${token}` };
  return {
    streamUrl,
    say: (text) => caller.call(path, { method: 'POST', headers, body: { type: 'message', text } }),
  };
}

/** Questions that people ask, in an order that a seed gives; without end. */
export function questions(seed: number): () => string {
  const asked = readdirSync(QUESTIONS)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(new URL(name, QUESTIONS), 'utf8').trim().split('\n'))
    .flatMap((line) => (JSON.parse(line) as { turns: readonly string[] }).turns);
  const next = random(seed);
  return () => asked[Math.floor(next() * asked.length)] ?? '';
}

export interface Stream {
  /** Messages of the bot that came in. */
  readonly received: () => number;
  /** Streams that are still open. */
  readonly open: () => number;
  readonly close: () => void;
}

/** Opens the streams of chats, as the page does; from several addresses, for the ports of one end at 28,000. */
export async function openStreams(chats: readonly Chatter[]): Promise<Stream> {
  const sockets: WebSocket[] = [];
  let received = 0;
  await each([...chats.entries()], OPENING_AT_ONCE, ([at, { streamUrl }]) => {
    const localAddress = `127.0.0.${String(2 + (at % 50))}`;
    const socket = new WebSocket(streamUrl, { localAddress, perMessageDeflate: false });
    sockets.push(socket);
    socket.on('message', (data: Buffer) => {
      received += data.toString().split('"role":"bot"').length - 1;
    });
    return new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
  });
  return {
    received: () => received,
    open: () => sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length,
    close: () => {
      for (const socket of sockets) socket.terminate();
    },
  };
}

export interface Pace {
  readonly seconds: number;
  readonly ask: () => string;
}

/** Everyone speaks again as soon as they are answered, or turned away and told to wait. Gives turns a second. */
export async function speakWithoutPause(
  chats: readonly Chatter[],
  { seconds, ask }: Pace,
): Promise<Tally & { perSecond: number }> {
  const tally = new Tally();
  const began = performance.now();
  const until = began + seconds * 1000;
  await Promise.all(
    chats.map(async (chat) => {
      while (performance.now() < until) {
        const called = await chat.say(ask());
        tally.add(called);
        if (called.status !== 200) await pause(waitOf(called));
      }
    }),
  );
  const took = (performance.now() - began) / 1000;
  return Object.assign(tally, { perSecond: tally.answered / took });
}

/** Turns come at a rate of their own, whether the service keeps up or not. */
export async function speakAtRate(
  chats: readonly Chatter[],
  { seconds, ask, rate }: Pace & { readonly rate: number },
): Promise<Tally & { perSecond: number }> {
  const tally = new Tally();
  const began = performance.now();
  const all: Promise<void>[] = [];
  for (let sent = 0; sent < seconds * rate;) {
    const due = Math.min(seconds * rate, ((performance.now() - began) / 1000) * rate);
    for (; sent < due; sent += 1) {
      const chat = chats[sent % chats.length];
      if (chat) all.push(chat.say(ask()).then((called) => tally.add(called)));
    }
    await pause(5);
  }
  await Promise.all(all);
  const took = (performance.now() - began) / 1000;
  return Object.assign(tally, { perSecond: tally.answered / took });
}

/** A client that does what it is told, though nobody in a bench waits for more than a second. */
function waitOf({ headers }: Called): number {
  return Math.min(1000, 1000 * Number(headers['retry-after'] ?? 0.1));
}
