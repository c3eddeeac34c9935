import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { KnowledgeError } from '../../../knowledge/errors.ts';
import { packagedDictionaryDir } from '../../../knowledge/text/dictionary.ts';
import { normalise } from '../../../knowledge/text/normalise.ts';
import { type SegmenterOptions, loadSegmenter } from '../../../knowledge/text/segment.ts';

const FIELD = ['特困供养', '两项补贴', '低保边缘家庭', '临时救助', '孤儿基本生活费', '收入核对'];

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof KnowledgeError) return thrown.code;
    throw thrown;
  }
  return 'nothing thrown';
}

describe('the segmenter', function () {
  this.timeout(30_000);
  const segmenter = loadSegmenter({ userWords: FIELD });

  it('cuts the words of the field whole, alone and in a sentence', () => {
    for (const word of FIELD) expect(segmenter.cut(`申请${word}吗`)).to.include(word);
  });

  it('cuts ordinary words by the general dictionary', () => {
    expect(segmenter.cut('我想申请低保')).to.deep.equal(['我', '想', '申请', '低保']);
  });

  it('keeps numbers and latin words together', () => {
    expect(segmenter.cut('每月1200元app')).to.deep.equal(['每月', '1200', '元', 'app']);
  });

  it('does not tear a longer common word apart for a word of the field', () => {
    const withShortWord = loadSegmenter({ userWords: ['分供'] });
    expect(withShortWord.cut('部分供养')).to.deep.equal(['部分', '供养']);
  });

  it('leaves an older segmenter as it was when another one with other words is made', () => {
    loadSegmenter({ userWords: ['低边户'] });
    expect(segmenter.cut('低边户')).to.have.length(3);
  });

  it('knows common words and words of the field, but no chance neighbours', () => {
    expect(segmenter.knows('公示')).to.equal(true);
    expect(segmenter.knows('孤儿基本生活费')).to.equal(true);
    expect(segmenter.knows('底保')).to.equal(false);
  });

  it('loses no character of any normalised text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (raw) => {
        const text = normalise(raw);
        expect(segmenter.cut(text).join('')).to.equal(text);
      }),
    );
  });

  it('survives what people paste: nothing, spaces, emoji, NUL, very long text', () => {
    expect(segmenter.cut('')).to.deep.equal([]);
    for (const text of ['   ', '👩‍👩‍👧😀', 'a\u0000b', '低保'.repeat(50_000)]) {
      expect(segmenter.cut(text).join('')).to.equal(text);
    }
  });

  it('cuts 低保 whole although a zero-width space was typed into it, once normalised', () => {
    expect(segmenter.cut(normalise('低\u200b保'))).to.deep.equal(['低保']);
  });

  for (const word of [
    '低保 边缘',
    '低保\t5 n',
    '\ufeff低保边缘户',
    '低保边缘\r',
    '',
    '低保，',
    '低保證',
  ]) {
    it(`refuses the word ${JSON.stringify(word)}, which could never be met`, () => {
      expect(codeOf(() => loadSegmenter({ userWords: [word] }))).to.equal('segmenter.word-invalid');
    });
  }
});

describe('a dictionary that is not as it should be', function () {
  this.timeout(30_000);
  let dir = '';

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'dictionary-'));
    cpSync(packagedDictionaryDir(), dir, { recursive: true });
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const load = (): string => codeOf(() => loadSegmenter({ userWords: [], dictionaryDir: dir }));

  it('is a typed error instead of an aborted process when the folder is not there', () => {
    const missing = join(dir, 'nowhere');
    expect(codeOf(() => loadSegmenter({ userWords: [], dictionaryDir: missing }))).to.equal(
      'segmenter.dictionary-missing',
    );
  });

  for (const file of [
    'jieba.dict.utf8',
    'hmm_model.utf8',
    'user.dict.utf8',
    'idf.utf8',
    'stop_words.utf8',
  ]) {
    it(`is a typed error when ${file} is missing`, () => {
      rmSync(join(dir, file));
      expect(load()).to.equal('segmenter.dictionary-missing');
    });
  }

  for (const [what, line] of Object.entries({
    'has two columns': '低保 5',
    'has four columns': '低保 5 n x',
    'has no frequency': '低保 many n',
    'has a negative frequency': '低保 -5 n',
    'has a frequency of nothing': '低保 0 n',
    'is parted by tabs': '低保\t5\tn',
    'ends in a carriage return': '低保 5 n\r',
    'is blank': '',
  })) {
    it(`is a typed error when a line ${what}`, () => {
      const path = join(dir, 'jieba.dict.utf8');
      writeFileSync(path, `一 5 n\n${line}\n二 5 n\n`);
      expect(load()).to.equal('segmenter.dictionary-malformed');
    });
  }

  it('is a typed error when the words are empty, cut off or not UTF-8', () => {
    const path = join(dir, 'jieba.dict.utf8');
    const whole = readFileSync(path);
    for (const bytes of ['', whole.subarray(0, 5001), Buffer.from([0xff, 0xfe, 0x4f])]) {
      writeFileSync(path, bytes);
      expect(load()).to.equal('segmenter.dictionary-malformed');
    }
  });

  it('is a typed error when the model is cut off or holds words', () => {
    const path = join(dir, 'hmm_model.utf8');
    const whole = readFileSync(path, 'utf8');
    for (const text of [whole.slice(0, 200), '', whole.replace(/^-0\.26.*$/mu, 'a b c d')]) {
      writeFileSync(path, text);
      expect(load()).to.equal('segmenter.dictionary-malformed');
    }
  });

  it('can be an own folder with the same files', () => {
    expect(load()).to.equal('nothing thrown');
  });

  const loadWith = (keyWordFile: string): string =>
    codeOf(() => loadSegmenter({ userWords: [], dictionaryDir: dir, keyWordFile }));

  it('cuts the same without the lists for key words, which are shipped as one line', () => {
    const texts = [
      '部分供养对象的低保金每月1200元',
      '乡镇人民政府应当自受理之日起调查核实',
      '俺娘瘫床上咋办',
    ];
    const cutWith = (options: Partial<SegmenterOptions>): readonly (readonly string[])[] => {
      const segmenter = loadSegmenter({ userWords: [], ...options });
      return texts.map((text) => segmenter.cut(text));
    };
    const before = cutWith({});
    const shipped = 'knowledge/content/understanding/no-key-words.txt';
    for (const name of ['idf.utf8', 'stop_words.utf8']) cpSync(shipped, join(dir, name));
    expect(cutWith({ dictionaryDir: dir, keyWordFile: shipped })).to.deep.equal(before);
  });

  for (const [what, content, code] of [
    ['is missing', null, 'segmenter.dictionary-missing'],
    ['is empty', '', 'segmenter.dictionary-malformed'],
    ['has a line without a weight', '低保 1\n临时救助\n', 'segmenter.dictionary-malformed'],
    ['has a line with a word for a weight', '低保 one\n', 'segmenter.dictionary-malformed'],
    ['is not UTF-8', Buffer.from([0xff, 0x20, 0x31, 0x0a]), 'segmenter.dictionary-malformed'],
  ] as const)
    it(`is a typed error when the file in place of these lists ${what}`, () => {
      const path = join(dir, 'key-words.txt');
      if (content !== null) writeFileSync(path, content);
      expect(loadWith(path)).to.equal(code);
    });
});
