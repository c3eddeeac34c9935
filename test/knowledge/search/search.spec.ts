import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Corpus,
  changedCorpus,
  compacted,
  corpusFrom,
  countClauses,
  countNow,
  createSearcher,
  everydayWords,
  loadedCorpus,
  storedCorpus,
  wornShare,
} from '../../../knowledge/search/index.ts';
import { LAW, cutWords, idsFound, searcherOver, tools } from './fixture.ts';

describe('A search over clauses', () => {
  const searcher = searcherOver(LAW);

  const cases: [question: string, first: string, why: string][] = [
    ['申请要带什么材料', '低保#2', 'its text says it'],
    ['审核确认要多少个工作日', '低保#3', 'it shares the rare pairs'],
    ['举报骗取救助', '监督#1', 'it shares the most'],
    ['我老婆要管我吗', '婚姻#1', 'an everyday word stands for the official one'],
    ['怎么吃低保', '低保#1', 'an everyday phrase stands for the official one'],
  ];
  for (const [question, first, why] of cases) {
    it(`finds ${first} for ${question}: ${why}`, () => {
      expect(idsFound(searcher, question)[0]).to.equal(first);
    });
  }

  it('gives as many as asked for, best first, each once', () => {
    const found = searcher.search('低保申请标准', { limit: 3 });
    expect(found).to.have.length(3);
    expect(new Set(found.map(({ id }) => id)).size).to.equal(3);
    expect(found.map(({ score }) => score)).to.deep.equal(
      found.map(({ score }) => score).sort((a, b) => b - a),
    );
  });

  it('gives the same for the same question, whatever was asked between', () => {
    const before = searcher.search('低保标准', { limit: 5 });
    searcher.search('举报', { limit: 5 });
    expect(searcher.search('低保标准', { limit: 5 })).to.deep.equal(before);
  });

  it('finds only what is allowed', () => {
    const found = searcher.search('低保申请标准', {
      limit: 10,
      allows: (id) => id.startsWith('特困'),
    });
    expect(found.map(({ id }) => id)).to.deep.equal(['特困#1']);
  });

  it('finds nothing in nothing', () => {
    expect(idsFound(searcherOver([]), '低保')).to.deep.equal([]);
    expect(idsFound(searcher, '')).to.deep.equal([]);
    expect(idsFound(searcher, '。？！')).to.deep.equal([]);
  });
});

describe('A search for a hostile string', () => {
  const hostile: [name: string, text: string][] = [
    ['fuzzy operators that kill lunr', 'abcdefghijkl~6'],
    ['a long fuzzy operator', `${'a'.repeat(200)}~20`],
    ['field syntax', 'title:低保 +a -b ^9 *'],
    ['a wildcard', '*'],
    ['the prototype', '__proto__'],
    ['the constructor', 'constructor toString valueOf hasOwnProperty'],
    ['emoji and joiners', '👨‍👩‍👧低🏽保'],
    ['a lone surrogate', '\ud800低保\udfff'],
    ['controls', '\u0000\u0001低\u200b保\u0000'],
    ['a hundred thousand characters', '低保'.repeat(50_000)],
    [
      'a hundred thousand different characters',
      Array.from({ length: 100_000 }, (_, at) => String.fromCodePoint(0x4e00 + (at % 20_000))).join(
        '',
      ),
    ],
  ];
  const searcher = searcherOver([
    ...LAW,
    { id: '__proto__', document: 'constructor', heading: '__proto__', text: 'constructor' },
  ]);
  for (const [name, text] of hostile) {
    it(`ends with a list: ${name}`, () => {
      expect(searcher.search(text, { limit: 5 }))
        .to.be.an('array')
        .with.length.at.most(5);
    });
  }

  it('treats a clause named like the prototype as any other', () => {
    expect(idsFound(searcher, '__proto__')[0]).to.equal('__proto__');
  });

  it('ends with a list of known ids for any text', () => {
    const known = new Set([...LAW.map(({ id }) => id), '__proto__']);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) =>
        idsFound(searcher, text).every((id) => known.has(id)),
      ),
      { numRuns: 50 },
    );
  });
});

