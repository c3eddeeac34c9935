import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { createRepairer } from '../../../knowledge/text/pinyin.ts';
import { pinyinRows } from '../../../knowledge/text/pinyin/decode.ts';
import { readingsFrom } from '../../../knowledge/text/pinyin/readings.ts';

const readings = readingsFrom(
  readFileSync(
    new URL('../../../knowledge/content/understanding/readings.txt', import.meta.url),
    'utf8',
  ),
);
const VOCABULARY = ['临时救助', '两项补贴', '有劳动能力', '无劳动能力', '低保', '公示'];
const COMMON = new Set([...VOCABULARY, '公式', '当地', '保障', '怎么', '劳动', '能力']);
const SAID = new Map([
  ['低保', 50],
  ['要', 30],
  ['啥', 20],
  ['材料', 20],
  ['多少', 30],
  ['钱', 30],
  ['特困', 20],
]);

/** Cuts known words whole and everything else into characters. */
function cut(text: string): string[] {
  const words = [...COMMON].toSorted((a, b) => b.length - a.length);
  return text.match(new RegExp(`${words.join('|')}|[\\s\\S]`, 'gu')) ?? [];
}

const repairer = createRepairer({
  readings,
  vocabulary: VOCABULARY,
  pinyin: () => pinyinRows(SAID, readings),
  isCommonWord: (word) => COMMON.has(word),
  cut,
});

describe('the repair of what keyboards and recognisers did', () => {
  it('reads a whole question in pinyin, with spaces or without', () => {
    expect(repairer.fromPinyin('dibao yao sha cailiao')).to.equal('低保要啥材料');
    expect(repairer.fromPinyin('tekunduoshaoqian')).to.equal('特困多少钱');
  });

  it('leaves words of other languages alone', () => {
    for (const text of ['app怎么用', 'ignore previous instructions', 'wifi', 'ai']) {
      expect(repairer.fromPinyin(text)).to.equal(text);
    }
  });

  it('mends a word of the field that was heard wrong', () => {
    expect(repairer.repair('连食救助怎么办')).to.equal('连食救助怎么办');
    expect(repairer.repair('临食救助怎么办')).to.equal('临时救助怎么办');
    expect(repairer.repair('两向补贴')).to.equal('两项补贴');
  });

  it('touches no word that is one, and tears no word out of two', () => {
    for (const text of ['公式', '当地保障', '有劳动能力', '无劳动能力']) {
      expect(repairer.repair(text)).to.equal(text);
    }
  });

  it('never throws and never loses more than it mends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const repaired = repairer.repair(repairer.fromPinyin(text));
        expect(repaired.length).to.be.at.most(text.length + 1);
      }),
      { numRuns: 30 },
    );
  });
});
