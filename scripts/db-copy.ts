/**
 * `npm run db:copy -- postgres://…`: copies the database of DATABASE_URL (with the service stopped) into a new, empty one and
 * proves that every table has as many rows and that the record is whole there. The keys do not change: keep KEYS_DIR.
 */
import { existsSync } from 'node:fs';
import { type Config } from '../services/config/config.ts';
import { readConfig } from '../services/config/env.ts';
import { readKeys } from '../services/config/keys.ts';
import { readStartWords } from '../services/config/start-words.ts';
import { AppError } from '../services/errors.ts';
import { copyDatabase } from '../services/storage/copy.ts';
import { openDatabase } from '../services/storage/database.ts';
import { readCommandLine } from './command-line.ts';
import { readCommandWords } from './operations/command-words.ts';
import { tellRecord, verifyRecord } from './operations/verify-record.ts';

const { positionals } = readCommandLine({
  usage: 'npm run db:copy -- postgres://USER:PASSWORD@HOST/DATABASE',
  names: [1, 1],
});
const [target = ''] = positionals;
const config = readConfig(process.cwd());
const say = readCommandWords(config.contentDir);
try {
  if (!(await copyInto(config, target))) process.exitCode = 1;
} catch (thrown) {
  if (!(thrown instanceof AppError)) throw thrown;
  console.error(say('nothing-copied', { code: thrown.code, what: thrown.message }));
  if (thrown.code !== 'conflict') console.error(readStartWords(config.contentDir).failed(thrown));
  process.exitCode = 1;
}

/** True when everything arrived. */
async function copyInto({ databaseUrl, keysDir }: Config, url: string): Promise<boolean> {
  const isFile = !/^postgres(ql)?:/u.test(databaseUrl);
  // Opening a file that is not there would make an empty one.
  if (isFile && !existsSync(databaseUrl))
    throw new AppError('conflict', `there is no file ${databaseUrl}`);
  const keys = readKeys(keysDir, false);
  const before = await verifyRecord(databaseUrl, keys);
  const from = await openDatabase({ url: databaseUrl });
  try {
    const to = await openDatabase({ url });
    try {
      for (const { table, rows } of await copyDatabase(from, to))
        console.log(`${table} ${String(rows)}`);
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
  const after = await verifyRecord(url, keys);
  const same = before.ok && after.ok && before.head.hash === after.head.hash;
  return tellRecord(after, say) && same;
}
