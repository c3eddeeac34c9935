/** The service as it is harmed: compiled, so that a restart takes what it takes in operation. */
import { spawnSync } from 'node:child_process';
import { type ServiceCommand } from './scenario.ts';

const FOLDER = 'dist/chaos';

/** Compiles code and tests beside the built service. Throws when they do not compile. */
export function compiledService(): ServiceCommand {
  const compiler = 'node_modules/typescript/bin/tsc';
  const options = ['-p', 'test/tsconfig.json', '--noEmit', 'false', '--outDir', FOLDER];
  const { status } = spawnSync(process.execPath, [compiler, ...options], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the service does not compile');
  return { args: [`${FOLDER}/test/bot/support/chaos-child.js`], movableClock: true };
}
