/** The doors of the compiled service: `POST /api/ask` beside a bare Express echo. */
import { type ChildProcess, spawn } from 'node:child_process';
import autocannon from 'autocannon';
import { type Bench } from './bench.ts';
import { benchQuestions, inOwnWords } from './bench-questions.ts';
import { random } from './random.ts';
import { startService } from './service-process.ts';

const CONNECTIONS = 20;
const SHARE_OF_ECHO = 50;
const HERE = '芝罘区';
const DISTRICTS = ['芝罘区', '福山区', '牟平区', '莱山区', '蓬莱区', '龙口市', '莱阳市', '海阳市'];

/** Made ready for one measurement: many times as many as any memory of the service holds. */
const CALLS = 15_000;
const SEED = 20;

/** Drawn from all questions of the cases, for any district. */
function drawn(): { readonly question: () => string; readonly district: () => string } {
  const next = random(SEED);
  const from = (list: readonly string[]) => () => list[Math.floor(next() * list.length)] ?? '';
  return { question: from(benchQuestions()), district: from(DISTRICTS) };
}

function callsFor(question: () => string, district: () => string): readonly string[] {
  return Array.from({ length: CALLS }, () =>
    JSON.stringify({ question: question(), district: district() }),
  );
}

export const bench: Bench = {
  name: 'http',
  run: async ({ release, note }) => {
    const seconds = release ? 30 : 8;
    const service = await startService({ env: { LOG_LEVEL: 'info' } });
    const echo = startEcho();
    try {
      const echoBase = await addressOf(echo);
      note(`${String(CONNECTIONS)} connections, ${String(seconds)} s each`);
      const plain = await perSecond(
        `${echoBase}/echo`,
        seconds,
        callsFor(drawn().question, () => HERE),
      );
      const { question, district } = drawn();
      const door = `${service.base}/api/ask`;
      const asked = await perSecond(door, seconds, callsFor(inOwnWords(question), district));
      const repeated = callsFor(question, () => HERE);
      await perSecond(door, seconds / 2, repeated);
      const again = await perSecond(door, seconds, repeated);
      return [
        { name: 'bare Express echo', measured: plain, unit: '/s', goal: null },
        {
          name: 'POST /api/ask, nobody in words that were used before',
          measured: asked,
          unit: '/s',
          goal: null,
        },
        {
          name: 'the same against the echo',
          measured: (100 * asked) / plain,
          unit: '%',
          goal: { atLeast: SHARE_OF_ECHO },
        },
        {
          name: `POST /api/ask, ${String(benchQuestions().length)} questions over and over`,
          measured: again,
          unit: '/s',
          goal: null,
        },
        {
          name: 'the same against the echo',
          measured: (100 * again) / plain,
          unit: '%',
          goal: null,
        },
      ];
    } finally {
      await service.close();
      echo.kill('SIGKILL');
    }
  },
};

function startEcho(): ChildProcess {
  return spawn(process.execPath, ['--import=tsx', 'scripts/bench/echo-server.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Waits for the line in which the echo says its address. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /ready (http:\/\/127\.0\.0\.1:\d+)/u.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => {
      reject(new Error(`ended with ${String(code)} before it was ready`));
    });
  });
}

async function perSecond(url: string, seconds: number, bodies: readonly string[]): Promise<number> {
  let next = 0;
  const { requests, non2xx, errors } = await autocannon({
    ...{ url, connections: CONNECTIONS, duration: seconds, method: 'POST' },
    headers: { 'content-type': 'application/json' },
    setupClient: (client) => {
      // Each connection has a stretch of its own, and comes back to its beginning when all others have passed.
      const stretch = Math.floor(bodies.length / CONNECTIONS);
      client.setRequests(bodies.slice(next, next + stretch).map((body) => ({ body })));
      next += stretch;
    },
  });
  if (errors > 0) throw new Error(`${String(errors)} calls were not answered`);
  const share = non2xx / Math.max(1, requests.total);
  if (share > 0) console.error(`  ${url}: ${(100 * share).toFixed(1)} % shed or refused`);
  return (requests.average * (requests.total - non2xx)) / Math.max(1, requests.total);
}
