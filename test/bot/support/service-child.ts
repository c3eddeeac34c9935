/** The whole service in a process of its own, over the folder that is named (and the database, if one is); prints where it listens. */
import { runService } from './small-service.ts';

const [folder = '', database = ''] = process.argv.slice(2);
const env: Record<string, string> = database === '' ? {} : { DATABASE_URL: database };
const service = await runService({ folder, env, logging: true });
process.stdout.write(`${service.base}\n`);