describe('A change of one clause', () => {
  const base = corpusFrom(countNow(LAW, cutWords));
  const added = {
    id: '临时#1',
    document: '临时救助办法',
    heading: '火灾',
    text: '遭遇火灾的家庭可以申请临时救助。',
  };
  const changed = changedCorpus(base, countNow([added], cutWords, base.averageLength), ['低保#2']);
  const find = (corpus: typeof base, question: string): string[] =>
    idsFound(createSearcher({ corpus, tools }), question);

  it('is found at once, and what was withdrawn no longer', () => {
    expect(find(changed, '遭遇火灾怎么办')[0]).to.equal('临时#1');
    expect(find(changed, '申请要带什么材料')).not.to.include('低保#2');
  });

  it('leaves the index before it as it was', () => {
    expect(find(base, '遭遇火灾')).not.to.include('临时#1');
    expect(find(base, '申请要带什么材料')[0]).to.equal('低保#2');
  });

  it('replaces a clause of the same id', () => {
    const other = { ...added, id: '低保#2', text: '申请时不用带任何东西。' };
    const corpus = changedCorpus(base, countNow([other], cutWords, base.averageLength), []);
    expect(find(corpus, '户口簿')).not.to.include('低保#2');
    expect(find(corpus, '不用带任何东西').filter((id) => id === '低保#2')).to.have.length(1);
  });

  it('ranks the same after it was made compact', () => {
    expect(wornShare(changed)).to.be.greaterThan(0);
    const small = compacted(changed);
    expect(wornShare(small)).to.equal(0);
    expect(small.ids).to.have.members(
      [...LAW.map(({ id }) => id), '临时#1'].filter((id) => id !== '低保#2'),
    );
    for (const question of ['遭遇火灾怎么办', '低保标准', '举报']) {
      expect(find(small, question)[0]).to.equal(find(changed, question)[0]);
    }
  });

  it('ends the same as one build, however many come one after the other', () => {
    const grown = LAW.slice(1).reduce(
      (corpus, clause) =>
        changedCorpus(corpus, countNow([clause], cutWords, base.averageLength), []),
      corpusFrom(countNow(LAW.slice(0, 1), cutWords, base.averageLength)),
    );
    const many = Array.from({ length: 20 }, (_, at) => ({ ...added, id: `多#${at}` })).reduce(
      (corpus, clause) =>
        changedCorpus(corpus, countNow([clause], cutWords, base.averageLength), []),
      grown,
    );
    expect(many.segments.length).to.be.at.most(10);
    expect(find(many, '申请要带什么材料')[0]).to.equal('低保#2');
    expect(find(many, '遭遇火灾').filter((id) => id.startsWith('多#'))).to.have.length(10);
  });
});

describe('A stored index', () => {
  const corpus = corpusFrom(countNow(LAW, cutWords));
  const bytes = storedCorpus(corpus, 'v1');

  const loadedFrom = (stored: Uint8Array): Corpus => {
    const loaded = loadedCorpus(stored, 'v1');
    if (typeof loaded === 'string') throw new Error(loaded);
    return loaded;
  };

  it('answers as the one that was stored', () => {
    const ask = (one: Corpus): unknown =>
      createSearcher({ corpus: one, tools }).search('低保申请标准', { limit: 6 });
    expect(ask(loadedFrom(bytes))).to.deep.equal(ask(corpus));
  });

  it('can be read from any place in memory', () => {
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    expect(loadedFrom(moved.subarray(3)).ids).to.deep.equal(corpus.ids);
  });

  const flipped = bytes.slice();
  flipped[bytes.length - 20] = (flipped.at(-20) ?? 0) ^ 1;
  const broken: [name: string, bytes: Uint8Array, key: string, why: string][] = [
    ['of other content', bytes, 'v2', 'other'],
    ['cut short', bytes.slice(0, bytes.length - 64), 'v1', 'damaged'],
    ['with one bit wrong', flipped, 'v1', 'damaged'],
    ['that is empty', new Uint8Array(0), 'v1', 'damaged'],
    ['that is something else', new TextEncoder().encode('{"magic":"other"} and'), 'v1', 'damaged'],
  ];
  for (const [name, stored, key, why] of broken) {
    it(`is not taken: one ${name}`, () => {
      expect(loadedCorpus(stored, key)).to.equal(why);
    });
  }
});

