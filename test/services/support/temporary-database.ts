import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, type Engine, openDatabase } from '../../../services/storage/database.ts';
import { temporaryPostgres } from './postgres.ts';

export interface TemporaryDatabase {
  readonly db: Database;
  readonly url: string;
  readonly folder: string;
  readonly close: () => Promise<void>;
}

/** What the suites run on when they do not say: SQLite, or what `TEST_DATABASE` names. */
const DEFAULT: Engine = process.env['TEST_DATABASE'] === 'postgres' ? 'postgres' : 'sqlite';

/** A fresh database and a folder of its own, removed by `close`. */
export async function temporaryDatabase(engine: Engine = DEFAULT): Promise<TemporaryDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-test-'));
  const { url, drop } =
    engine === 'postgres'
      ? await temporaryPostgres()
      : { url: join(folder, 'mingbai.db'), drop: () => Promise.resolve() };
  const db = await openDatabase({ url });
  const close = async (): Promise<void> => {
    await db.close();
    await drop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { db, url, folder, close };
}
