/** The disk under SQLite fails, fills up, cannot be written or holds damaged pages; the keys are gone. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
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
import { besiege, type Place, type Siege, sqlitePlace } from './kill.ts';
import { fileTicket } from './load.ts';
import { type ChaosContext, type Outcome, type Scenario, type Skipped } from './scenario.ts';
import { NotStarted, startService } from './service.ts';

const has = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** Every so many-eth call of the kernel fails, several times over. */
const INJECTIONS = [
  { what: 'fsync EIO', calls: 'fsync,fdatasync', rule: 'error=EIO:when=8..14' },
  { what: 'write ENOSPC', calls: 'pwrite64', rule: 'error=ENOSPC:when=200..230' },
  { what: 'write EIO', calls: 'pwrite64', rule: 'error=EIO:when=150+97' },
  // Late enough that the start has read what it needs.
  { what: 'read EIO', calls: 'pread64', rule: 'error=EIO:when=2000+53' },
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
    const disk = smallDisk(16 * MEGABYTE);
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

/** What must happen at a start that may not succeed. */
interface Refusal {
  readonly place: Place;
  readonly env?: Readonly<Record<string, string>>;
  /** Words that the administrator must read. */
  readonly sentence: RegExp;
}

/** A start that must be refused, with a sentence and without a byte written into the database. */
async function mustRefuse(
  { service: command }: ChaosContext,
  siege: Siege,
  { place, env = {}, sentence }: Refusal,
): Promise<void> {
  const before = fingerprint(place.databaseUrl);
  try {
    const running = await startService({
      command,
      folder: place.folder,
      env: { ...place.env, ...env },
    });
    siege.ledger.faults.push(`started all the same, without “${sentence.source}”`);
    await running.stop();
  } catch (thrown) {
    if (!(thrown instanceof NotStarted)) throw thrown;
    if (!sentence.test(thrown.said) || thrown.code !== 1)
      siege.ledger.faults.push(
        `no clear sentence (${sentence.source}): ${thrown.said.slice(-300)}`,
      );
  }
  if (fingerprint(place.databaseUrl) !== before)
    siege.ledger.faults.push(`the database was written (${sentence.source})`);
}

function fingerprint(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Fills a database, ends the service, lets `harm` be done and refused, then starts it again. */
async function stopped(
  context: ChaosContext,
  place: Place,
  harm: (siege: Siege) => Promise<string>,
): Promise<Outcome> {
  const siege = await besiege(context, place);
  await siege.under('r', () => sleep(1500));
  await siege.service().stop();
  const what = await harm(siege);
  await siege.again();
  return siege.end(what);
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

const keys: Scenario = {
  name: 'keys',
  run: (context) => {
    const place = sqlitePlace();
    return stopped(context, place, async (siege) => {
      const [own, kept] = [join(place.folder, 'keys'), join(place.folder, 'kept')];
      const other = join(place.folder, 'other');
      renameSync(own, kept);
      await mustRefuse(context, siege, { place, sentence: /密钥文件夹里缺/u });
      spawnSync(process.execPath, ['--import', 'tsx', 'scripts/keys-new.ts', other]);
      const env = { KEYS_DIR: other };
      await mustRefuse(context, siege, { place, env, sentence: /密钥打不开这个数据库/u });
      rmSync(own, { recursive: true, force: true });
      mkdirSync(own, { mode: 0o700 });
      for (const file of ['signing.pem', 'secrets.json'])
        copyFileSync(join(kept, file), join(own, file));
      await mustRefuse(context, siege, { place, sentence: /ring\.json/u });
      writeFileSync(join(own, 'ring.json'), '{}', { mode: 0o600 });
      await mustRefuse(context, siege, { place, sentence: /ring\.json/u });
      copyFileSync(join(kept, 'ring.json'), join(own, 'ring.json'));
      chmodSync(join(own, 'ring.json'), 0o644);
      await mustRefuse(context, siege, { place, sentence: /别人也能读/u });
      rmSync(own, { recursive: true });
      renameSync(kept, own);
      return 'keys missing, of another installation, one missing, broken, open to all';
    });
  },
};

export const faultScenarios: readonly Scenario[] = [ioErrors, fullDisk, readOnly, damaged, keys];
