import { expect } from 'chai';
import { type AskResult } from '../../../knowledge/index.ts';
import { readRestingWords, rested } from '../../../services/enquiry/resting.ts';

const words = readRestingWords('knowledge/content/words/resting.yaml', '12345');
const asked = (outcome: string): AskResult =>
  ({
    answer: { outcome, text: '每月500元', spoken: '五百元', citations: [{}], suggestions: [] },
  }) as unknown as AskResult;

describe('automatic answers that are turned off', () => {
  for (const outcome of ['answered', 'clarify', 'screen', 'declined'])
    it(`tell no policy in place of "${outcome}", but whom to ask`, () => {
      const { answer } = rested(asked(outcome), { isOff: () => true, words });
      expect(answer).to.include({ outcome: 'declined', reason: 'assistant-off' });
      expect(answer.text).to.include('12345').and.not.include('500');
      expect(answer.citations).to.deep.equal([]);
    });
  for (const outcome of ['urgent', 'collect', 'verify', 'handoff'])
    it(`leave "${outcome}" alone`, () => {
      const before = asked(outcome);
      expect(rested(before, { isOff: () => true, words })).to.equal(before);
    });
  it('are told again once they are on', () => {
    const before = asked('answered');
    expect(rested(before, { isOff: () => false, words })).to.equal(before);
  });
});
