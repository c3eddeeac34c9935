/** Hostile strings at `POST /api/ask` and in the chat of the running service: what fails, and what takes long. */
import { type Bench } from './bench.ts';
import { fixedStrings, randomStrings } from './hostile-strings.ts';
import { runningService } from './running-service.ts';
import { sayHostile } from './say-hostile.ts';

const SEED = 20261126;
const [SHORT, LONG] = [2_000, 100_000];

export const bench: Bench = {
  name: 'hostile',
  releaseOnly: true,
  run: async ({ release, note }) => {
    const strings = [...fixedStrings(), ...randomStrings(release ? LONG : SHORT, SEED)];
    const service = await runningService({ LOG_LEVEL: 'error' });
    try {
      note(`${String(strings.length)} strings said in chats; seed ${String(SEED)}`);
      const { faults, said, slowestMs } = await sayHostile(service.base, strings);
      for (const fault of faults.slice(0, 20)) note(fault);
      return [
        { name: 'hostile strings', measured: strings.length, unit: '', goal: null },
        { name: 'requests', measured: said, unit: '', goal: null },
        {
          name: 'replies of 500 and more, or none',
          measured: faults.length,
          unit: '',
          goal: { atMost: 0 },
        },
        { name: 'slowest reply', measured: slowestMs, unit: 'ms', goal: { atMost: 1000 } },
      ];
    } finally {
      service.stop();
    }
  },
};
