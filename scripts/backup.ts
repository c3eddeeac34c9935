/**
 * `npm run backup -- DIR`: writes a consistent copy of the running database into DIR and follows its record. The keys are
 * not in it: keep a copy of KEYS_DIR elsewhere, without it a backup opens nothing.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beijingTime, systemClock } from '../services/clock.ts';
import { readConfig } from '../services/config/env.ts';
import { readKeys } from '../services/config/keys.ts';
import { backupTo } from '../services/storage/backup.ts';
import { openDatabase } from '../services/storage/database.ts';
import { readCommandLine } from './command-line.ts';
import { readCommandWords } from './operations/command-words.ts';
import { tellRecord, verifyRecord } from './operations/verify-record.ts';

const [dir = ''] = readCommandLine({ usage: 'npm run backup -- DIR', names: [1, 1] }).positionals;
// A backup is for whoever makes it, as the database is for the service.
process.umask(0o077);
const config = readConfig(process.cwd());
const say = readCommandWords(config.contentDir);
if (/^postgres(ql)?:/u.test(config.databaseUrl)) {
  console.error(say('backup-on-postgres'));
  process.exit(2);
}
const keys = readKeys(config.keysDir, false);
const stamp = beijingTime(systemClock.now()).replace(/[-:]/gu, '').slice(0, 15);
const file = join(resolve(dir), `mingbai-${stamp}.db`);
const db = await openDatabase({ url: config.databaseUrl });
try {
  await backupTo(db, file);
} finally {
  await db.close();
}
// Opening a database changes its file: what is verified is a copy of the copy.
const folder = mkdtempSync(join(tmpdir(), 'mingbai-verify-'));
try {
  const copy = join(folder, 'copy.db');
  copyFileSync(file, copy);
  console.log(file);
  if (!tellRecord(await verifyRecord(copy, keys), say)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
