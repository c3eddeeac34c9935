/** The disk under SQLite fails, fills up, cannot be written or holds damaged pages; the keys are gone. */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keysOnSqlite } from './keys.ts';
import { besiege, type Place, type Siege, sqlitePlace } from './kill.ts';
import { fileTicket } from './load.ts';
import { mustRefuse, stopped } from './refuse.ts';
import { type Outcome, type Scenario, type Skipped } from './scenario.ts';

const has = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** Every so many-eth call of the kernel fails, several times over. */
const INJECTIONS = [
  { what: 'fsync EIO', calls: 'fsync,fdatasync', rule: 'error=EIO:when=8..14' },
  { what: 'write ENOSPC', calls: 'pwrite64', rule: 'error=ENOSPC:when=200..230' },
  { what: 'write EIO', calls: 'pwrite64', rule: 'error=EIO:when=150+97' },
  // Late enough that the start has read what it needs: it reads every page, of the long form's larger files too (strace counts to 65,535).
  { what: 'read EIO', calls: 'pread64', rule: 'error=EIO:when=60000+53' },
] as const;

const ioErrors: Scenario = {
  name: 'io-errors',
  run: async (context) => {
    if (!has('strace', '-f', '-qq', '-e', 'trace=none', 'true'))
      return { skipped: 'strace is not here or may not trace' };
    const place = sqlitePlace();
    const siege = await besiege(context, place);
    for (const [round, { what, calls, rule }] of INJECTIONS.entries()) {
      const before = siege.ledger.refused;
      await siege.service().stop();
      const inject = ['-e', `trace=${calls}`, '-e', `inject=${calls}:${rule}`];
      await siege.again(['strace', '-f', '-qq', '--seccomp-bpf', '-o', '/dev/null', ...inject]);
      await siege.under(`i${String(round)}`, async (service) => {
        await sleep(context.times({ short: 2000, usual: 4000, release: 20_000 }));
        await service.kill();
      });
      await siege.again();
      context.note(`${what}: ${String(siege.ledger.refused - before)} refused`);
    }
    return siege.end(INJECTIONS.map(({ what }) => what).join(', '));
  },
};

const MEGABYTE = 1024 * 1024;

/** A file system of its own of so many bytes; null where we may not mount one. */
function smallDisk(bytes: number): { folder: string; remove: () => void } | null {
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-disk-'));
  const remove = (): void => {
    spawnSync('umount', ['-l', folder], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  };
  if (has('mount', '-t', 'tmpfs', '-o', `size=${String(bytes)}`, 'tmpfs', folder))
    return { folder, remove };
  remove();
  return null;
}

function placeOn({ folder, remove }: { folder: string; remove: () => void }): Place {
  return {
    folder: join(folder, 'data'),
    databaseUrl: join(folder, 'data', 'mingbai.db'),
    env: {},
    remove: () => {
      remove();
      return Promise.resolve();
    },
  };
}

const fullDisk: Scenario = {
  name: 'full-disk',
  run: async (context) => {
    // What people write in all the rounds has to find room between them.
    const megabytes = context.times({ short: 16, usual: 16, release: 96 });
    const disk = smallDisk(megabytes * MEGABYTE);
    if (disk === null) return { skipped: 'no file system may be mounted here' };
    const siege = await besiege(context, placeOn(disk));
    const ballast = join(disk.folder, 'ballast');
    const rounds = context.times({ short: 1, usual: 2, release: 10 });
    for (let round = 0; round < rounds; round += 1)
      await siege.under(`d${String(round)}`, async ({ base }) => {
        fillUp(ballast);
        await refusedPlainly(siege, base);
        await sleep(1500);
        rmSync(ballast);
        await sleep(1000);
      });
    return siege.end(`disk full ${String(rounds)} times`);
  },
};

function fillUp(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (;;) writeSync(handle, Buffer.alloc(4096));
  } catch {
    // That was the last byte.
  } finally {
    closeSync(handle);
  }
}

/** With a full disk a complaint is refused with a code, a sentence and when to come again. */
async function refusedPlainly({ ledger }: Siege, base: string): Promise<void> {
  for (let n = 0; n < 40; n += 1) {
    const body = { kind: '投诉', text: '材'.repeat(1500) };
    const key = `full-${String(ledger.fileTried.size)}`;
    ledger.fileTried.set(key, body);
    const answered = await fileTicket(base, key, body);
    if (answered?.status === 201) {
      ledger.fileDone.set(key, answered.body as never);
      continue;
    }
    const { error } = (answered?.body ?? {}) as { error?: { code: string; message: string } };
    const plain = error?.code.startsWith('storage.') && answered?.headers.get('retry-after');
    if (!plain)
      ledger.faults.push(`a full disk: ${String(answered?.status)} ${String(error?.code)}`);
    return;
  }
  ledger.faults.push('a full disk refused nothing');
}

const readOnly: Scenario = {
  name: 'read-only',
  run: async (context): Promise<Outcome | Skipped> => {
    const disk = smallDisk(64 * MEGABYTE);
    if (disk === null) return { skipped: 'no file system may be mounted here' };
    const place = placeOn(disk);
    return stopped(context, place, async (siege) => {
      const env = { LOG_DIR: mkdtempSync(join(tmpdir(), 'mingbai-log-')) };
      spawnSync('mount', ['-o', 'remount,ro', disk.folder]);
      await mustRefuse(context, siege, { place, env, sentence: /只能读、不能写/u });
      spawnSync('mount', ['-o', 'remount,rw', disk.folder]);
      rmSync(env.LOG_DIR, { recursive: true });
      return 'a file system that cannot be written';
    });
  },
};

const DAMAGES = ['middle', 'header', 'cut'] as const;

const damaged: Scenario = {
  name: 'damaged-page',
  run: (context) => {
    const place = sqlitePlace();
    return stopped(context, place, async (siege) => {
      const good = `${place.databaseUrl}.good`;
      copyFileSync(place.databaseUrl, good);
      for (const damage of DAMAGES) {
        copyFileSync(good, place.databaseUrl);
        spoil(place.databaseUrl, damage);
        await mustRefuse(context, siege, { place, sentence: /数据库文件坏了/u });
      }
      for (const end of ['-wal', '-shm']) rmSync(place.databaseUrl + end, { force: true });
      renameSync(good, place.databaseUrl);
      return 'a page in the middle, the header, the end';
    });
  },
};

const PAGE = 4096;

function spoil(file: string, damage: (typeof DAMAGES)[number]): void {
  const bytes = readFileSync(file);
  const pages = Math.floor(statSync(file).size / PAGE);
  if (damage === 'cut') return writeFileSync(file, bytes.subarray(0, Math.floor(pages / 2) * PAGE));
  const at = damage === 'header' ? 0 : Math.floor(pages / 2);
  // Every page of a run: one of them may be free, and damage to a free page harms nobody.
  const run = damage === 'header' ? 1 : 8;
  bytes.fill(0xa5, at * PAGE, (at + run) * PAGE);
  writeFileSync(file, bytes);
}

export const faultScenarios: readonly Scenario[] = [
  ioErrors,
  fullDisk,
  readOnly,
  damaged,
  keysOnSqlite,
];
