import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError, type ConfigProblem, configFrom } from './config.ts';
import { SECRET_NAMES } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The configuration of this process: the environment, and below it the file `.env` in `root`. The only place that reads
 * either. Throws `ConfigError`.
 */
export function readConfig(root: string): Config {
  const file = join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return configFrom(withSecretFiles(process.env), root);
}

/**
 * The environment with every secret that a file holds: `METRICS_TOKEN_FILE=/run/secrets/metrics` instead of
 * `METRICS_TOKEN=…`, so that no secret stands where other processes and `docker inspect` see it. Throws `ConfigError` for a
 * file that cannot be read or is empty, and where both are given.
 */
export function withSecretFiles(env: Environment): Environment {
  const problems: ConfigProblem[] = [];
  const secrets: Record<string, string> = {};
  for (const name of SECRET_NAMES) {
    const variable = `${name}_FILE`;
    const file = env[variable] ?? '';
    if (file === '') continue;
    const secret = contentOf(file);
    if ((env[name] ?? '') !== '') problems.push({ variable, rule: 'secret.twice' });
    else if (secret === '') problems.push({ variable, rule: 'secret.unreadable' });
    else secrets[name] = secret;
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...env, ...secrets };
}

/** Without the line end that editors add; empty when there is nothing to be read. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
