import { type Log } from './log/log.ts';

export interface Repeated {
  readonly name: string;
  readonly everyMs: number;
  /** Told when the service ends: what takes long stops at the next good place. */
  readonly job: (ending: AbortSignal) => Promise<unknown>;
  /** One instance does it for all; otherwise every instance does. */
  readonly once?: boolean;
}

/** Jobs that the service does by itself, again and again. */
export interface Repeating {
  /** Starts nothing new and waits for what is under way. */
  stop(): Promise<void>;
}

/** Runs each job at its pace, never twice at once. A failure is logged and tried again at the next turn. */
export function repeat(jobs: readonly Repeated[], log: Log): Repeating {
  const running = new Map<string, Promise<void>>();
  const ending = new AbortController();
  const run = ({ name, job }: Repeated): void => {
    if (running.has(name)) return;
    const work = job(ending.signal)
      .then(() => undefined)
      .catch((thrown: unknown) => {
        log.error('job.failed', { job: name, error: thrown });
      })
      .finally(() => running.delete(name));
    running.set(name, work);
  };
  const timers = jobs.map((each) => {
    const timer = setInterval(() => {
      run(each);
    }, each.everyMs);
    timer.unref();
    return timer;
  });
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      ending.abort();
      await Promise.all(running.values());
    },
  };
}
