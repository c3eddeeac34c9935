/** Somebody guesses passwords while residents chat. */
import { percentile } from '../search/measure.ts';
import { type Bench, figure, none } from './bench.ts';
import { type Caller, caller, pause, Tally } from './calls.ts';
import { openChats, questions, speakAtRate } from './chatters.ts';
import { startService } from './service-process.ts';

const CONVERSATIONS = 50;
const TURNS_A_SECOND = 20;
const P99_MS = 500;

export const bench: Bench = {
  name: 'login',
  run: async ({ release, note }) => {
    const [guesses, seconds] = release ? [200, 300] : [50, 20];
    const service = await startService();
    const calls = caller(service.base);
    try {
      const chats = await openChats(calls, CONVERSATIONS);
      const ask = questions(50);
      const pace = { ask, rate: TURNS_A_SECOND };
      await speakAtRate(chats, { ...pace, seconds: 5 });
      note(`${String(guesses)} bad log-ins a second for ${String(seconds)} s`);
      const [guessed, talked] = await Promise.all([
        guess(calls, guesses, seconds),
        speakAtRate(chats, { ...pace, seconds }),
      ]);
      const { rssMegabytes } = await service.facts();
      return [
        figure('chat turns meanwhile, p99', percentile(talked.times, 0.99), 'ms', {
          atMost: P99_MS,
        }),
        none('chat turns that were not answered', talked.refused + talked.failed),
        figure('guesses answered or turned away', guessed.perSecond, '/s'),
        figure('of these turned away with 429 or 503', guessed.refusedShare, '%'),
        none('guesses that ended otherwise', guessed.otherwise),
        figure('RSS afterwards', rssMegabytes, 'MB'),
      ];
    } finally {
      calls.close();
      await service.close();
    }
  },
};

async function guess(
  calls: Caller,
  rate: number,
  seconds: number,
): Promise<{ perSecond: number; refusedShare: number; otherwise: number }> {
  const tally = new Tally();
  const began = performance.now();
  const all: Promise<void>[] = [];
  for (let sent = 0; sent < rate * seconds;) {
    const due = Math.min(rate * seconds, ((performance.now() - began) / 1000) * rate);
    for (; sent < due; sent += 1) {
      const body = { login: `nobody-${String(sent % 500)}`, password: 'guessed-password-123' };
      const called = calls.call('/api/staff/session', { method: 'POST', body });
      all.push(called.then((one) => tally.add(one)));
    }
    await pause(10);
  }
  await Promise.all(all);
  const wrong = tally.statuses.get(401) ?? 0;
  return {
    perSecond: (rate * seconds) / ((performance.now() - began) / 1000),
    refusedShare: (100 * tally.refused) / (rate * seconds),
    otherwise: rate * seconds - wrong - tally.refused,
  };
}
