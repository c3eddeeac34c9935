/**
 * `npm run db:migrate`: brings the tables of DATABASE_URL up to date and ends. For installations in which the service runs
 * under an account that may not change tables: run it once with the owner's account before each new version.
 */
import { readConfig } from '../services/config/env.ts';
import { openDatabase } from '../services/storage/database.ts';

const { databaseUrl } = readConfig(process.cwd());
const db = await openDatabase({ url: databaseUrl });
await db.close();
console.log(`数据库已是最新 tables are up to date (${db.engine})`);
