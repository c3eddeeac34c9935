import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { systemClock } from '../services/clock.ts';
import { type Config, ConfigError } from '../services/config/config.ts';
import { configMessage, readConfigWords } from '../services/config/config-words.ts';
import { readConfig } from '../services/config/env.ts';
import { createLog, type Log } from '../services/log/log.ts';
import { readStartWords, type StartWords } from '../services/config/start-words.ts';
import { composeService, type Service } from './compose.ts';

/** Compiled or not, the folder above that holds package.json. */
function rootOf(file: string): string {
  let dir = dirname(file);
  while (!existsSync(join(dir, 'package.json'))) dir = dirname(dir);
  return dir;
}

const root = rootOf(fileURLToPath(import.meta.url));
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const SHIPPED_CONTENT = join(root, 'knowledge/content');

async function main(): Promise<void> {
  // Whatever we write (database, logs, keys) is for the service's own account.
  process.umask(0o077);
  const config = readConfig(root);
  const words = readStartWords(SHIPPED_CONTENT);
  const log = createLog(config.log, systemClock);
  endOnFault(log);
  try {
    const service = await composeService({ config, log, root, version, clock: systemClock });
    endOnSignal(service, log);
    const port = await service.listen();
    log.info('service.ready', { port, version, ms: performance.now() });
    tell(words, config, port, service);
  } catch (thrown) {
    log.error('service.not-started', { error: thrown });
    await log.close();
    throw thrown;
  }
}

function tell(
  words: StartWords,
  { host }: Config,
  port: number,
  { firstAdministrator }: Service,
): void {
  const name = host === null || host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  const lines = [words.ready({ url: `http://${name}:${port}/` })];
  if (firstAdministrator) lines.push(words.firstAdministrator(firstAdministrator));
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** A signal ends the service in good order; a second one at once. */
function endOnSignal(service: Service, log: Log): void {
  let ending = false;
  const end = (signal: NodeJS.Signals): void => {
    if (ending) process.exit(1);
    ending = true;
    log.info('service.closing', { signal });
    service
      .close()
      .then(() => log.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

/** After an unexpected fault nothing is sure any more: it is logged, and whoever watches over us starts afresh. */
function endOnFault(log: Log): void {
  const end = (event: string) => (thrown: unknown) => {
    log.error(event, { error: thrown });
    void log.close().finally(() => process.exit(1));
  };
  process.on('uncaughtException', end('process.uncaught'));
  process.on('unhandledRejection', end('process.unhandled'));
}

/** What an administrator reads instead of a stack. */
function explain(thrown: unknown): string {
  if (thrown instanceof ConfigError) return configMessage(thrown, readConfigWords(SHIPPED_CONTENT));
  return readStartWords(SHIPPED_CONTENT).failed(thrown);
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${explain(thrown)}\n`);
  process.exitCode = 1;
});
