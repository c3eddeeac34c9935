/** What is not the disk: the gateway, the clock, the process itself standing still, an upgrade that is cut off. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../services/storage/database.ts';
import { call } from './client.ts';
import { type Gateway, type Mood, startGateway } from './gateway.ts';
import { besiege, type Place, type Siege, sqlitePlace } from './kill.ts';
import { type Outcome, type Scenario, type Skipped } from './scenario.ts';

const HOUR = 3_600_000;

/** Stands still for seconds, as a machine that is moved or out of memory does. */
const serviceHangs: Scenario = {
  name: 'service-hangs',
  run: async (context) => {
    const siege = await besiege(context, sqlitePlace());
    const times = context.times({ short: 1, usual: 3, release: 20 });
    await siege.under('p', async ({ pid }) => {
      for (let n = 0; n < times; n += 1) {
        process.kill(pid, 'SIGSTOP');
        await sleep(context.random.between(500, 3000));
        process.kill(pid, 'SIGCONT');
        await sleep(800);
      }
    });
    return siege.end(`stood still ${String(times)} times`);
  },
};

/** Forwards and backwards; in the end the right time again. */
const JUMPS_HOURS = [1, -2, -24, 25];
/** Further than anything is kept, and long enough for what the service does by itself: it must remove nothing. */
const FAR = { hours: 400 * 24, pauseMs: 12_000 } as const;

const clockJumps: Scenario = {
  name: 'clock-jumps',
  run: async (context): Promise<Outcome | Skipped> => {
    if (!context.service.movableClock) return { skipped: 'the clock of this service stands firm' };
    const siege = await besiege(context, sqlitePlace());
    const pauseMs = context.times({ short: 1000, usual: 1500, release: 10_000 });
    const jumps = [...JUMPS_HOURS.map((hours) => ({ hours, pauseMs })), FAR];
    for (const [round, jump] of jumps.entries())
      // Tokens and sessions end when the clock runs ahead: then everybody is refused, and nothing else.
      await siege.under(`c${String(round)}`, async (service) => {
        service.advance(jump.hours * HOUR);
        await sleep(jump.pauseMs);
        service.advance(-jump.hours * HOUR);
        await sleep(300);
      });
    return siege.end(`${String(jumps.length)} jumps and back`);
  },
};

const TOKEN = 'chaos-receipts-0123456789';
const MOODS: readonly Mood[] = ['down', 'hangs', 'fails', 'answers nonsense'];
const OUTBOX_TURN_MS = 10_500;

/** Every notice is sent in the end, none twice that was taken, and receipts that come twice count once. */
const gatewayMoods: Scenario = {
  name: 'sms-gateway',
  run: async (context) => {
    const gateway = await startGateway();
    const place = sqlitePlace();
    const env = { CHAOS_SMS_URL: gateway.url, SMS_RECEIPT_TOKEN: TOKEN };
    const siege = await besiege(context, { ...place, env });
    try {
      // Noon: nobody is sent a short message at night.
      siege.service().advance(untilNoon());
      for (const [round, mood] of MOODS.entries()) {
        gateway.mood = mood;
        await siege.under(`g${String(round)}`, () => sleep(OUTBOX_TURN_MS));
      }
      gateway.mood = 'works';
      await untilSent(siege, place);
      await receiptsTwice(siege, gateway);
      await compareNotices(siege, place, gateway);
      return await siege.end(MOODS.join(', '));
    } finally {
      gateway.close();
    }
  },
};

/** From now to the next noon in Beijing. */
function untilNoon(): number {
  const beijing = (Date.now() + 8 * HOUR) % (24 * HOUR);
  return (36 * HOUR - beijing) % (24 * HOUR);
}

/** Moves the clock on until no notice waits for another try. */
async function untilSent({ service, ledger }: Siege, place: Place): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) {
    await sleep(OUTBOX_TURN_MS);
    if ((await notices(place, { state: 'waiting' })) === 0) return;
    // The longest pause between tries is about an hour: two minutes, doubled four times, and half as much again.
    if (turn % 2 === 0) service().advance(HOUR / 4);
  }
  ledger.faults.push(`${String(await notices(place, { state: 'waiting' }))} notices are not sent`);
}

