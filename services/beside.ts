import { Worker } from 'node:worker_threads';
import { AppError } from './errors.ts';

export interface BesideOptions {
  /** An answer that takes longer is given up, and its thread with it. */
  readonly deadlineMs: number;
  /** A thread with nothing to do ends after this time; the next request starts another. */
  readonly idleMs: number;
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (reason: Error) => void;
}

/** What a thread answers: the number of the request with what came of it. */
export type BesideAnswer = readonly [id: number, answer: { readonly done: unknown } | null];

/**
 * Hands requests to a thread of its own, one after the other, so that the event loop goes on. The module at `file` (its `.ts`
 * address; the compiled one stands beside the compiled caller) answers each message `[id, request]` with a `BesideAnswer`, null for what
 * failed. Rejects with `unavailable` when the thread ends or the deadline passes.
 */
export function beside<Answer>(
  file: URL,
  { deadlineMs, idleMs }: BesideOptions,
): (request: unknown) => Promise<Answer> {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let ids = 0;
  let idle: NodeJS.Timeout | undefined;
  const end = (): void => {
    void worker?.terminate();
    worker = null;
    for (const { reject } of waiting.values()) reject(new AppError('unavailable', 'thread ended'));
    waiting.clear();
  };
  const start = (): Worker => {
    const started = startWorker(file);
    // It keeps no process alive; requests under way do, by their deadlines.
    started.unref();
    started.on('message', ([id, answer]: BesideAnswer) => {
      const one = waiting.get(id);
      if (answer) one?.resolve(answer.done as never);
      else one?.reject(new AppError('internal', 'the thread failed'));
    });
    for (const over of ['error', 'exit'])
      started.once(over, () => {
        if (worker === started) end();
      });
    return started;
  };
  return (request) =>
    new Promise<Answer>((resolve, reject) => {
      clearTimeout(idle);
      const id = (ids += 1);
      const deadline = setTimeout(end, deadlineMs);
      const over = (): void => {
        clearTimeout(deadline);
        waiting.delete(id);
        if (waiting.size === 0) idle = setTimeout(end, idleMs).unref();
      };
      waiting.set(id, {
        resolve: (answer) => {
          over();
          resolve(answer);
        },
        reject: (reason) => {
          over();
          reject(reason);
        },
      });
      worker ??= start();
      worker.postMessage([id, request]);
    });
}

/** Run from source (tests, development), a thread needs the compiler's loader first. */
function startWorker(file: URL): Worker {
  if (!file.href.endsWith('.ts')) return new Worker(file);
  const source = JSON.stringify(file.href);
  const start = `import('tsx/esm/api').then(({ register }) => (register(), import(${source})));`;
  return new Worker(start, { eval: true });
}
