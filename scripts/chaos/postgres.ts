/** PostgreSQL is harmed, or the service on it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { call } from './client.ts';
import { type Cluster, serverBinaries, startCluster } from './cluster.ts';
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

export const postgresScenarios: readonly Scenario[] = [
  killPostgres,
  stopImmediate,
  connectionsEnded,
  hang,
];
