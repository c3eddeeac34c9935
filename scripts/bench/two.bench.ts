/**
 * Two processes on one PostgreSQL beside one: how many turns more. Both, the server and the load share the cores of this
 * machine. How busy one process leaves them says what a second can find: with two cores that is next to nothing, and the figure
 * says more about the machine than about us.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { serverBinaries, startCluster } from '../chaos/cluster.ts';
import { type Bench, figure, none } from './bench.ts';
import { caller } from './calls.ts';
import { type CoresBusy, watchCores } from './cores.ts';
import { openChats, questions, speakWithoutPause } from './chatters.ts';
import { type ServiceProcess, startService, temporaryFolder } from './service-process.ts';

const CONVERSATIONS = 100;
const TIMES = 1.6;

export const bench: Bench = {
  name: 'two',
  run: async ({ release, note }) => {
    if (serverBinaries() === null) {
      note('skipped: no PostgreSQL server on this machine');
      return [];
    }
    const cluster = await startCluster();
    const url = await cluster.database('mingbai');
    const folder = temporaryFolder();
    const seconds = release ? 60 : 10;
    // What instances share besides the database: the keys. Logs are each one's own.
    const start = (name: string): Promise<ServiceProcess> =>
      startService({
        folder: join(folder, name),
        env: { DATABASE_URL: url, KEYS_DIR: join(folder, 'keys') },
      });
    const services: ServiceProcess[] = [];
    try {
      services.push(await start('one'));
      note('one process');
      const one = await turns(services, seconds);
      services.push(await start('two'));
      note('two processes');
      const two = await turns(services, seconds);
      return [
        figure('one process on PostgreSQL', one.perSecond, 'turns/s'),
        figure('two processes', two.perSecond, 'turns/s'),
        figure('two against one', two.perSecond / one.perSecond, '×', { atLeast: TIMES }),
        figure('cores busy with one process, its server and the load', one.cores.all, '%'),
        figure('of these with the load', one.cores.load, '%'),
        figure('cores busy with two', two.cores.all, '%'),
        figure('two against one, at most on these cores', 100 / one.cores.all, '×'),
        none('turns that ended otherwise', one.failed + two.failed),
      ];
    } finally {
      await Promise.all(services.map((service) => service.close()));
      await cluster.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** The same conversations in all, spread over the processes. */
async function turns(
  services: readonly ServiceProcess[],
  seconds: number,
): Promise<{ perSecond: number; failed: number; cores: CoresBusy }> {
  const watching: (() => CoresBusy)[] = [];
  const all = await Promise.all(
    services.map(async ({ base }, at) => {
      const calls = caller(base);
      const chats = await openChats(calls, CONVERSATIONS / services.length);
      const ask = questions(11 + at);
      await speakWithoutPause(chats, { seconds: 3, ask });
      watching.push(watchCores());
      const { perSecond, failed } = await speakWithoutPause(chats, { seconds, ask });
      calls.close();
      return { perSecond, failed };
    }),
  );
  const [cores] = watching.map((busy) => busy());
  return {
    cores: cores ?? { all: 0, load: 0 },
    perSecond: all.reduce((sum, { perSecond }) => sum + perSecond, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
  };
}
