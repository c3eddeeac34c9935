import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../errors.ts';
import { type Database } from './database.ts';

/**
 * Writes a consistent copy of a running SQLite database into one new file. Holds what was acknowledged before the
 * call; never the keys that lie outside the database. Throws `conflict` when the file exists, `unavailable` on
 * PostgreSQL, which has tools of its own (pg_dump, streaming replication).
 */
export async function backupTo(db: Database, file: string): Promise<void> {
  if (db.engine !== 'sqlite') throw new AppError('unavailable', 'use the tools of PostgreSQL');
  if (existsSync(file)) throw new AppError('conflict', 'the backup file exists');
  mkdirSync(dirname(file), { recursive: true });
  const half = `${file}.part`;
  rmSync(half, { force: true });
  await db.run(async () => {
    await db.q.raw('VACUUM INTO ?', [half]);
  });
  renameSync(half, file);
}

/** Puts a backup in place of a database that is not open. Throws `conflict` rather than overwrite one. */
export function restoreFrom(backup: string, file: string): void {
  for (const taken of [file, `${file}-wal`, `${file}-shm`])
    if (existsSync(taken)) throw new AppError('conflict', 'there is a database already');
  mkdirSync(dirname(file), { recursive: true });
  const half = `${file}.part`;
  copyFileSync(backup, half);
  renameSync(half, file);
}
