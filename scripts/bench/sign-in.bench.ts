/** How long a refusal takes for a login that exists and for one that does not: whoever can tell them apart knows who works here. */
import { member, testOffice } from '../../test/services/support/office.ts';
import { type Bench } from './bench.ts';

const SAMPLES = 200;
/** Fewer than lock an account. */
const TRIES_EACH = 4;

export const bench: Bench = {
  name: 'sign-in',
  releaseOnly: true,
  run: async () => {
    const office = await testOffice();
    const taken: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    const refuse = async (arm: keyof typeof taken, login: string): Promise<void> => {
      const began = performance.now();
      await office.staff.signIn({ login, password: 'wrong-password', ip: '' }).catch(() => null);
      taken[arm].push(performance.now() - began);
    };
    try {
      for (let one = 0; one < SAMPLES / TRIES_EACH; one += 1) {
        const login = `known${String(one)}`;
        const account = { login, name: login, role: 'operator', unit: null } as const;
        await office.staff.add(member('administrator'), account);
        for (let tries = 0; tries < TRIES_EACH; tries += 1) {
          await refuse('known', login);
          await refuse('unknown', `nobody${String(one)}`);
        }
      }
      const [known, unknown] = [median(taken.known), median(taken.unknown)];
      return [
        { name: 'refusal of a known login, median', measured: known, unit: 'ms', goal: null },
        { name: 'refusal of an unknown login, median', measured: unknown, unit: 'ms', goal: null },
        {
          name: 'medians apart',
          measured: (100 * Math.abs(known - unknown)) / known,
          unit: '%',
          goal: { atMost: 10 },
        },
      ];
    } finally {
      await office.close();
    }
  },
};

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
