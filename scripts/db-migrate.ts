/**
 * `npm run db:migrate`: brings the tables of DATABASE_URL up to date and ends. For installations in which the service runs
 * under an account that may not change tables: run it once with the owner's account before each new version.
 */
import { readConfig } from '../services/config/env.ts';
import { openDatabase } from '../services/storage/database.ts';
import { readCommandWords } from './operations/command-words.ts';

const { databaseUrl, contentDir } = readConfig(process.cwd());
const db = await openDatabase({ url: databaseUrl });
await db.close();
console.log(readCommandWords(contentDir)('tables-up-to-date', { engine: db.engine }));
