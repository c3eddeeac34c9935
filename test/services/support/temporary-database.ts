import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../../services/storage/database.ts';

export interface TemporaryDatabase {
  readonly db: Database;
  readonly folder: string;
  readonly close: () => Promise<void>;
}

/** A fresh SQLite file in a folder of its own, removed by `close`. */
export async function temporaryDatabase(): Promise<TemporaryDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-test-'));
  const db = await openDatabase({ url: join(folder, 'mingbai.db') });
  const close = async (): Promise<void> => {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { db, folder, close };
}
