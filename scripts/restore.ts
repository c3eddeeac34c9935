/**
 * `npm run restore -- FILE`: puts a backup in the place of DATABASE_URL, which must not exist, and follows its record. The
 * keys of the time of the backup must lie in KEYS_DIR.
 */
import { resolve } from 'node:path';
import { AppError } from '../services/errors.ts';
import { readConfig } from '../services/config/env.ts';
import { readKeys } from '../services/config/keys.ts';
import { restoreFrom } from '../services/storage/backup.ts';
import { readCommandLine } from './command-line.ts';
import { readCommandWords } from './operations/command-words.ts';
import { tellRecord, verifyRecord } from './operations/verify-record.ts';

const [file = ''] = readCommandLine({
  usage: 'npm run restore -- FILE',
  names: [1, 1],
}).positionals;
process.umask(0o077);
const config = readConfig(process.cwd());
const say = readCommandWords(config.contentDir);
if (/^postgres(ql)?:/u.test(config.databaseUrl)) {
  console.error(say('restore-on-postgres'));
  process.exit(2);
}
const keys = readKeys(config.keysDir, false);
try {
  restoreFrom(resolve(file), config.databaseUrl);
} catch (thrown) {
  if (!(thrown instanceof AppError)) throw thrown;
  console.error(say('restore-over-database', { file: config.databaseUrl }));
  process.exit(1);
}
console.log(config.databaseUrl);
if (!tellRecord(await verifyRecord(config.databaseUrl, keys), say)) process.exitCode = 1;