async function notices(place: Place, where: object, table = 'notices'): Promise<number> {
  const db = await openDatabase({ url: place.databaseUrl });
  try {
    const [row] = await db.q(table).where(where).count<{ n: number }[]>({ n: '*' });
    return row?.n ?? 0;
  } finally {
    await db.close();
  }
}

async function receiptsTwice({ service }: Siege, { providerIds }: Gateway): Promise<void> {
  const { base } = service();
  for (let time = 0; time < 2; time += 1)
    for (let at = 0; at < providerIds.length; at += 100) {
      const body = providerIds
        .slice(at, at + 100)
        .map((msgGroup) => ({ msgGroup, errorCode: 'DELIVRD' }));
      await call(base, `/api/sms/receipts/${TOKEN}`, { method: 'POST', body });
    }
}

async function compareNotices({ ledger }: Siege, place: Place, { taken }: Gateway): Promise<void> {
  const twice = [...taken.values()].filter((times) => times > 1).length;
  if (twice > 0) ledger.faults.push(`${String(twice)} short messages were taken twice`);
  const told = await notices(place, { state: 'told', told_via: 'sms' });
  const receipts = await notices(place, { result: 'receipt' }, 'notice_attempts');
  if (receipts !== told)
    ledger.faults.push(`${String(receipts)} receipts for ${String(told)} notices that were told`);
  if (told === 0) ledger.faults.push('no notice was told');
}

/** The process is killed at each sync to the disk while it makes or upgrades the tables. */
const migrationKilled: Scenario = {
  name: 'migration-kill',
  run: (context): Promise<Outcome | Skipped> => {
    const traced = spawnSync('strace', ['-f', '-qq', '-e', 'trace=none', 'true']).status === 0;
    if (!traced) return Promise.resolve({ skipped: 'strace is not here or may not trace' });
    return migrationKills(context.note);
  },
};

async function migrationKills(note: (text: string) => void): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-migrate-'));
  const findings: string[] = [];
  const fresh = await tablesAt(join(folder, 'fresh.db'));
  let [kills, slowest] = [0, 0];
  for (let at = 1; ; at += 1) {
    const file = join(folder, `${String(at)}.db`);
    const killed = migrateUnder(file, at);
    if (!killed) break;
    kills += 1;
    const began = performance.now();
    const tables = await tablesAt(file).catch((thrown: unknown) => String(thrown));
    slowest = Math.max(slowest, performance.now() - began);
    if (tables !== fresh) findings.push(`killed at sync ${String(at)}: ${tables.slice(0, 200)}`);
  }
  note(`${String(kills)} kills`);
  rmSync(folder, { recursive: true, force: true });
  return {
    ...{ lost: 0, doubled: 0, chain: 0, falselyTold: 0, findings, restartMs: slowest },
    faults: findings.length + (kills === 0 ? 1 : 0),
    tried: `killed at each of ${String(kills)} syncs`,
  };
}

/** True when it was killed before it had finished. One thread, so that syncs can be counted. */
function migrateUnder(file: string, at: number): boolean {
  const calls = 'fsync,fdatasync';
  const inject = ['-e', `trace=${calls}`, '-e', `inject=${calls}:signal=KILL:when=${String(at)}`];
  const { signal, status } = spawnSync(
    'strace',
    [
      '-f',
      '-qq',
      '-o',
      '/dev/null',
      ...inject,
      process.execPath,
      '--import',
      'tsx',
      'scripts/db-migrate.ts',
    ],
    {
      env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: file, UV_THREADPOOL_SIZE: '1' },
      stdio: 'ignore',
    },
  );
  if (signal === null && status !== 0 && status !== 137)
    throw new Error(`db:migrate ended with ${String(status)}`);
  return signal === 'SIGKILL' || status === 137;
}

/** Opens (and so upgrades) a database and gives its tables as text. */
async function tablesAt(file: string): Promise<string> {
  const db = await openDatabase({ url: file });
  try {
    const rows = await db
      .q('sqlite_master')
      .whereNot('name', 'like', 'sqlite_%')
      .orderBy('name')
      .pluck<string[]>('sql');
    return rows.join('\n');
  } finally {
    await db.close();
  }
}

export const outsideScenarios: readonly Scenario[] = [
  serviceHangs,
  clockJumps,
  gatewayMoods,
  migrationKilled,
];
