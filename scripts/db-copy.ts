/**
 * `npm run db:copy -- postgres://…`: copies the database of DATABASE_URL (with the service stopped) into a new, empty one and
 * proves that every table has as many rows and that the record is whole there. The keys do not change: keep KEYS_DIR.
 */
import { readConfig } from '../services/config/env.ts';
import { readKeys } from '../services/config/keys.ts';
import { AppError } from '../services/errors.ts';
import { copyDatabase } from '../services/storage/copy.ts';
import { openDatabase } from '../services/storage/database.ts';
import { readCommandWords } from './operations/command-words.ts';
import { tellRecord, verifyRecord } from './operations/verify-record.ts';

const [target] = process.argv.slice(2);
if (target === undefined) {
  console.error('usage: npm run db:copy -- postgres://USER:PASSWORD@HOST/DATABASE');
  process.exit(2);
}
const config = readConfig(process.cwd());
const say = readCommandWords(config.contentDir);
const keys = readKeys(config.keysDir, false);
const before = await verifyRecord(config.databaseUrl, keys);
const from = await openDatabase({ url: config.databaseUrl });
const to = await openDatabase({ url: target });
try {
  for (const { table, rows } of await copyDatabase(from, to))
    console.log(`${table} ${String(rows)}`);
} catch (thrown) {
  if (!(thrown instanceof AppError)) throw thrown;
  console.error(say('nothing-copied', { code: thrown.code, what: thrown.message }));
  process.exitCode = 1;
} finally {
  await from.close();
  await to.close();
}
if (process.exitCode === undefined) {
  const after = await verifyRecord(target, keys);
  const same = before.ok && after.ok && before.head.hash === after.head.hash;
  if (!tellRecord(after, say) || !same) process.exitCode = 1;
}
