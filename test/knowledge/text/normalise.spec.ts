import { expect } from 'chai';
import fc from 'fast-check';
import { normalise, squeeze } from '../../../knowledge/text/normalise.ts';

describe('normalising', () => {
  const same: Readonly<Record<string, readonly [raw: string, normal: string][]>> = {
    'writes traditional characters in the simplified way': [
      ['有車能辦低保嗎', '有车能办低保吗'],
      ['單位給開了假收入證明', '单位给开了假收入证明'],
      ['萊陽、龍口', '莱阳、龙口'],
    ],
    'makes full-width letters and digits ordinary ones': [
      ['８００元', '800元'],
      ['爱山东ＡＰＰ', '爱山东app'],
      ['⼀⼈', '一人'],
    ],
    'takes out what cannot be seen': [
      ['低\u200b保', '低保'],
      ['低\u200d保\ufeff', '低保'],
      ['低\u0000保\u202e', '低保'],
      ['低\ud800保', '低保'],
      ['低保❤\ufe0f', '低保❤'],
      ['低\u0336保\u0336', '低保'],
      ['低\u2800保', '低保'],
    ],
    'unites spaces and takes them off the ends': [
      ['  低保\t\n 条件\u3000 ', '低保 条件'],
      ['低保\u2028条件', '低保 条件'],
    ],
    'unites punctuation': [
      ['低保，多少？', '低保,多少?'],
      ['民发〔2021〕57号', '民发(2021)57号'],
      ['民发【2021】57号', '民发(2021)57号'],
      ['民发[2021]57号', '民发(2021)57号'],
      ['“低保”「低保」', '"低保""低保"'],
      ['3—5天 3－5天', '3-5天 3-5天'],
      ['3～5天', '3~5天'],
      ['￥1200', '¥1200'],
    ],
    'writes small letters': [['DIBAO', 'dibao']],
    'leaves an emoji alone': [['散居孤儿💸', '散居孤儿💸']],
  };
  for (const [sentence, cases] of Object.entries(same)) {
    it(sentence, () => {
      for (const [raw, normal] of cases) expect(normalise(raw)).to.equal(normal);
    });
  }

  it('changes nothing the second time, whatever the text', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 200 });
    const surrogates = fc
      .array(fc.integer({ min: 0xd7f0, max: 0xe010 }))
      .map((codes) => String.fromCharCode(...codes));
    const marks = fc
      .array(
        fc.constantFrom(
          'a',
          '低',
          ' ',
          '\u0301',
          '\u0334',
          '\u200d',
          'İ',
          'ﷺ',
          '가',
          'ᄀ',
          '́',
          '證',
          '。',
          '｡',
        ),
      )
      .map((parts) => parts.join(''));
    const han = fc
      .array(fc.integer({ min: 0x3400, max: 0xfaff }))
      .map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(fc.oneof(anything, surrogates, marks, han), (raw) => {
        const once = normalise(raw);
        expect(normalise(once)).to.equal(once);
        expect(once).not.to.match(/\p{C}/u);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads a text of 100,000 characters', () => {
    for (const piece of ['證', '\u0301', ' \t', '👩‍👩‍👧', 'ﷺ']) {
      expect(normalise(piece.repeat(100_000)).length).to.be.at.most(2_000_000);
    }
  });

  it('squeezes to what is compared: no spaces, no punctuation', () => {
    expect(squeeze(normalise('低保，多 少钱？！'))).to.equal('低保多少钱');
  });
});
