import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { type Knex } from 'knex';
import { AppError } from '../errors.ts';

/** A file that is read whole before anybody is served: a second or two. A larger one is read beside the work. */
export const WHOLE_AT_ONCE_BYTES = 256 * 1024 * 1024;

/** What is known of the pages of a SQLite file. */
export type Wholeness = 'read' | 'unread' | 'damaged';

/** Reads the pages that were not read when the file was opened. */
export interface WholeFile {
  readonly wholeness: () => Wholeness;
  /** Reads table by table on a connection of its own; gives what it came to. `unread` when it was stopped. */
  readonly readRest: () => Promise<Wholeness>;
  readonly stop: () => Promise<void>;
}

/** Nothing is left to be read: memory, or a server that looks after itself. */
export const NOTHING_TO_READ: WholeFile = {
  wholeness: () => 'read',
  readRest: () => Promise.resolve('read'),
  stop: () => Promise.resolve(),
};

interface Opened {
  readonly knex: Knex;
  /** Makes a pool that cannot write. */
  readonly reader: () => Knex;
  readonly file: string;
  readonly atOnceBytes: number;
}

/**
 * Looks at a file that was just opened: writing on over a damaged page would spread the damage. A small file is read whole, of a
 * large one only whether it was cut. Throws `storage.damaged`, or `storage.unreadable` where the disk gives no page: the file may be whole then.
 */
export async function openWhole({ knex, reader, file, atOnceBytes }: Opened): Promise<WholeFile> {
  if (isCut(file)) throw damaged();
  if (statSync(file).size <= atOnceBytes) {
    if ((await readWhole(knex)) === 'sound') return NOTHING_TO_READ;
    throw (await isDamaged(knex, file)) ? damaged() : unreadable();
  }
  return restOf(reader);
}

/** So often a file is looked at again before it is called damaged. */
const LOOKS = 3;

/**
 * SQLite may call a page malformed that it was not given: it is asked again, and so is the disk itself. Damage is the same at every
 * look.
 */
async function isDamaged(knex: Knex, file: string): Promise<boolean> {
  for (let look = 0; look < LOOKS; look += 1)
    if ((await readWhole(knex)) !== 'damaged' || !diskGives(file)) return false;
  return true;
}

export function damaged(): AppError {
  return new AppError('storage.damaged', 'the database file is damaged');
}

function unreadable(): AppError {
  return new AppError(
    'storage.unreadable',
    'the disk does not give the pages of the database file',
  );
}

interface Interruptible {
  interrupt(): void;
}

function restOf(reader: () => Knex): WholeFile {
  let wholeness: Wholeness = 'unread';
  let stopped = false;
  let connection: Interruptible | null = null;
  let reading: Promise<Wholeness> | null = null;
  const read = async (): Promise<Wholeness> => {
    const knex = reader();
    const client = knex.client as Knex.Client;
    try {
      const own = (connection = (await client.acquireConnection()) as Interruptible);
      const tables = await knex('sqlite_master')
        .connection(own)
        .where({ type: 'table' })
        .pluck<string[]>('name');
      for (const table of ['sqlite_master', ...tables]) {
        if (stopped) return wholeness;
        if ((await readWhole(knex, table, own)) !== 'sound') return (wholeness = 'damaged');
      }
      return (wholeness = 'read');
    } catch (thrown) {
      if (stopped) return wholeness;
      // The list of tables cannot be read; anything else is nobody's verdict.
      if ((thrown as { code?: unknown }).code === 'SQLITE_CORRUPT') return (wholeness = 'damaged');
      throw thrown;
    } finally {
      if (connection) await client.releaseConnection(connection);
      connection = null;
      await knex.destroy();
    }
  };
  return {
    wholeness: () => wholeness,
    readRest: () => (reading ??= read()),
    stop: async () => {
      stopped = true;
      connection?.interrupt();
      await reading?.catch(() => undefined);
    },
  };
}

/** What came of reading pages. */
export type Verdict = 'sound' | 'damaged' | 'unreadable';

/** Reads every page, or those of one table and its indexes. */
async function readWhole(knex: Knex, table?: string, connection?: unknown): Promise<Verdict> {
  const query = knex.raw<Record<string, unknown>[]>(
    table === undefined ? 'PRAGMA quick_check(1)' : `PRAGMA quick_check("${table}")`,
  );
  try {
    const rows = await (connection === undefined ? query : query.connection(connection));
    return verdictOf(String(Object.values(rows[0] ?? {})[0]));
  } catch (thrown) {
    const { code } = thrown as { readonly code?: unknown };
    if (code === 'SQLITE_CORRUPT') return 'damaged';
    if (code === 'SQLITE_IOERR') return 'unreadable';
    throw thrown;
  }
}

/** SQLite's SQLITE_IOERR: the low byte of all its kinds. */
const IO_ERROR = 10;

/**
 * What SQLite says after reading pages: `ok`, or what is wrong with which page. Pages that the disk did not give are not known to be
 * damaged: whoever puts back an older backup for them loses what came since.
 */
export function verdictOf(said: string): Verdict {
  if (said === 'ok') return 'sound';
  const codes = [...said.matchAll(/error code\s?=?\s?(?<code>\d+)/gu)];
  const byDisk = codes.some(({ groups }) => (Number(groups?.['code']) & 0xff) === IO_ERROR);
  return byDisk ? 'unreadable' : 'damaged';
}

const PIECE_BYTES = 64 * 1024;

/** Every byte of the file can be read. */
function diskGives(file: string): boolean {
  const { size } = statSync(file);
  const handle = openSync(file, 'r');
  const piece = Buffer.alloc(PIECE_BYTES);
  try {
    for (let from = 0; from < size; from += PIECE_BYTES)
      readSync(handle, piece, 0, PIECE_BYTES, from);
    return true;
  } catch {
    return false;
  } finally {
    closeSync(handle);
  }
}

const HEADER = 32;

/** Shorter than its own header says, with no log that could hold the rest. */
function isCut(file: string): boolean {
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) return false;
  const header = Buffer.alloc(HEADER);
  const handle = openSync(file, 'r');
  try {
    // A new file is empty until the first table.
    if (readSync(handle, header, 0, HEADER, 0) < HEADER) return false;
  } finally {
    closeSync(handle);
  }
  const size = header.readUInt16BE(16);
  return statSync(file).size < (size === 1 ? 65536 : size) * header.readUInt32BE(28);
}
