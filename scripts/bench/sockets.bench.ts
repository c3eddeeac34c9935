/** Thousands of residents who have the page open and say nothing. */
import { type Bench, figure, none } from './bench.ts';
import { caller, pause } from './calls.ts';
import { openChats, openStreams } from './chatters.ts';
import { startService } from './service-process.ts';

const SOCKETS = 5000;
const RSS_MB = 600;

export const bench: Bench = {
  name: 'sockets',
  run: async ({ release, note }) => {
    const service = await startService();
    const calls = caller(service.base);
    try {
      const { rssMegabytes: empty } = await service.facts();
      note(`opening ${String(SOCKETS)} conversations and their streams`);
      const streams = await openStreams(await openChats(calls, SOCKETS));
      // Long enough for two heartbeats, and for what was needed only while opening to be given back.
      await pause(release ? 120_000 : 35_000);
      const { rssMegabytes, loopDelayP99Ms } = await service.facts();
      const lost = SOCKETS - streams.open();
      const { ms } = await calls.call('/healthz');
      streams.close();
      return [
        figure('RSS with nobody', empty, 'MB'),
        figure(`RSS with ${String(SOCKETS)} open chats`, rssMegabytes, 'MB', { atMost: RSS_MB }),
        none('streams that broke', lost),
        figure('event-loop delay p99', loopDelayP99Ms, 'ms'),
        figure('a call meanwhile', ms, 'ms'),
      ];
    } finally {
      calls.close();
      await service.close();
    }
  },
};
