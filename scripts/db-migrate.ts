/**
 * `npm run db:migrate`: brings the tables of DATABASE_URL up to date and ends. For installations in which the service runs
 * under an account that may not change tables: run it once with the owner's account before each new version.
 */
import { readConfig } from '../services/config/env.ts';
import { readStartWords } from '../services/config/start-words.ts';
import { AppError } from '../services/errors.ts';
import { openDatabase } from '../services/storage/database.ts';
import { readCommandLine } from './command-line.ts';
import { readCommandWords } from './operations/command-words.ts';

readCommandLine({ usage: 'npm run db:migrate' });
const { databaseUrl, contentDir } = readConfig(process.cwd());
try {
  const db = await openDatabase({ url: databaseUrl });
  await db.close();
  console.log(readCommandWords(contentDir)('tables-up-to-date', { engine: db.engine }));
} catch (thrown) {
  if (!(thrown instanceof AppError)) throw thrown;
  console.error(readStartWords(contentDir).failed(thrown));
  process.exitCode = 1;
}
