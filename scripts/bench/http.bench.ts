/** The doors of the running service: `POST /api/ask` beside a bare Express echo, and the time from start to ready. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { type Bench } from './bench.ts';

const CONNECTIONS = 20;
const SHARE_OF_ECHO = 50;
const QUESTION = JSON.stringify({ question: '低保多久能批下来', district: '芝罘区' });

export const bench: Bench = {
  name: 'http',
  run: async ({ release, note }) => {
    const seconds = release ? 30 : 8;
    const folder = mkdtempSync(join(tmpdir(), 'mingbai-bench-'));
    const began = performance.now();
    const service = start('bot/main.ts', {
      ...{ DATA_DIR: folder, PORT: '0', HOST: '127.0.0.1' },
      ...{ RATE_LIMITS: 'off', LOG_LEVEL: 'info' },
    });
    const echo = start('scripts/bench/echo-server.ts', {});
    try {
      const base = await addressOf(service, /"message":"service.ready".*?"port":(\d+)/u);
      const ready = (performance.now() - began) / 1000;
      const echoBase = await addressOf(echo, /ready http:\/\/127\.0\.0\.1:(\d+)/u);
      note(`${String(CONNECTIONS)} connections, ${String(seconds)} s each`);
      const plain = await perSecond(`${echoBase}/echo`, seconds);
      const asked = await perSecond(`${base}/api/ask`, seconds);
      return [
        { name: 'start to ready, from sources', measured: ready, unit: 's', goal: null },
        { name: 'bare Express echo', measured: plain, unit: '/s', goal: null },
        { name: 'POST /api/ask', measured: asked, unit: '/s', goal: null },
        {
          name: 'POST /api/ask against the echo',
          measured: (100 * asked) / plain,
          unit: '%',
          goal: { atLeast: SHARE_OF_ECHO },
        },
      ];
    } finally {
      service.kill('SIGKILL');
      echo.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function start(file: string, env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, ['--import=tsx', file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Waits for the line in which a child says its port. */
function addressOf(child: ChildProcess, port: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = port.exec(said)?.[1];
      if (found !== undefined) resolve(`http://127.0.0.1:${found}`);
    });
    child.once('exit', (code) => {
      reject(new Error(`ended with ${String(code)} before it was ready`));
    });
  });
}

async function perSecond(url: string, seconds: number): Promise<number> {
  const { requests, non2xx, errors } = await autocannon({
    ...{ url, connections: CONNECTIONS, duration: seconds, method: 'POST', body: QUESTION },
    headers: { 'content-type': 'application/json' },
  });
  if (errors > 0) throw new Error(`${String(errors)} calls were not answered`);
  const share = non2xx / Math.max(1, requests.total);
  if (share > 0) console.error(`  ${url}: ${(100 * share).toFixed(1)} % shed or refused`);
  return (requests.average * (requests.total - non2xx)) / Math.max(1, requests.total);
}
