/** The service is killed without warning while everybody is at it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstStaff, staffAgain, type StaffSessions } from './client.ts';
import { compare, outcomeOf } from './compare.ts';
import { acknowledged, type Ledger, newLedger } from './ledger.ts';
import { drive } from './load.ts';
import { type ChaosContext, type Outcome, type Scenario } from './scenario.ts';
import { type RunningService, startService } from './service.ts';

export interface Place {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

/** A folder of its own, with SQLite in it. */
export function sqlitePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-chaos-'));
  return {
    folder,
    databaseUrl: join(folder, 'mingbai.db'),
    env: {},
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}

/** One service under load, as often as a scenario harms it. */
export interface Siege {
  readonly ledger: Ledger;
  readonly staff: StaffSessions;
  readonly service: () => RunningService;
  readonly place: Place;
  /** Lets everybody work while `harm` is done, then stops them. */
  readonly under: (
    round: string,
    harm: (service: RunningService) => Promise<void>,
  ) => Promise<void>;
  /** Starts it again, under another program if one is named; the longest start is remembered. */
  readonly again: (under?: readonly string[]) => Promise<void>;
  /** Compares, ends the service, removes its place. */
  readonly end: (harm: string) => Promise<Outcome>;
}

export async function besiege({ service: command }: ChaosContext, place: Place): Promise<Siege> {
  const start = (under?: readonly string[]): Promise<RunningService> =>
    startService({ command, folder: place.folder, env: place.env, ...(under ? { under } : {}) });
  let service = await start();
  let restartMs: number | null = null;
  let restartCpuMs: number | null = null;
  const ledger = newLedger();
  const staff = await firstStaff(service.base, service.said());
  return {
    ...{ ledger, staff, place },
    service: () => service,
    under: async (round, harm) => {
      const stop = new AbortController();
      const before = acknowledged(ledger);
      const working = drive({ base: service.base, ledger, staff, round, stop: stop.signal });
      // Nobody learns anything from a service that is harmed before the first word.
      while (acknowledged(ledger) < before + 10) await sleep(20);
      await harm(service);
      stop.abort();
      await working;
    },
    again: async (under) => {
      service = await start(under);
      // A traced start is slow by itself.
      if (under) return;
      restartMs = Math.max(restartMs ?? 0, service.startMs);
      restartCpuMs = Math.max(restartCpuMs ?? 0, service.startCpuMs ?? 0);
    },
    end: async (harm) => {
      const { base } = service;
      if (ledger.faults.length > 0) ledger.faults.push(...ownWords(service.said()));
      // Sessions may have ended while the clock ran ahead.
      const again = await staffAgain(base);
      const { databaseUrl } = place;
      const found = await compare({ base, ledger, staff: again, databaseUrl });
      const code = await service.stop();
      await place.remove();
      const ended = code === 0 ? [] : [`ended with ${String(code)}`];
      return outcomeOf(
        {
          ...found,
          faults: found.faults + ended.length,
          findings: [...found.findings, ...ended],
        },
        ledger,
        { restartMs, restartCpuMs, harm },
      );
    },
  };
}

/** Kills it at random moments while everybody is at work. */
export async function killAgainAndAgain(
  context: ChaosContext,
  place: Place,
  kills: number,
): Promise<Outcome> {
  const siege = await besiege(context, place);
  for (let round = 0; round < kills; round += 1) {
    await siege.under(`k${String(round)}`, async (service) => {
      await sleep(context.random.between(0, 600));
      await service.kill();
    });
    await siege.again();
    context.note(`${String(round + 1)} kills, ${String(acknowledged(siege.ledger))} acknowledged`);
  }
  return siege.end(`${String(kills)} kills`);
}

export const killSqlite: Scenario = {
  name: 'kill-sqlite',
  run: (context) =>
    killAgainAndAgain(context, sqlitePlace(), context.times({ short: 1, usual: 20, release: 300 })),
};

/** What the service itself logged of its faults: the first few, without the rest of the line. */
function ownWords(said: string): string[] {
  const lines = said.split('\n').filter((line) => line.includes('.failed'));
  return [
    ...new Set(lines.map((line) => line.replace(/"(?:requestId|time)":"[^"]*",?/gu, ''))),
  ].slice(0, 3);
}
