/** PostgreSQL is harmed, or the service on it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../services/storage/database.ts';
import { call } from './client.ts';
import { type Cluster, serverBinaries, startCluster } from './cluster.ts';
import { harmKeys } from './keys.ts';
import { besiege, killAgainAndAgain, type Place, type Siege } from './kill.ts';
import { type ChaosContext, type Outcome, type Scenario, type Skipped } from './scenario.ts';

/** Runs with a cluster of its own; says so where there is none. */
function withCluster(
  name: string,
  work: (context: ChaosContext, cluster: Cluster, place: Place) => Promise<Outcome>,
): Scenario {
  return {
    name,
    run: async (context): Promise<Outcome | Skipped> => {
      if (serverBinaries() === null) return { skipped: 'no PostgreSQL server on this machine' };
      const cluster = await startCluster();
      try {
        return await work(context, cluster, await postgresPlace(cluster));
      } finally {
        await cluster.remove();
      }
    },
  };
}

async function postgresPlace(cluster: Cluster): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-chaos-'));
  const databaseUrl = await cluster.database('mingbai');
  return {
    ...{ folder, databaseUrl },
    env: { DATABASE_URL: databaseUrl },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}

/** How long until it answers a question again after the database is back; a fault when it does not within the limit. */
async function recovered(siege: Siege, limitMs: number): Promise<void> {
  const began = performance.now();
  const { base } = siege.service();
  while (performance.now() - began < limitMs) {
    const ready = await call(base, '/readyz', { timeoutMs: 2000 });
    if (ready?.status === 200) return;
    await sleep(50);
  }
  siege.ledger.faults.push(`not ready ${String(limitMs / 1000)} s after the database was back`);
}

const RECOVERY_MS = 10_000;

const killPostgres = withCluster('kill-postgres', (context, _cluster, place) =>
  killAgainAndAgain(context, place, context.times({ short: 2, usual: 5, release: 100 })),
);

const stopImmediate = withCluster('postgres-immediate', async (context, cluster, place) => {
  const siege = await besiege(context, place);
  const stops = context.times({ short: 1, usual: 3, release: 50 });
  for (let round = 0; round < stops; round += 1) {
    await siege.under(`s${String(round)}`, async () => {
      await sleep(context.random.between(0, 600));
      await cluster.stopImmediately();
      await sleep(context.random.between(0, 1500));
      await cluster.start();
      await recovered(siege, RECOVERY_MS);
      await sleep(300);
    });
    context.note(`${String(round + 1)} stops`);
  }
  return siege.end(`${String(stops)} immediate stops`);
});

const connectionsEnded = withCluster('postgres-terminate', async (context, cluster, place) => {
  const siege = await besiege(context, place);
  const times = context.times({ short: 2, usual: 20, release: 100 });
  await siege.under('t', async () => {
    for (let n = 0; n < times; n += 1) {
      await cluster.ask(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'mingbai'`,
      );
      await sleep(context.random.between(50, 250));
    }
    await recovered(siege, RECOVERY_MS);
  });
  return siege.end(`every connection ended ${String(times)} times`);
});

/** The server stands still: nobody may wait for ever, and what was answered must be true. */
const hang = withCluster('postgres-hangs', async (context, cluster, place) => {
  const siege = await besiege(context, place);
  const rounds = context.times({ short: 1, usual: 1, release: 5 });
  for (let round = 0; round < rounds; round += 1)
    await siege.under(`h${String(round)}`, async ({ base }) => {
      cluster.freeze();
      const began = performance.now();
      const options = { method: 'POST', body: { kind: '投诉', text: '等' }, timeoutMs: 30_000 };
      const answered = await call(base, '/api/tickets', options);
      const seconds = (performance.now() - began) / 1000;
      cluster.thaw();
      if (answered === null) siege.ledger.faults.push('nobody was answered for 30 s');
      else if (answered.status === 201)
        siege.ledger.faults.push('registered by a server that stood still');
      context.note(`answered ${String(answered?.status)} after ${seconds.toFixed(1)} s`);
      await recovered(siege, RECOVERY_MS);
      await sleep(500);
    });
  return siege.end(`stood still ${String(rounds)} times`);
});

const keysOnPostgres = withCluster('postgres-keys', (context, _cluster, place) =>
  harmKeys(context, place),
);

/** The tables are made or brought up to date, and the process that does it is killed on the way. */
const migrationKilled = withCluster('postgres-migration-kill', async (context, cluster, place) => {
  await place.remove();
  const began = performance.now();
  const whole = await cluster.database('whole');
  await once(migrating(whole), 'close');
  const tookMs = performance.now() - began;
  const wanted = await tablesOf(cluster, whole);
  const kills = context.times({ short: 2, usual: 12, release: 100 });
  const findings: string[] = wanted === '' ? ['nothing was made'] : [];
  let slowest = 0;
  for (let n = 0; n < kills; n += 1) {
    const url = await cluster.database(`half${String(n)}`);
    const child = migrating(url);
    const ended = once(child, 'close');
    // The first half is Node and the compiler that start.
    await sleep(context.random.between(Math.floor(tookMs / 2), Math.ceil(tookMs)));
    child.kill('SIGKILL');
    await ended;
    const again = performance.now();
    await (await openDatabase({ url })).close();
    slowest = Math.max(slowest, performance.now() - again);
    if ((await tablesOf(cluster, url)) !== wanted) findings.push(`kill ${String(n)}: other tables`);
  }
  return {
    ...{ lost: 0, doubled: 0, chain: 0, falselyTold: 0, findings, restartMs: slowest },
    ...{ faults: findings.length, tried: `${String(kills)} kills while tables are made` },
  };
});

function migrating(url: string): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'scripts/db-migrate.ts'], {
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: url },
    stdio: 'ignore',
  });
}

async function tablesOf({ ask }: Cluster, url: string): Promise<string> {
  const columns = await ask(
    `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
     WHERE table_schema = 'public' ORDER BY 1, 2`,
    url,
  );
  const indexes = await ask(
    `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`,
    url,
  );
  return JSON.stringify([columns, indexes]);
}

export const postgresScenarios: readonly Scenario[] = [
  killPostgres,
  stopImmediate,
  connectionsEnded,
  hang,
  keysOnPostgres,
  migrationKilled,
];
