/**
 * `npm run demo`: the whole service over a database of its own (`data-demo`, made anew each time) with people of every
 * role, tickets in every state, calls and benefits, all marked 示例. Passwords are printed once. Only PORT and HOST are
 * taken from the environment: a demonstration must not meet a real database.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { composeService, type Service } from '../bot/compose.ts';
import { configFrom } from '../services/config/config.ts';
import { createLog } from '../services/log/log.ts';
import { readStaffWords } from '../services/staff/staff-words.ts';
import { fill } from '../services/text.ts';
import { readCommandLine } from './command-line.ts';
import { readDemo } from './demo/demo-data.ts';
import { demoGateway } from './demo/demo-gateway.ts';
import { seedDemo, settleNotices } from './demo/seed.ts';
import { readCallScripts } from './hotline/call-script.ts';
import { exchange, playCall, type SendEvent } from './hotline/exchange.ts';

readCommandLine({ usage: 'npm run demo' });
const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
};
const folder = join(root, 'data-demo');
const mark = join(folder, 'DEMO');
if (existsSync(folder) && !existsSync(mark))
  throw new Error(`${folder} is not a demonstration: it is left alone`);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
writeFileSync(mark, '');

// The clock stands in the past while the past is made up, and then runs like any other.
let shift = 0;
const clock = {
  now: () => new Date(Date.now() + shift),
  set: (at: Date) => {
    shift = at.getTime() - Date.now();
  },
};
const hotlineSecret = randomBytes(32).toString('base64url');
const { PORT = '', HOST = '' } = process.env;
const config = configFrom({ PORT, HOST, DATA_DIR: folder, HOTLINE_SECRET: hotlineSecret }, root);
const log = createLog({ ...config.log, stdout: false }, clock);
const data = readDemo(join(root, 'scripts/demo/demo.yaml'));
const sms = demoGateway();
const service = await composeService({ config, log, root, version, clock, sms, demo: true });
const accounts = await seedDemo(service.office, clock, data);
await settleNotices(service.office, clock, sms);
shift = 0;
const port = await service.listen();
const url = `http://localhost:${port}`;
await playCalls(url);
// Receipts come a moment after sending, as they would from a real gateway.
const receipts = setInterval(() => {
  for (const id of sms.taken()) void service.office.outbox.report(id, true, null);
}, 5000);

const { roles } = readStaffWords(join(config.contentDir, 'words/staff.yaml'));
console.log(fill(data.guide.ready, { url }));
for (const { login, role, password } of accounts)
  console.log(
    fill(data.guide.account, {
      role: roles[role],
      login,
      password,
      page: `${url}${data.guide.pages[role]}`,
    }),
  );
console.log(fill(data.guide.calls, { secret: hotlineSecret, url }));
console.log(data.guide.end);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(service));

async function end(running: Service): Promise<void> {
  clearInterval(receipts);
  await running.close();
  await log.close();
  process.exit(0);
}

/** A few calls through the door of the call centre; they go on, so that the desk has somebody to talk to. */
async function playCalls(base: string): Promise<void> {
  const sign = exchange(base, hotlineSecret);
  // Making up the past keeps a small machine busy, and a busy service turns callers away for a moment.
  const send: SendEvent = async (event) => {
    for (let tries = 0; ; tries += 1) {
      const response = await sign(event);
      if (response.status !== 503 || tries === 30) return response;
      await wait(1000);
    }
  };
  for (const script of readCallScripts(join(root, 'scripts/demo/calls.yaml')))
    await playCall(send, script, {
      ...{ callId: `demo-${script.id}`, speed: 100, without: ['answered', 'ended'] },
    });
}
