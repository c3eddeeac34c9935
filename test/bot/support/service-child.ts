/**
 * The whole service in a process of its own, over the folder that is named (and the database, and what the exchange shares, if they
 * are); prints where it listens.
 */
import { runService } from './small-service.ts';

const [folder = '', database = '', hotline = ''] = process.argv.slice(2);
const env: Record<string, string> = {
  ...(database === '' ? {} : { DATABASE_URL: database }),
  ...(hotline === '' ? {} : { HOTLINE_SECRET: hotline }),
};
const service = await runService({ folder, env, logging: true });
process.stdout.write(`${service.base}\n`);
