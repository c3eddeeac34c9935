import { type Clock } from '../clock.ts';
import { type Repeated } from '../repeat.ts';
import { type Database } from './database.ts';

/** How soon another instance notices that the one which did a job is gone, or that a job is due. */
const LOOK_EVERY_MS = 10_000;

/**
 * Makes a job one that all instances share: it is done once in its period, by whoever looks first when it is due. When an
 * instance dies at it, another one begins it again at its next look; after a start nothing waits for a whole period.
 */
export function sharedJob(db: Database, clock: Clock, { name, everyMs, job }: Repeated): Repeated {
  const runs = () => db.q<{ name: string; ran_at: string }>('job_runs');
  const isDue = async (): Promise<boolean> => {
    const row = await db.run(() => runs().where({ name }).first());
    if (row === undefined) {
      // A new installation: its first period begins now.
      await ran(clock.now());
      return false;
    }
    // A clock that was put back must not make a job wait for the old time.
    return Math.abs(clock.now().getTime() - Date.parse(row.ran_at)) >= everyMs;
  };
  const ran = (at: Date): Promise<void> =>
    db.run(async () => {
      const row = { name, ran_at: at.toISOString() };
      await runs().insert(row).onConflict('name').merge();
    });
  return {
    name,
    everyMs: Math.min(everyMs, LOOK_EVERY_MS),
    job: async (ending) => {
      if (!(await isDue())) return;
      await db.alone(`job ${name}`, async () => {
        if (!(await isDue())) return;
        const began = clock.now();
        await job(ending);
        await ran(began);
      });
    },
  };
}
