/** The service as it is deployed (compiled, in a process of its own), over a temporary folder: what the load benches drive. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/bot/main.js', import.meta.url));
const PACKAGE = new URL('../../package.json', import.meta.url);
export const METRICS_TOKEN = 'bench-metrics-token-of-a-good-length';
const READY = /"message":"service.ready".*?"port":(\d+)/u;
const FIRST_PASSWORD = /\b[2-9a-z]{5}(?:-[2-9a-z]{5}){3}\b/u;

/** What the process tells of itself. */
export interface ProcessFacts {
  readonly rssMegabytes: number;
  /** Since the last time that somebody asked. */
  readonly loopDelayP99Ms: number;
  readonly handles: number;
  /** Used so far, all threads together: what a turn costs, however busy the machine is. */
  readonly cpuSeconds: number;
}

export interface ServiceProcess {
  readonly base: string;
  readonly pid: number;
  /** From spawning to the line that says so. */
  readonly readySeconds: number;
  /** Of the first administrator; null where there had been one before. */
  readonly firstPassword: string | null;
  facts(): Promise<ProcessFacts>;
  close(): Promise<void>;
}

export interface ServiceChoice {
  /** Kept afterwards when named; else a temporary folder that goes with the service. */
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** For Node itself, such as `--cpu-prof`. */
  readonly nodeOptions?: readonly string[];
}

/** Starts the service without limits per address: all load of a bench comes from one. Resolves when it is ready. */
export async function startService({
  folder,
  env = {},
  nodeOptions = [],
}: ServiceChoice = {}): Promise<ServiceProcess> {
  if (!existsSync(MAIN)) throw new Error('the benches drive the compiled service: npm run build');
  const dataDir = folder ?? temporaryFolder();
  const began = performance.now();
  const child = spawn(process.execPath, [...startOptions(), ...nodeOptions, MAIN], {
    env: {
      ...process.env,
      ...{ DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', RATE_LIMITS: 'off', METRICS_TOKEN },
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { base, firstPassword } = await saidReady(child);
  const readySeconds = (performance.now() - began) / 1000;
  return {
    ...{ base, readySeconds, firstPassword },
    pid: child.pid ?? 0,
    facts: () => factsOf(base),
    close: async () => {
      await ended(child);
      if (folder === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What `npm start` tells Node: measured is what is deployed. */
function startOptions(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

/** A folder of a bench's own. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'mingbai-bench-'));
}

/** Reads on afterwards as well: a full pipe would stop the service. */
function saidReady(child: ChildProcess): Promise<{ base: string; firstPassword: string | null }> {
  return new Promise((resolve, reject) => {
    let said = '';
    let ready: string | null = null;
    const tell = (): void => {
      const firstPassword = FIRST_PASSWORD.exec(said)?.[0] ?? null;
      said = '';
      resolve({ base: `http://127.0.0.1:${ready ?? ''}`, firstPassword });
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      if (ready !== null) {
        if (said !== '') said += chunk.toString();
        return;
      }
      said += chunk.toString();
      ready = READY.exec(said)?.[1] ?? null;
      // What is meant for the person at the terminal comes right after.
      if (ready !== null) setTimeout(tell, 200);
    });
    child.once('exit', (code) => {
      reject(new Error(`the service ended with ${String(code)} before it was ready`));
    });
  });
}

/** What a process tells that was started with `METRICS_TOKEN`. */
export async function factsOf(base: string): Promise<ProcessFacts> {
  const response = await fetch(`${base}/metrics`, {
    headers: { authorization: `Bearer ${METRICS_TOKEN}` },
  });
  const text = await response.text();
  const figure = (name: string): number =>
    Number(new RegExp(`^${name} (\\S+)$`, 'mu').exec(text)?.[1] ?? Number.NaN);
  return {
    rssMegabytes: figure('process_resident_memory_bytes') / 2 ** 20,
    loopDelayP99Ms: figure('nodejs_eventloop_lag_p99_seconds') * 1000,
    handles: figure('nodejs_active_resources_total'),
    cpuSeconds: figure('process_cpu_seconds_total'),
  };
}

const PATIENCE_MS = 15_000;

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
