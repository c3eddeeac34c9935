import { rmSync } from 'node:fs';
import { expect } from 'chai';
import { type Content, ContentError } from '../../../knowledge/load/content.ts';
import { loadContent } from '../../../knowledge/load/load-content.ts';
import { type Files, GOOD, changed, without, writeContent } from './fixture.ts';

function load(files: Files): Content {
  const dir = writeContent(files);
  try {
    return loadContent(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function problemsOf(files: Files): string[] {
  try {
    load(files);
  } catch (thrown) {
    if (!(thrown instanceof ContentError)) throw thrown;
    return thrown.problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
  }
  return [];
}

describe('loading the content', () => {
  const content = load(GOOD);

  it('reads documents with their articles, periods and doubts', () => {
    const [source] = content.sources;
    expect(source?.title).to.equal('示例救助法');
    expect(source?.clauses.map(({ id }) => id)).to.deep.equal(['law-2026#3', 'law-2026#4']);
    const clause = content.clauses.get('law-2026#4');
    expect(clause).to.include({
      article: '第四条',
      heading: '从前',
      district: '全国',
      basis: 'verified',
    });
    expect(clause?.inForce).to.deep.equal({ from: '2026-07-01', to: '2026-12-31' });
    expect(clause?.doubt).to.equal('是否继续，等新规定');
    expect(clause?.replacedBy).to.equal('law-2026#3');
  });

  it('keeps one statement a line, so that a quote is an exact part of the text', () => {
    expect(content.clauses.get('law-2026#3')?.text.split('\n')).to.have.length(2);
  });

  it('lets a version take from its entry what it does not repeat, and follows the period before', () => {
    const question = content.questions.find(({ id }) => id === 'dibao-who');
    const [now, then] = question?.versions ?? [];
    expect(then?.inForce).to.deep.equal({ from: '2026-07-01', to: '2026-08-31' });
    expect(now?.inForce).to.deep.equal({ from: '2026-09-01', to: null });
    expect(then?.spoken).to.equal(now?.spoken);
    expect(then?.answer).not.to.equal(now?.answer);
  });

  it('takes 全国 as the place of an entry that names none', () => {
    expect(content.questions[0]?.versions[0]?.district).to.equal('全国');
  });

  it('reads tables with lists, quoted commas and empty fields', () => {
    expect(content.districts[1]).to.deep.include({
      names: ['芝罘', '之罘'],
      mistakes: ['知府区', '致富区'],
    });
    expect(content.standards[1]?.hedge).to.equal('2026年公布的，以后可能变');
    expect(content.standards[0]?.hedge).to.equal(null);
    expect(content.synonyms[1]).to.deep.equal({
      word: '停了',
      means: '停发',
      kind: 'synonym',
      context: true,
    });
  });

  it('joins the keys of sentences by dots and keeps lists apart', () => {
    expect(content.replies.get('ask.district')).to.equal('您在哪个区市？');
    expect(content.replies.get('errors.request.malformed')).to.equal('没看懂您发来的内容。');
    expect(content.lists.get('cues')).to.deep.equal({ asks: ['吗$'] });
    expect(content.otherPlaces).to.deep.equal(['青岛', '威海']);
  });

  it('can be changed by nobody', () => {
    expect(Object.isFrozen(content)).to.equal(true);
    expect(Object.isFrozen(content.questions[0]?.versions[0]?.clauses)).to.equal(true);
    expect(Object.isFrozen(content.clauses.get('law-2026#3'))).to.equal(true);
  });

  it('reads files with byte order mark and carriage returns alike', () => {
    const windows = Object.fromEntries(
      Object.entries(GOOD).map(([name, text]) => [name, `\ufeff${text.replaceAll('\n', '\r\n')}`]),
    );
    expect(load(windows).clauses.get('law-2026#3')?.text).to.equal(
      content.clauses.get('law-2026#3')?.text,
    );
  });

  it('does without files that nobody has written yet, as long as nothing refers to them', () => {
    const rest = without('coverage.yaml', 'words/user-dict.txt', 'towns.csv');
    expect(load(rest).towns).to.deep.equal([]);
  });
});

describe('content with faults', () => {
  const questions = 'questions/dibao.yaml';
  const law = 'sources/law-2026.md';
  const faults: Readonly<Record<string, readonly [files: Files, complaint: string]>> = {
    'a missing front matter': [
      { ...GOOD, [law]: '## 第一条 {#1}\n话。\n' },
      `${law}:1 does not begin`,
    ],
    'an unknown field of a document': [changed(law, 'doubt: null', 'doubts: null'), `${law}:2 `],
    'a day that does not exist': [
      changed(law, '2026-07-01', '2026-02-30'),
      `${law}:8 inForceFrom is not a day`,
    ],
    'an unknown level': [changed(law, 'level: 法律', 'level: 通知'), `${law}:10 level`],
    'an unknown programme of a document': [
      changed(law, '[低保]', '[底保]'),
      `${law}:13 programmes.0`,
    ],
    'an unknown jurisdiction': [
      changed(law, 'jurisdiction: 全国', 'jurisdiction: 火星'),
      `${law}:1 there is no district 火星`,
    ],
    'an id that is not the name of the file': [
      { ...GOOD, 'sources/other.md': (GOOD[law] ?? '').replaceAll('#4', '#9') },
      'sources/other.md:2 id law-2026 is not the name',
    ],
    'two documents of one id': [
      { ...GOOD, 'sources/other.md': GOOD[law] ?? '' },
      'sources/other.md:1 source law-2026 already stands',
    ],
    'a malformed heading': [changed(law, '{#3}', '{3}'), `${law}:21 is not a heading`],
    'an unknown attribute': [changed(law, 'to=2026-12-31', 'until=2026-12-31'), `${law}:26 `],
    'an attribute without a quote at its end': [
      changed(law, '等新规定"', '等新规定'),
      `${law}:26 `,
    ],
    'two articles of one anchor': [
      changed(law, '{#4', '{#3'),
      `${law}:26 clause law-2026#3 already stands`,
    ],
    'an article that says nothing': [
      changed(law, '骗取的，退回并罚五倍以下。', ''),
      `${law}:26 law-2026#4 says nothing`,
    ],
    'a statement under no article': [
      changed(law, '## 第三条 条件 {#3}', '开头的话。'),
      `${law}:21 stands under no article`,
    ],
    'an article replaced by nothing': [
      changed(law, 'replaced-by=law-2026#3', 'replaced-by=law-2026#8'),
      `${law}:26 there is no clause law-2026#8`,
    ],
    'an article that ends before it begins': [
      changed(law, 'to=2026-12-31', 'to=2020-12-31'),
      `${law}:26 ends on 2020-12-31`,
    ],
    'broken YAML': [
      changed(questions, 'phrasings: [低保条件]', 'phrasings: [低保条件'),
      `${questions}:`,
    ],
    'a doubled YAML key': [
      changed(questions, '  programme: 低保\n', '  programme: 低保\n  programme: 低保\n'),
      `${questions}:3 YAML`,
    ],
    'an unknown field of an entry': [
      changed(questions, '  staff: 救助法', '  staf: 救助法'),
      `${questions}:1 `,
    ],
    'an unknown programme': [
      changed(questions, 'programme: 低保', 'programme: 底保'),
      `${questions}:2 `,
    ],
    'an unknown aspect': [changed(questions, 'aspect: 时限', 'aspect: 时间'), `${questions}:3 `],
    'two entries of one id': [
      changed(questions, 'id: dibao-who', 'id: dibao-time'),
      `${questions}:17 question dibao-time already stands`,
    ],
    'the same words in two entries': [
      changed(questions, '[低保条件]', '[低保条件, 低保 几天批？]'),
      `${questions}:22 “低保 几天批？” is already said in ${questions}:7 (dibao-time)`,
    ],
    'a clause that does not exist': [
      changed(questions, '[law-2026#3]', '[law-2026#3, law-2026#9]'),
      `${questions}:9 there is no clause law-2026#9`,
    ],
    'a next step that does not exist': [
      changed(questions, 'next: [dibao-who]', 'next: [dibao-whom]'),
      `${questions}:15 there is no question dibao-whom`,
    ],
    'a next step to itself': [
      changed(questions, 'next: [dibao-who]', 'next: [dibao-time]'),
      `${questions}:15 an entry cannot`,
    ],
    'a contact that does not exist': [
      changed(questions, 'contacts: [hotline]', 'contacts: [hotlines]'),
      `${questions}:16 there is no contact hotlines`,
    ],
    'a placeholder for a contact that does not exist': [
      changed(questions, '{{contact:hotline}}', '{{contact:nobody}}'),
      `${questions}:10 there is no contact nobody`,
    ],
    'a placeholder for an amount that does not exist': [
      changed(questions, '{{amount:dibao-city}}', '{{amount:dibao}}'),
      `${questions}:10 there is no standard dibao`,
    ],
    'a misspelt placeholder': [
      changed(questions, '{{contact:hotline}}', '{{contect:hotline}}'),
      `${questions}:10 {{contect:hotline}} is neither`,
    ],
    'a placeholder that is not closed': [
      changed(questions, '{{contact:hotline}}', '{{contact:hotline'),
      `${questions}:10 {{ is neither`,
    ],
    'a figure that no cited clause holds': [
      changed(questions, '一般30个', '一般60个'),
      `${questions}:10 answer says 60`,
    ],
    'a spoken figure that no cited clause holds': [
      changed(questions, '一般三十个', '一般六十个'),
      `${questions}:13 spoken says 60`,
    ],
    'a figure whose clause has ended': [
      changed(
        questions,
        'clauses: [law-2026#3]\n  answer: |\n    一般',
        'clauses: [law-2026#3, law-2026#4]\n  answer: |\n    罚5倍。一般',
      ),
      `${questions}:10 answer says 5`,
    ],
    'a clause outside the period of the version': [
      changed(questions, '- to: 2026-08-31', '- to: 2026-05-31\n      from: 2026-01-01'),
      `${questions}:`,
    ],
    'a version that ends before it begins': [
      changed(questions, '- to: 2026-08-31', '- to: 2020-08-31'),
      'ends on 2020-08-31',
    ],
    'two versions of one day': [
      changed(
        questions,
        '- to: 2026-08-31',
        '- to: 2026-08-31\n      answer: 别的话。\n    - to: 2026-08-31',
      ),
      'version for 全国 holds on days of that',
    ],
    'a phone number by hand': [
      changed(questions, '可以问', '可以打12345，问'),
      `${questions}:10 answer holds the number 12345`,
    ],
    'a spoken form of three sentences': [
      changed(questions, '等久了可以', '别急。等久了可以'),
      `${questions}:13 spoken has 3 sentences`,
    ],
    'brackets in the spoken form': [
      changed(questions, '等久了可以', '等久了（别急）可以'),
      `${questions}:13 spoken has brackets`,
    ],
    'a document number in the spoken form': [
      changed(questions, '等久了可以', '按57号文，等久了可以'),
      `${questions}:13 spoken names`,
    ],
    'an article in the spoken form': [
      changed(questions, '等久了可以', '按第三条，等久了可以'),
      `${questions}:13 spoken names`,
    ],
    'a promise': [
      changed(questions, '一般30个', '一定能批。一般30个'),
      `${questions}:10 answer says “一定能批”`,
    ],
    'a verdict': [
      changed(questions, '看家庭人均收入', '您家符合条件'),
      `${questions}:25 spoken says “您家符合条件”`,
    ],
    'a slur': [
      changed(questions, '看家庭人均收入', '绝户看家庭人均收入'),
      `${questions}:25 spoken says “绝户”`,
    ],
    'an answer without a clause': [
      changed(questions, '  clauses: [law-2026#3]\n  answer: 家庭', '  answer: 家庭'),
      `${questions}:17 cites no clause`,
    ],
    'an outcome without a reason': [
      changed(questions, '  title: 谁能', '  outcome: declined\n  title: 谁能'),
      `${questions}:17 outcome declined needs a reason`,
    ],
    'a figure in an entry that says there is none': [
      changed(
        questions,
        '  title: 低保多久',
        '  outcome: declined\n  reason: figure-not-on-file\n  title: 低保多久',
      ),
      'although the figure is not on file',
    ],
    'a missing column': [
      changed('standards.csv', ',basis,hedge', ',hedge'),
      'standards.csv:1 column basis is missing',
    ],
    'an unknown column': [
      changed('contacts.csv', ',note,basis', ',remark,basis'),
      'contacts.csv:1 unknown column remark',
    ],
    'a row with too few fields': [
      changed('contacts.csv', '烟台市,,,verified', '烟台市,,verified'),
      'contacts.csv:2 has 7 fields',
    ],
    'a quote that is not closed': [
      changed('standards.csv', '可能变"', '可能变'),
      'standards.csv:3 a quote is not closed',
    ],
    'an amount that is no number': [
      changed('standards.csv', ',1000,', ',一千,'),
      'standards.csv:2 amount',
    ],
    'an amount of a clause that does not exist': [
      changed('standards.csv', 'law-2026#3', 'law-2026#7'),
      'standards.csv:2 there is no clause',
    ],
    'an amount for an unknown district': [
      changed('standards.csv', '芝罘区', '芝罘'),
      'standards.csv:2 there is no district 芝罘',
    ],
    'two amounts of one place and day': [
      changed('standards.csv', '农村', '统一'),
      'standards.csv:3 amount for dibao-city 芝罘区 holds on days',
    ],
    'two amounts of one id': [
      changed('standards.csv', 's2,', 's1,'),
      'standards.csv:3 standard s1 already stands',
    ],
    'two contacts of one key and place': [
      changed('contacts.csv', 'hotline,', 'hotline,热线,96777,phone,烟台市,,,verified\nhotline,'),
      'contacts.csv:3 contact hotline 烟台市 already stands',
    ],
    'a town in an unknown district': [
      changed('towns.csv', '芝罘区', '之罘区'),
      'towns.csv:2 there is no district 之罘区',
    ],
    'a district under nothing': [
      changed('districts.csv', '市辖区,烟台市', '市辖区,青岛市'),
      'districts.csv:3 parent 青岛市',
    ],
    'a synonym that leads to a mistake': [
      changed('words/synonyms.csv', '停了,停发', '停了,底保'),
      'words/synonyms.csv:3 停了 leads to 底保',
    ],
    'a synonym that leads to nothing': [
      changed('words/synonyms.csv', '停了,停发', '停了,'),
      'words/synonyms.csv:3 停了 leads to nothing',
    ],
    'a synonym that nobody can meet': [
      changed('words/synonyms.csv', '底保,', '底保證,'),
      'words/synonyms.csv:2 底保證 is never met',
    ],
    'a word of the field with a space': [
      changed('words/user-dict.txt', '低保边缘', '低保 边缘'),
      'words/user-dict.txt:1',
    ],
    'a word of the field twice': [
      changed('words/user-dict.txt', '低保边缘\n', '低保边缘\n低保边缘\n'),
      'words/user-dict.txt:2 低保边缘 already stands on line 1',
    ],
    'a sentence twice': [
      { ...GOOD, 'words/bot.yaml': 'greeting: 你好。\n' },
      'words/replies.yaml:1 greeting already stands in words/bot.yaml:1',
    ],
    'an empty sentence': [
      changed('words/replies.yaml', '您在哪个区市？', "''"),
      'words/replies.yaml:3 ask.district is empty',
    ],
    'a malformed pattern list': [
      changed('words/other-places.yaml', '[青岛, 威海]', '青岛'),
      'words/other-places.yaml:1',
    ],
    'an unknown coverage': [
      changed('coverage.yaml', 'partial', 'nearly'),
      'coverage.yaml:2 0.status',
    ],
    'a coverage that calls absent what entries answer': [
      changed('coverage.yaml', 'partial', 'absent'),
      'coverage.yaml:1 低保 is called absent, but 2 entries answer for it',
    ],
    'a coverage that calls something there for which no entry answers': [
      changed('coverage.yaml', 'programme: 低保', 'programme: 特困'),
      '特困 is called partial, but no entry answers for it',
    ],
    'a coverage that leaves out a programme with entries': [
      changed('coverage.yaml', 'programme: 低保', 'programme: 特困'),
      'coverage.yaml:1 does not tell of 低保',
    ],
    'a coverage checked later than its sources': [
      changed('coverage.yaml', '2026-11-23', '2026-12-01'),
      '低保 is checked to 2026-12-01, but law-2026 only to 2026-11-23',
    ],
    'a coverage called complete while a figure is not on file': [
      {
        ...changed('coverage.yaml', 'partial', 'complete'),
        [questions]: changed(
          questions,
          '  programme: 低保\n  aspect: 条件',
          '  programme: 低保\n  outcome: declined\n  reason: figure-not-on-file\n  aspect: 条件',
        )[questions]!,
      },
      '低保 is called complete, but 1 figures are not on file',
    ],
  };

  for (const [fault, [files, complaint]] of Object.entries(faults)) {
    it(`are refused: ${fault}`, () => {
      const problems = problemsOf(files);
      expect(
        problems.some((problem) => problem.includes(complaint)),
        problems.join('\n'),
      ).to.equal(true);
    });
  }

  it('are told all at once, sorted by file and line', () => {
    const files = {
      ...GOOD,
      ...Object.fromEntries([
        ['towns.csv', changed('towns.csv', '芝罘区', '之罘区')['towns.csv'] ?? ''],
        [questions, changed(questions, 'next: [dibao-who]', 'next: [nowhere]')[questions] ?? ''],
      ]),
    };
    expect(problemsOf(files).map((problem) => problem.split(' ')[0])).to.deep.equal([
      'questions/dibao.yaml:15',
      'towns.csv:2',
    ]);
  });

  it('are one complaint, not hundreds, when a whole table is missing', () => {
    expect(problemsOf(without('contacts.csv'))).to.deep.equal([
      'contacts.csv:1 is missing, but a contact is referred to',
    ]);
  });

  it('are an empty folder and a folder that does not exist', () => {
    expect(problemsOf({})).to.deep.equal(['sources:1 holds no document']);
    expect(() => loadContent('/nowhere/at/all')).to.throw(ContentError);
  });
});
