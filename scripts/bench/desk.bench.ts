/** How long an operator waits for a suggestion after the caller's sentence, with 50 calls going on at once and every sentence another. */
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { exchange, type SendEvent } from '../hotline/exchange.ts';
import { type Bench, figure, type Figure } from './bench.ts';
import { benchQuestions } from './bench-questions.ts';
import { openDesks } from './desk-room.ts';
import { random } from './random.ts';
import { startService } from './service-process.ts';

const CALLS = 50;
const OPERATORS = 10;
/** A caller ends a sentence about this often. */
const PIECE_EVERY_MS = 4000;
const GOAL_MS = 150;
const ROUNDS = 4;
/** A desk has been at work for a while: its code is compiled, its calls have a history. */
const WARM_ROUNDS = 4;
const LONGEST_WAIT_MS = 30_000;
/** Characters: what people say in one breath. */
const LONGEST_SENTENCE = 60;

export const bench: Bench = {
  name: 'desk',
  run: async ({ release, note }) => {
    const secret = randomBytes(32).toString('base64url');
    const service = await startService({ env: { HOTLINE_SECRET: secret } });
    try {
      const talk = await conversation(service.base, service.firstPassword ?? '', secret);
      note(`${String(CALLS)} calls with ${String(OPERATORS)} operators`);
      for (let round = 0; round < WARM_ROUNDS; round += 1)
        for (const id of talk.calls) await talk.say(id);
      const used = async (): Promise<number> => (await service.facts()).cpuSeconds;
      const atFirst = await used();
      const together: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1)
        together.push(...(await Promise.all(talk.calls.map((id) => talk.say(id)))));
      const seconds = release ? 60 : 16;
      const began = await used();
      const each = await Promise.all(talk.calls.map((id, at) => speak(talk, id, at, seconds)));
      const own = each.flat();
      return [
        ...figures('each caller in their own time', own),
        cpu('each caller in their own time', (await used()) - began, own.length),
        ...figures('all in the same instant', together),
        cpu('all in the same instant', began - atFirst, together.length),
      ];
    } finally {
      await service.close();
    }
  },
};

interface Talk {
  readonly calls: readonly string[];
  /** A caller ends a sentence; gives the milliseconds until its suggestion reached the operator. */
  readonly say: (callId: string) => Promise<number>;
}

async function conversation(base: string, password: string, secret: string): Promise<Talk> {
  const waiting = new Map<string, (at: number) => void>();
  const operators = await openDesks(base, password, OPERATORS, (callId, at) => {
    waiting.get(callId)?.(at);
  });
  const send = exchange(base, secret);
  const calls = Array.from({ length: CALLS }, (_, at) => `bench-${String(at)}`);
  for (const [at, callId] of calls.entries()) {
    await ring(send, callId);
    await operators[at % OPERATORS]?.post(`/api/staff/desk/calls/${callId}/take`, {});
  }
  const sentences = benchQuestions().filter(({ length }) => length <= LONGEST_SENTENCE);
  let said = 0;
  return {
    calls,
    say: async (callId) => {
      said += 1;
      const text = sentences[said % sentences.length] ?? '';
      const came = new Promise<number>((resolve) => waiting.set(callId, resolve));
      const began = performance.now();
      const event = { callId, type: 'transcript', speaker: 'caller', final: true } as const;
      const response = await send({ ...event, at: new Date().toISOString(), text });
      if (!response.ok) throw new Error(`a sentence was refused: HTTP ${String(response.status)}`);
      const late = wait(LONGEST_WAIT_MS, Number.POSITIVE_INFINITY, { ref: false });
      return (await Promise.race([came, late])) - began;
    },
  };
}

async function ring(send: SendEvent, callId: string): Promise<void> {
  const event = { callId, type: 'ringing', at: new Date().toISOString(), caller: '13805350001' };
  const response = await send({ ...event, type: 'ringing' });
  if (!response.ok) throw new Error(`a call was refused: HTTP ${String(response.status)}`);
}

/** One caller for some seconds, at moments of their own. */
async function speak(talk: Talk, callId: string, seed: number, seconds: number): Promise<number[]> {
  const next = random(seed + 1);
  const until = performance.now() + seconds * 1000;
  const took: number[] = [];
  await wait(next() * PIECE_EVERY_MS);
  while (performance.now() < until) {
    took.push(await talk.say(callId));
    await wait((0.5 + next()) * PIECE_EVERY_MS);
  }
  return took;
}

/** Holds on a busy machine too. */
function cpu(name: string, seconds: number, sentences: number): Figure {
  return figure(`CPU for one sentence, ${name}`, (seconds * 1000) / sentences, 'ms');
}

function figures(name: string, took: readonly number[]): Figure[] {
  const sorted = [...took].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
  const of = `suggestion, ${String(CALLS)} calls, ${name} (${String(took.length)})`;
  return [
    { name: `${of}: p50`, measured: at(0.5), unit: 'ms', goal: null },
    { name: `${of}: p95`, measured: at(0.95), unit: 'ms', goal: { atMost: GOAL_MS } },
  ];
}
