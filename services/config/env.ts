import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, configFrom } from './config.ts';

/**
 * The configuration of this process: the environment, and below it the file `.env` in `root`. The only place that reads
 * either. Throws `ConfigError`.
 */
export function readConfig(root: string): Config {
  const file = join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return configFrom(process.env, root);
}
