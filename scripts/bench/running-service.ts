/** The service in a process of its own, over an empty folder, for benches that stand outside. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RunningService {
  readonly base: string;
  /** What it told so far: the one-time password of the first start among it. */
  readonly printed: () => string;
  readonly stop: () => void;
}

/** What the service tells the person who starts it. */
const ADDRESS = /http:\/\/[\w.]+:(\d+)\//u;

/** Starts it and waits until it serves. `env` overrides what benches usually set. */
export async function runningService(
  env: Readonly<Record<string, string>> = {},
): Promise<RunningService> {
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-bench-'));
  const usual = { DATA_DIR: folder, PORT: '0', HOST: '127.0.0.1', RATE_LIMITS: 'off' };
  const child = spawn(process.execPath, ['--import=tsx', 'bot/main.ts'], {
    env: { ...process.env, ...usual, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = (): void => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  let said = '';
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000);
      const found = ADDRESS.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => {
      reject(new Error(`the service ended with ${String(code)} before it was ready`));
    });
  });
  return { base: `http://127.0.0.1:${port}`, printed: () => said, stop };
}
