import { expect } from 'chai';
import {
  SIGNALS,
  type SignalWeights,
  inOrder,
  weigh,
} from '../../../knowledge/answer/match/signals.ts';

const ALL = Object.fromEntries(SIGNALS.map((name) => [name, 100])) as SignalWeights;

describe('What speaks for an entry', () => {
  for (const [at, name] of SIGNALS.entries())
    it(`counts ${name} with its own weight`, () => {
      const values = SIGNALS.map((one) => (one === name ? 2 : 0));
      const weights: SignalWeights = { ...ALL, [name]: at + 1 };
      expect(weigh(values, inOrder(weights))).to.equal(2 * (at + 1));
    });
});
