import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface OwnProcess {
  readonly base: string;
  readonly process: ChildProcess;
  readonly folder: string;
  /** Kills what still runs and removes the folder. */
  clear(): void;
}

/** The service as `npm start` starts it, in a process and a folder of its own; `first` is loaded before it. */
export async function startProcess(
  env: Readonly<Record<string, string>> = {},
  first: readonly string[] = [],
): Promise<OwnProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-own-'));
  const imports = ['tsx', ...first].flatMap((module) => ['--import', module]);
  const child = spawn(process.execPath, [...imports, 'bot/main.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...{ NODE_ENV: 'test', PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder },
      ...env,
    },
  });
  const clear = (): void => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /:(\d+)\//u.exec(line)?.[1];
    if (port) {
      child.stdout.resume();
      return { base: `http://127.0.0.1:${port}`, process: child, folder, clear };
    }
  }
  clear();
  throw new Error('the service did not start');
}

/** The exit code, once it has ended; null when a signal ended it. */
export async function ended({ process: child }: OwnProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}
