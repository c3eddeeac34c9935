/** Chat turns over Direct Line, each stored durably before it is answered; then far more than the service can do. */
import { percentile } from '../search/measure.ts';
import { inOwnWords } from './bench-questions.ts';
import { type Bench, figure, none } from './bench.ts';
import { caller, pause, Tally } from './calls.ts';
import { watchCores } from './cores.ts';
import {
  type Chatter,
  openChats,
  openStreams,
  type Pace,
  questions,
  speakAtRate,
  speakWithoutPause,
} from './chatters.ts';
import { type ServiceProcess, startService } from './service-process.ts';

const CONVERSATIONS = 200;
const TURNS_A_SECOND = 300;
const P99_MS = 300;
const RECOVERED_S = 10;
/** So many messages are under way at once in the spike: more than the service lets wait. */
const SPIKE = { conversations: 400, each: 8 } as const;
const SEED = 300;

export const bench: Bench = {
  name: 'chat',
  run: async ({ release, note }) => {
    const service = await startService();
    const calls = caller(service.base);
    try {
      const chats = await openChats(calls, CONVERSATIONS);
      const streams = await openStreams(chats);
      const ask = questions(SEED);
      note('warming up');
      await speakWithoutPause(chats, { seconds: release ? 10 : 4, ask });
      note(`${String(CONVERSATIONS)} conversations without a pause`);
      const seconds = release ? 60 : 12;
      const coresBusy = watchCores();
      const most = await withoutPause(service, chats, { seconds, ask });
      const cores = coresBusy();
      note(`${String(TURNS_A_SECOND)} turns a second`);
      const before = streams.received();
      const pace = { seconds: release ? 300 : 12, ask, rate: TURNS_A_SECOND };
      const steady = await speakAtRate(chats, pace);
      note(`answered with ${steady.toString()}`);
      await pause(200);
      const told = streams.received() - before;
      const { loopDelayP99Ms, rssMegabytes } = await service.facts();
      // After the steady turns: words of one's own push out of the memory what everybody says.
      note('without a pause, nobody in words that were used before');
      const own = await withoutPause(service, chats, { seconds, ask: inOwnWords(ask) });
      note('a spike');
      const spiked = await spike(await openChats(calls, SPIKE.conversations), release ? 60 : 8);
      note(`answered with ${spiked.tally.toString()}`);
      const back = await recovery(chats, ask);
      streams.close();
      const each = `${String(TURNS_A_SECOND)} turns/s`;
      return [
        figure(
          `${String(CONVERSATIONS)} conversations without a pause`,
          most.perSecond,
          'turns/s',
          { atLeast: TURNS_A_SECOND },
        ),
        figure('CPU of a turn', most.cpuMs, 'ms'),
        figure('cores busy meanwhile', cores.all, '%'),
        figure('cores busy with the load itself', cores.load, '%'),
        figure('the same, nobody in words that were used before', own.perSecond, 'turns/s'),
        figure('CPU of such a turn', own.cpuMs, 'ms'),
        figure(`${each}, p50`, percentile(steady.times, 0.5), 'ms'),
        figure(`${each}, p99`, percentile(steady.times, 0.99), 'ms', { atMost: P99_MS }),
        none(`${each}, turned away`, steady.refused),
        none(`${each}, neither answered nor turned away`, steady.failed),
        none(`${each}, answered but nothing on the stream`, Math.max(0, steady.answered - told)),
        figure(`${each}, event-loop delay p99`, loopDelayP99Ms, 'ms'),
        figure('RSS afterwards', rssMegabytes, 'MB'),
        figure('spike, answered', spiked.perSecond, 'turns/s'),
        figure('spike, turned away with 429 or 503', spiked.share, '%'),
        none('spike, turned away without Retry-After', spiked.tally.withoutRetryAfter),
        none('spike, neither answered nor turned away', spiked.tally.failed),
        figure('after the spike, as before within', back, 's', { atMost: RECOVERED_S }),
      ];
    } finally {
      calls.close();
      await service.close();
    }
  },
};

/** Turns a second, and what one costs the service. */
async function withoutPause(
  service: ServiceProcess,
  chats: readonly Chatter[],
  pace: Pace,
): Promise<{ perSecond: number; cpuMs: number }> {
  const before = (await service.facts()).cpuSeconds;
  const { perSecond, answered } = await speakWithoutPause(chats, pace);
  const used = (await service.facts()).cpuSeconds - before;
  return { perSecond, cpuMs: (1000 * used) / Math.max(1, answered) };
}

/** Everyone sends several messages at once and asks again at once when turned away. */
async function spike(
  chats: readonly Chatter[],
  seconds: number,
): Promise<{ tally: Tally; perSecond: number; share: number }> {
  const ask = questions(SEED + 1);
  const tally = new Tally();
  const began = performance.now();
  const until = began + seconds * 1000;
  const lines = chats.flatMap((chat) => Array.from({ length: SPIKE.each }, () => chat));
  await Promise.all(
    lines.map(async (chat) => {
      while (performance.now() < until) {
        const called = await chat.say(ask());
        tally.add(called);
        if (called.status !== 200) await pause(250);
      }
    }),
  );
  const took = (performance.now() - began) / 1000;
  const all = tally.answered + tally.refused + tally.failed;
  return {
    tally,
    perSecond: tally.answered / took,
    share: (100 * tally.refused) / Math.max(1, all),
  };
}

/** Seconds until three turns in a row are answered in time. */
async function recovery(chats: readonly Chatter[], ask: () => string): Promise<number> {
  const began = performance.now();
  for (let well = 0, turn = 0; well < 3; turn += 1) {
    const called = await chats[turn % chats.length]?.say(ask());
    well = called?.status === 200 && called.ms <= P99_MS ? well + 1 : 0;
    if (performance.now() - began > 60_000) break;
    if (well === 0) await pause(100);
  }
  return (performance.now() - began) / 1000;
}
