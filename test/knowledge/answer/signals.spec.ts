import { expect } from 'chai';
import {
  SIGNALS,
  type SignalValues,
  type SignalWeights,
  weigh,
} from '../../../knowledge/answer/match/signals.ts';

const all = (value: number): Record<(typeof SIGNALS)[number], number> =>
  Object.fromEntries(SIGNALS.map((name) => [name, value])) as SignalValues;

describe('What speaks for an entry', () => {
  for (const [at, name] of SIGNALS.entries())
    it(`counts ${name} with its own weight`, () => {
      const values: SignalValues = { ...all(0), [name]: 2 };
      const weights: SignalWeights = { ...all(100), [name]: at + 1 };
      expect(weigh(values, weights)).to.equal(2 * (at + 1));
    });
});
