import { expect } from 'chai';
import fc from 'fast-check';
import { readStanceExamples, readStanceModel } from '../../../knowledge/stances/build.ts';
import { stanceFeatureReader, stanceReading } from '../../../knowledge/stances/stance-features.ts';
import { stanceHearing, stanceModel } from '../../../knowledge/stances/stance-model.ts';
import { STANCES } from '../../../knowledge/stances/stances.ts';
import { trainStances } from '../../../scripts/evaluation/stance-training.ts';

const contentDir = new URL('../../../knowledge/content', import.meta.url).pathname;
const read = stanceFeatureReader(stanceReading({ cutWords: (text) => Array.from(text), cues: [] }));

describe('What a message is for', () => {
  it('was learned from the examples that stand in the content', () => {
    expect(readStanceModel(contentDir).trainedOn, 'run npm run stances:train -- --write').to.equal(
      readStanceExamples(contentDir).print,
    );
  });

  it('is shared out between all that it can be, for any text', () => {
    const hear = stanceHearing(read, stanceModel(readStanceModel(contentDir)));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const shares = Object.values(hear(text));
        expect(shares).to.have.length(STANCES.length);
        expect(shares.every((share) => share >= 0 && share <= 1)).to.equal(true);
        expect(shares.reduce((sum, share) => sum + share, 0)).to.be.closeTo(1, 1e-9);
      }),
    );
  });

  it('is learned: two kinds of sentences are told apart, and the same sentences give the same weights', () => {
    const told = [
      ['ask', '要带什么材料'],
      ['ask', '几天能办好'],
      ['complaint', '会计把钱扣下了'],
      ['complaint', '窗口的人把材料扔出来了'],
    ] as const;
    const examples = told.map(([stance, text]) => ({ stance, weight: 1, features: read(text) }));
    const learned = trainStances(examples);
    expect(trainStances(examples)).to.deep.equal(learned);
    const hear = stanceHearing(read, stanceModel({ trainedOn: '', ...learned }));
    for (const [stance, text] of told) expect(hear(text)[stance]).to.be.above(0.5);
  });

  it('refuses weights of another size', () => {
    const file = { ...readStanceModel(contentDir), weights: 'AAAA' };
    expect(() => stanceModel(file)).to.throw('another size');
  });
});
