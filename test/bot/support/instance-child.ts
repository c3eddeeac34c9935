/** One of several instances over the database and keys that the environment names; prints where it listens. */
import { composeService } from '../../../bot/compose.ts';
import { configFrom } from '../../../services/config/config.ts';
import { createLog } from '../../../services/log/log.ts';
import { systemClock } from '../../../services/clock.ts';

const root = process.cwd();
const config = configFrom(process.env, root);
const log = createLog(config.log, systemClock);
const service = await composeService({ config, clock: systemClock, log, root, version: 'test' });
const port = await service.listen();
process.stdout.write(`http://127.0.0.1:${String(port)}\n`);
