import { expect } from 'chai';
import fc from 'fast-check';
import { yuanHeard } from '../../../knowledge/text/recognisers.ts';

describe('the second voice for amounts', function () {
  this.timeout(60_000);

  it('hears one amount with its unit', () => {
    expect(yuanHeard('三千五百元')).to.equal(3500);
    expect(yuanHeard('一个月大概进两千三百块钱')).to.equal(2300);
  });

  it('says nothing where no unit, several amounts or another currency is said', () => {
    for (const text of ['', '1千2', '残疾人两项补贴', '三百元和五百元', '两百美元'])
      expect(yuanHeard(text), text).to.equal(null);
  });

  it('is not asked about long texts, which would hold everybody up', () => {
    expect(yuanHeard('1,'.repeat(1000))).to.equal(null);
  });

  it('takes any short text without a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const heard = yuanHeard(text);
        expect(heard === null || heard >= 0).to.equal(true);
      }),
      { numRuns: 60 },
    );
  });
});
