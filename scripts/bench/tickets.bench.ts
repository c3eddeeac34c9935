/** The office over years of tickets: lists, look-ups, dashboards, exports and the whole record followed. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beijingDate } from '../../services/clock.ts';
import { serverBinaries, startCluster } from '../chaos/cluster.ts';
import { percentile } from '../search/measure.ts';
import { type Bench, figure, type Figure, none } from './bench.ts';
import { type Called, caller, type Caller, Tally } from './calls.ts';
import { openChats, questions, speakAtRate } from './chatters.ts';
import { type City, databaseFile, makeCity } from './city/make-city.ts';
import { lookUps, type Session, signIn } from './city/office-day.ts';
import { startService, temporaryFolder } from './service-process.ts';

const SIZE = { tickets: 200_000, activities: 2_000_000, events: 2_000_000 } as const;
const LIST_MS = 250;
const VERIFIED_S = 30;
const VERIFIER = fileURLToPath(new URL('../audit-verify.mjs', import.meta.url));

export const bench: Bench = {
  name: 'tickets',
  run: async ({ release, note }) => {
    const figures = await overDatabase('', { release, note });
    if (!release || serverBinaries() === null) return figures;
    const cluster = await startCluster();
    try {
      const url = await cluster.database('mingbai');
      return [...figures, ...(await overDatabase(url, { release, note }))];
    } finally {
      await cluster.remove();
    }
  },
};

interface Run {
  readonly release: boolean;
  readonly note: (text: string) => void;
}

async function overDatabase(url: string, run: Run): Promise<Figure[]> {
  const folder = temporaryFolder();
  const today = new Date();
  try {
    run.note(`making ${String(SIZE.tickets)} tickets${url === '' ? '' : ' on PostgreSQL'}`);
    const began = performance.now();
    const file = url === '' ? databaseFile(folder) : url;
    const city = await makeCity({ ...SIZE, url: file, keysDir: join(folder, 'keys'), today });
    const made = figure('made in', (performance.now() - began) / 1000, 's');
    const measured = await overCity(city, { folder, url, today, ...run });
    const label = url === '' ? '' : 'PostgreSQL: ';
    return [made, ...measured].map((one) => ({ ...one, name: `${label}${one.name}` }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface CityRun extends Run {
  readonly folder: string;
  /** `postgres://…`; empty for SQLite in the folder. */
  readonly url: string;
  readonly today: Date;
}

/** Everything that is measured over a city that is there already. */
export async function overCity(city: City, run: CityRun): Promise<Figure[]> {
  const env = run.url === '' ? {} : { DATABASE_URL: run.url };
  const service = await startService({ folder: run.folder, env });
  const calls = caller(service.base);
  try {
    const { supervisor, handler } = city.accounts;
    const sessions = {
      supervisor: await signIn(calls, supervisor, city.password),
      handler: await signIn(calls, handler, city.password),
      resident: { get: (path: string) => calls.call(path) },
    };
    const lists = await listsOf(city, sessions, run);
    const slow = await slowOf(sessions.supervisor, calls, run);
    const { rssMegabytes } = await service.facts();
    return [
      figure('start to ready', service.readySeconds, 's'),
      ...lists,
      ...slow,
      figure('RSS afterwards', rssMegabytes, 'MB'),
    ];
  } finally {
    calls.close();
    await service.close();
  }
}

type Sessions = Readonly<
  Record<'supervisor' | 'handler', Session> & { resident: Pick<Session, 'get'> }
>;

/** All look-ups in turn, again and again; the slowest by name. */
async function listsOf(city: City, sessions: Sessions, { release, note, today }: CityRun) {
  const all = lookUps(city, beijingDate(today));
  note(`${String(all.length)} kinds of lists and look-ups`);
  const tally = new Tally();
  const worst = new Map<string, number>();
  const rounds = release ? 50 : 6;
  for (let round = 0; round < rounds; round += 1)
    for (const { what, path, by } of all) {
      const called = await sessions[by].get(path);
      tally.add(called);
      if (called.status !== 200) note(`${what}: ${String(called.status)} ${called.body}`);
      // The first round fills the caches of database and machine, as the first hour of a day does.
      if (round > 0) worst.set(what, Math.max(called.ms, worst.get(what) ?? 0));
    }
  const slowest = [...worst].sort(([, one], [, other]) => other - one).slice(0, 5);
  for (const [what, took] of slowest) note(`${took.toFixed(0)} ms  ${what}`);
  return [
    figure('lists and look-ups, p50', percentile(tally.times, 0.5), 'ms'),
    figure('lists and look-ups, p99', percentile(tally.times, 0.99), 'ms', { atMost: LIST_MS }),
    figure('the slowest kind, but for the first time', slowest[0]?.[1] ?? 0, 'ms'),
    none('look-ups that were not answered', tally.refused + tally.failed),
  ];
}

/** What takes long by nature, and what residents in the chat notice of it. */
async function slowOf(supervisor: Session, calls: Caller, { folder, today, note }: CityRun) {
  const day = beijingDate(today);
  const chats = await openChats(calls, 20);
  const meanwhile = async (
    what: string,
    begin: () => Promise<Called>,
  ): Promise<readonly [Called, number]> => {
    note(what);
    const state = { busy: true };
    const long = begin().finally(() => (state.busy = false));
    const times: number[] = [];
    const ask = questions(7);
    while (state.busy)
      times.push(...(await speakAtRate(chats, { seconds: 1, ask, rate: 10 })).times);
    return [await long, percentile(times, 0.99)] as const;
  };
  const from = `${String(Number(day.slice(0, 4)) - 1)}${day.slice(4)}`;
  const rows: Figure[] = [];
  const tell = (name: string, [called, chat]: readonly [Called, number]): Called => {
    if (called.status !== 200) throw new Error(`${name} answered ${String(called.status)}`);
    rows.push(figure(name, called.ms / 1000, 's'));
    rows.push(figure(`chat turns meanwhile, p99 (${name})`, chat, 'ms'));
    return called;
  };
  const statistics = `/api/staff/statistics?from=${from}&to=${day}`;
  tell('dashboard of a year', await meanwhile('dashboard', () => supervisor.get(statistics)));
  for (const format of ['csv', 'xlsx']) {
    const path = `/api/staff/export?format=${format}&from=${day.slice(0, 4)}-09-01&to=${day}`;
    tell(`${format} of a quarter`, await meanwhile(format, () => supervisor.get(path)));
  }
  const verified = tell(
    'the record followed by the service',
    await meanwhile('following the record', () => supervisor.get('/api/staff/audit/verify')),
  );
  rows.push(none('faults found in it', verified.body.includes('"ok":true') ? 0 : 1));
  const record = join(folder, 'audit.jsonl');
  const exporting = () => supervisor.save('/api/staff/audit/export', record);
  tell('the record exported', await meanwhile('exporting the record', exporting));
  rows.push(...standAlone(record));
  return rows;
}

function standAlone(file: string): Figure[] {
  const began = performance.now();
  const { status } = spawnSync(process.execPath, [VERIFIER, file], { stdio: 'ignore' });
  const took = (performance.now() - began) / 1000;
  return [
    figure('the record followed by the stand-alone verifier', took, 's', { atMost: VERIFIED_S }),
    none('the verifier’s exit code', status ?? 1),
  ];
}
