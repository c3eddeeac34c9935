/** Hours of ordinary chatting: does the service grow, does it get slower? */
import { percentile } from '../search/measure.ts';
import { type Bench, figure, none } from './bench.ts';
import { caller } from './calls.ts';
import { openChats, questions, speakAtRate } from './chatters.ts';
import { type ProcessFacts, startService } from './service-process.ts';

const CONVERSATIONS = 100;
const TURNS_A_SECOND = 20;
const GROWTH_MB = 50;
const LOOP_DELAY_MS = 50;
const LOOKS = 12;
const WARM_SHARE = 1 / 3;

export const bench: Bench = {
  name: 'soak',
  run: async ({ release, note }) => {
    const seconds = release ? 2 * 3600 : 45;
    const service = await startService();
    const calls = caller(service.base);
    try {
      const ask = questions(20);
      const looks: ProcessFacts[] = [];
      const times: number[] = [];
      let missed = 0;
      note(`${String(TURNS_A_SECOND)} turns a second for ${String(seconds)} s`);
      for (let look = 0; look < LOOKS; look += 1) {
        // New residents come all the time; the old ones stay in the database.
        const chats = await openChats(calls, CONVERSATIONS);
        const pace = { ask, rate: TURNS_A_SECOND, seconds: seconds / LOOKS };
        const spoken = await speakAtRate(chats, pace);
        times.push(...spoken.times);
        missed += spoken.refused + spoken.failed;
        looks.push(await service.facts());
      }
      const warm = looks.slice(Math.floor(LOOKS * WARM_SHARE));
      const of = (pick: (facts: ProcessFacts) => number): number[] => warm.map(pick);
      const rss = of(({ rssMegabytes }) => rssMegabytes);
      const handles = of((facts) => facts.handles);
      return [
        figure('chat turns, p99', percentile(times, 0.99), 'ms'),
        none('chat turns that were not answered', missed),
        figure('RSS at the end', rss.at(-1) ?? 0, 'MB'),
        figure('RSS growth after warming up', (rss.at(-1) ?? 0) - (rss[0] ?? 0), 'MB', {
          atMost: GROWTH_MB,
        }),
        figure(
          'event-loop delay p99, median of the looks',

          percentile(
            of((facts) => facts.loopDelayP99Ms),
            0.5,
          ),
          'ms',
          { atMost: LOOP_DELAY_MS },
        ),
        figure(
          'open handles, largest minus smallest',
          Math.max(...handles) - Math.min(...handles),
          '',
        ),
      ];
    } finally {
      calls.close();
      await service.close();
    }
  },
};
