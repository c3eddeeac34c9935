/** The service in a process of its own, to be harmed from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type ServiceCommand } from './scenario.ts';

export interface ServiceChoice {
  readonly command: ServiceCommand;
  /** Data, keys and logs. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A program that runs Node for us, such as strace with its options. */
  readonly under?: readonly string[];
}

export interface RunningService {
  readonly base: string;
  /** From start to ready. */
  readonly startMs: number;
  /** What the start cost the machine, of processor time: the same however busy it is. Null where it cannot be told. */
  readonly startCpuMs: number | null;
  /** What it printed so far. */
  readonly said: () => string;
  readonly pid: number;
  /** Without warning. */
  readonly kill: () => Promise<void>;
  /** In good order; gives the exit code. */
  readonly stop: () => Promise<number | null>;
  /** Moves its clock; only for commands whose clock can be moved. */
  readonly advance: (ms: number) => void;
}

/** It ended instead of opening its doors. */
export class NotStarted extends Error {
  override readonly name = 'NotStarted';
  readonly code: number | null;
  /** Everything it printed. */
  readonly said: string;

  constructor(code: number | null, said: string) {
    super(`the service ended with ${String(code)}: ${said.slice(-600)}`);
    this.code = code;
    this.said = said;
  }
}

const READY_AT_MOST_MS = 180_000;
const ADDRESS = /http:\/\/[^\s/]+:(\d+)/u;

/** Starts it and waits until it is ready. Throws `NotStarted`. */
export async function startService(choice: ServiceChoice): Promise<RunningService> {
  const began = performance.now();
  const { child, said } = launch(choice);
  const ended = once(child, 'close') as Promise<[number | null]>;
  const base = await Promise.race([
    addressFrom(child, said),
    ended.then(([code]) => Promise.reject(new NotStarted(code, said()))),
  ]);
  await untilReady(base, began);
  const finish = async (end: () => unknown): Promise<number | null> => {
    end();
    const [code] = await ended;
    return code;
  };
  return {
    ...{ base, said, pid: child.pid ?? 0 },
    startMs: performance.now() - began,
    startCpuMs: cpuMs(child.pid ?? 0),
    kill: async () => {
      await finish(() => signalTree(child, 'SIGKILL'));
    },
    // tsx ends a child with a channel to its parent at SIGTERM, before the service hears of it.
    stop: () =>
      finish(() => (child.channel ? child.send({ stop: true }) : signalTree(child, 'SIGTERM'))),
    advance: (ms) => {
      child.send({ advanceMs: ms });
    },
  };
}

function launch({ command, folder, env = {}, under = [] }: ServiceChoice): {
  child: ChildProcess;
  said: () => string;
} {
  const [program = process.execPath, ...args] = [...under, process.execPath, ...command.args];
  const ipc = command.movableClock && under.length === 0;
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
    // A group of its own: a signal reaches what runs under a tracer too.
    detached: true,
    // Nothing of the caller's surroundings: the same service wherever the command runs.
    env: {
      PATH: process.env['PATH'] ?? '',
      ...{ NODE_ENV: 'development', HOST: '127.0.0.1', PORT: '0', RATE_LIMITS: 'off' },
      ...{ LOG_LEVEL: 'error', DATA_DIR: folder },
      ...env,
    },
  });
  alive.add(child);
  child.once('close', () => alive.delete(child));
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString('utf8')).slice(-100_000);
    });
  return { child, said: () => text };
}

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) signalTree(child, 'SIGKILL');
});

function signalTree(child: ChildProcess, signal: NodeJS.Signals): void {
  // Without a process of its own the number would mean ours.
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It is gone already: nothing is left to be told.
  }
}

async function addressFrom(child: ChildProcess, said: () => string): Promise<string> {
  for (;;) {
    const port = ADDRESS.exec(said())?.[1];
    if (port !== undefined) return `http://127.0.0.1:${port}`;
    if (child.stdout) await once(child.stdout, 'data');
  }
}

async function untilReady(base: string, began: number): Promise<void> {
  while (performance.now() - began < READY_AT_MOST_MS) {
    const answered = await fetch(`${base}/readyz`).catch(() => null);
    if (answered?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the service listens but is never ready');
}

const TICK_MS = 10;

/** User and system time of a process so far. */
function cpuMs(pid: number): number | null {
  try {
    // The name in brackets may hold anything; what follows it is numbers.
    const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')
      .at(-1)
      ?.split(' ');
    return (Number(fields?.[11]) + Number(fields?.[12])) * TICK_MS;
  } catch {
    return null;
  }
}
