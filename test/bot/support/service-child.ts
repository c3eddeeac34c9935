/** The whole service in a process of its own, over the folder that is named; prints where it listens. */
import { runService } from './small-service.ts';

const [folder = ''] = process.argv.slice(2);
const service = await runService({ folder, logging: true });
process.stdout.write(`${service.base}\n`);