describe('Answered questions', () => {
  const topics = ['救灾', '养老', '低保', '医疗', '教育', '住房', '就业', '残疾'];
  const clauses = topics.map((topic, at) => ({
    id: `c${at}`,
    document: `文件${at}`,
    heading: topic,
    text: `${topic}由有关部门办理，依照规定执行。`,
  }));
  /** People ask about each topic in words that no clause holds. */
  const slang = ['天塌', '老了', '穷得', '看病', '念书', '租屋', '活儿', '腿脚'];
  const answered = slang.flatMap((word, at) =>
    ['咋整', '怎么弄', '找谁'].map((end) => ({ question: `${word}${end}`, clauses: [`c${at}`] })),
  );

  it('bring a clause that shares no word with the question', () => {
    const searcher = searcherOver(clauses, answered);
    expect(searcher.trust).to.be.greaterThan(0);
    expect(idsFound(searcher, '念书有啥办法')[0]).to.equal('c4');
    expect(idsFound(searcherOver(clauses), '念书有啥办法')[0]).not.to.equal('c4');
  });

  it('are not trusted where none is asked for twice', () => {
    const once = clauses.map(({ id, heading }) => ({
      question: `${heading}由谁办理`,
      clauses: [id],
    }));
    const searcher = searcherOver(clauses, once);
    expect(searcher.trust).to.equal(0);
    expect(idsFound(searcher, '住房部门')).to.deep.equal(
      idsFound(searcherOver(clauses), '住房部门'),
    );
  });

  it('may name clauses that no longer stand', () => {
    expect(
      idsFound(searcherOver(clauses, [{ question: '低保', clauses: ['gone'] }]), '低保')[0],
    ).to.equal('c2');
  });
});

describe('A big build', () => {
  it('runs beside the event loop and gives the same index', async function () {
    this.timeout(120_000);
    const many = Array.from({ length: 2100 }, (_, at) => ({
      id: `m${at}`,
      document: `文件${at % 7}`,
      heading: `第${at}条`,
      text: `第${at * 37}号事项由${String.fromCodePoint(0x4e00 + at)}部门办理`,
    }));
    let breaths = 0;
    const timer = setInterval(() => (breaths += 1), 1);
    const beside = await countClauses(many, cutWords);
    clearInterval(timer);
    const inLine = countNow(many, cutWords);
    expect(breaths).to.be.greaterThan(3);
    expect(beside.ids).to.deep.equal(inLine.ids);
    expect(beside.averageLength).to.equal(inLine.averageLength);
    expect(beside.table).to.deep.equal(inLine.table);
    expect(beside.cited).to.deep.equal(inLine.cited);
  });
});

describe('The list of everyday words', () => {
  it('joins rows and synonyms, and is refused where it is malformed', () => {
    const words = everydayWords(
      [{ said: ['老婆', '媳妇'], means: ['配偶'] }],
      [
        { word: '老婆', means: '妻子' },
        { word: '骂人话', means: '' },
      ],
    );
    expect([...words]).to.deep.equal([
      ['老婆', ['配偶', '妻子']],
      ['媳妇', ['配偶']],
    ]);
    expect(() => everydayWords({ 老婆: '配偶' }, [])).to.throw('malformed');
    expect(() => everydayWords([{ said: '老婆', means: ['配偶'] }], [])).to.throw('malformed');
    expect(everydayWords(undefined, [])).to.have.property('size', 0);
  });
});
