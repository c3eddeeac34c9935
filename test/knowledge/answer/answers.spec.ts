import { expect } from 'chai';
import fc from 'fast-check';
import { keyAgreement, keysOf } from '../../../knowledge/answer/match/keys.ts';
import { EMPTY_CONTEXT } from '../../../knowledge/index.ts';
import { TODAY, aClause, aKnowledge, aQuestion, aSource } from './fixture.ts';

const source = aSource('办法', [aClause({ id: '办法#22' })]);
const ask = (
  question: string,
  knowledge = aKnowledge({ sources: [source], questions: [aQuestion({ id: 'time' })] }),
) => knowledge.answer({ question, today: TODAY });

describe('An answer', () => {
  it('cites document and article, quotes the stored words and says for which day and place it speaks', () => {
    const { answer } = ask('低保多久能批下来？');
    expect(answer.outcome).to.equal('answered');
    expect(answer.text).to.contain('一般30个工作日内办完');
    expect(answer.text).to.contain('《办理办法》（民发〔2021〕57号）第22条');
    expect(answer.text).to.contain('2026年11月23日在烟台市');
    expect(answer.citations[0]?.quote).to.equal('从受理那天起，30个工作日内办完。');
    expect(answer.citations[0]?.url).to.equal('/policy/%E5%8A%9E%E6%B3%95#22');
  });

  it('is declined with where to turn when no entry fits', () => {
    const { answer, context } = ask('火星上有没有氧气');
    expect(answer.outcome).to.equal('declined');
    expect(answer.reason).to.equal('unknown');
    expect(context.failedTries).to.equal(1);
  });

  it('offers a person after two failed tries', () => {
    const knowledge = aKnowledge({ sources: [source], questions: [aQuestion({ id: 'time' })] });
    const { answer } = knowledge.answer({
      question: '火星上有没有氧气',
      today: TODAY,
      context: { ...EMPTY_CONTEXT, failedTries: 2 },
    });
    expect(answer.reason).to.equal('person');
  });

  it('gives the law of the day that is asked for', () => {
    const versions = [
      {
        ...aQuestion({ id: 'x' }).versions[0]!,
        inForce: { from: '0001-01-01', to: '2026-06-30' },
        answer: '旧规定是60天内办完。',
        clauses: ['旧办法#1'],
      },
      { ...aQuestion({ id: 'x' }).versions[0]!, inForce: { from: '2026-07-01', to: null } },
    ];
    const old = aSource(
      '旧办法',
      [
        aClause({
          id: '旧办法#1',
          text: '60天内办完。',
          inForce: { from: '2014-05-01', to: '2026-06-30' },
        }),
      ],
      {
        inForce: { from: '2014-05-01', to: '2026-06-30' },
      },
    );
    const knowledge = aKnowledge({
      sources: [source, old],
      questions: [aQuestion({ id: 'time', versions })],
    });
    const before = knowledge.answer({
      question: '低保多久能批下来',
      today: TODAY,
      asOf: '2026-05-01',
    });
    const now = knowledge.answer({ question: '低保多久能批下来', today: TODAY });
    expect(before.answer.text).to.contain('60天');
    expect(before.answer.asOf).to.equal('2026-05-01');
    expect(now.answer.text).to.contain('30个工作日');
  });

  it('puts danger before everything else, but not for an idiom', () => {
    const danger = aQuestion({
      id: 'danger',
      outcome: 'urgent',
      title: '没饭吃',
      phrasings: ['没饭吃了'],
      versions: [
        {
          inForce: { from: '0001-01-01', to: null },
          district: '全国',
          clauses: [],
          answer: '先找人帮忙。',
          spoken: '先找人帮忙。',
          staff: '',
        },
      ],
    });
    const knowledge = aKnowledge({
      sources: [source],
      questions: [aQuestion({ id: 'time' }), danger],
    });
    expect(ask('两天没吃饭了，低保多久能批下来', knowledge).answer.outcome).to.equal('urgent');
    expect(ask('两天没吃饭了', knowledge).answer.questionIds).to.deep.equal(['danger']);
    expect(ask('没吃饭的家伙，低保多久能批下来', knowledge).answer.outcome).to.equal('answered');
  });
});

describe('A time limit that runs from a day', () => {
  const review = aQuestion({
    id: 'review',
    title: '复议多少天内申请？',
    phrasings: ['收到决定还来得及复议吗', '复议多少天内提'],
  });
  const knowledge = aKnowledge({ sources: [source], questions: [review] });
  const told = (question: string): string => ask(question, knowledge).answer.text;

  it('is counted from the day that the person tells', () => {
    expect(told('10月12日收到决定，还来得及复议吗')).to.contain(
      '从2026年10月12日起60日，到2026年12月11日为止，还剩18天',
    );
  });

  it('is told to be over when it is', () => {
    expect(told('8月1日收到决定，还来得及复议吗')).to.contain('到2026年9月30日为止，已经过了');
  });

  it('is not counted from a day that nobody told', () => {
    expect(told('收到决定还来得及复议吗')).not.to.contain('为止');
    expect(told('国庆收到决定，还来得及复议吗')).not.to.contain('为止');
  });

  it('is not counted where another limit is asked about', () => {
    expect(told('10月12日收到复议决定，还来得及起诉吗')).not.to.contain('为止');
  });
});

describe('Amounts', () => {
  const standards = [
    { district: '烟台市', amount: '161' },
    { district: '芝罘区', amount: '170' },
  ].map(({ district, amount }) => ({
    id: `living-${district}`,
    key: 'living',
    programme: '残疾人两项补贴' as const,
    name: '生活补贴',
    area: '统一' as const,
    district,
    amount,
    unit: '元/人·月',
    inForce: { from: '2026-01-01', to: null },
    clauseId: '办法#22',
    basis: 'verified' as const,
    hedge: null,
  }));
  const amount = aQuestion({
    id: 'amount',
    title: '生活补贴多少钱？',
    phrasings: ['生活补贴一个月多少钱', '补贴几个钱'],
    versions: [
      {
        inForce: { from: '0001-01-01', to: null },
        district: '全国',
        clauses: ['办法#22'],
        answer: '每人每月{{amount:living}}。',
        spoken: '每人每月{{amount:living}}。',
        staff: '',
      },
    ],
  });
  const knowledge = aKnowledge({ sources: [source], standards, questions: [amount] });

  it('are those of the district that the question names', () => {
    const { answer } = knowledge.answer({ question: '芝罘的生活补贴一个月多少钱', today: TODAY });
    expect(answer.text).to.contain('每人每月170元。').and.not.contain('161');
    expect(answer.district).to.equal('芝罘区');
  });

  it('fall back to the wider place where the district has none of its own', () => {
    const { answer } = knowledge.answer({ question: '海阳的生活补贴一个月多少钱', today: TODAY });
    expect(answer.text).to.contain('161元').and.not.contain('170');
  });

  it('are all listed while the district is not known', () => {
    const { answer } = knowledge.answer({ question: '生活补贴一个月多少钱', today: TODAY });
    expect(answer.text).to.contain('芝罘区170元').and.contain('其他区市161元');
  });

  it('are never told for a day on which none is in force', () => {
    const { answer, trace } = knowledge.answer({
      question: '生活补贴一个月多少钱',
      today: TODAY,
      asOf: '2025-01-01',
    });
    expect(answer.outcome).to.equal('declined');
    expect(answer.reason).to.equal('refused');
    expect(trace.refused[0]?.rule).to.contain('no value');
  });
});

describe('The check', () => {
  const refusalOf = (answer: string, forbidden: string[] = []): string | undefined => {
    const question = aQuestion({ id: 'time' });
    const versions = [{ ...question.versions[0]!, answer }];
    const knowledge = aKnowledge(
      { sources: [source], questions: [{ ...question, versions }] },
      { forbidden },
    );
    return knowledge.answer({ question: '低保多久能批下来', today: TODAY }).trace.refused[0]?.rule;
  };

  it('refuses a figure that no cited clause holds', () => {
    expect(refusalOf('一般20个工作日内办完。')).to.equal('figure 20 not in a cited clause');
    expect(refusalOf('一般二十个工作日内办完。')).to.equal('figure 20 not in a cited clause');
  });

  it('accepts the same figure in other numerals, and words that only look like figures', () => {
    expect(refusalOf('一般三十个工作日内一次性办完，统一告诉。')).to.equal(undefined);
  });

  it('refuses promises', () => {
    expect(refusalOf('您肯定能批。', ['肯定能批'])).to.equal('forbidden words 肯定能批');
  });

  it('leaves out what stands beside an answer and breaks a rule, and tells the answer', () => {
    const [version] = aQuestion({ id: 'time' }).versions;
    const questions = [
      aQuestion({ id: 'time' }),
      aQuestion({
        id: 'again',
        title: '低保多久再办完？',
        versions: [{ ...version!, answer: '一般20个工作日内办完。' }],
      }),
    ];
    const knowledge = aKnowledge({ sources: [source], questions });
    const { answer, trace } = ask('多久批', knowledge);
    expect(trace.refused).to.deep.equal([
      { questionId: 'again', rule: 'figure 20 not in a cited clause' },
    ]);
    expect(answer.questionIds).to.deep.equal(['time']);
    expect(answer.text).to.contain('30个工作日').and.not.contain('20个工作日');
  });

  it('refuses a clause that is not in force on the day', () => {
    const ended = aSource('办法', [
      aClause({ id: '办法#22', inForce: { from: '2014-01-01', to: '2020-12-31' } }),
    ]);
    const knowledge = aKnowledge({ sources: [ended], questions: [aQuestion({ id: 'time' })] });
    expect(ask('低保多久能批下来', knowledge).trace.refused[0]?.rule).to.equal(
      'no clause in force',
    );
  });
});

describe('A conversation', () => {
  const entries = [
    aQuestion({ id: 'dibao-time' }),
    aQuestion({
      id: 'tekun-time',
      programme: '特困',
      title: '特困多久办完？',
      phrasings: ['特困几天能批', '办特困要多久', '特困多长时间有信儿'],
    }),
    aQuestion({
      id: 'dibao-material',
      aspect: '材料',
      title: '低保要什么材料？',
      phrasings: ['办低保带什么', '低保要啥材料', '申请低保的材料'],
    }),
  ];
  const knowledge = aKnowledge({ sources: [source], questions: entries });

  it('completes a follow-up that names another programme', () => {
    const first = knowledge.answer({ question: '低保多久能批下来', today: TODAY });
    const { answer } = knowledge.answer({
      question: '那五保呢',
      today: TODAY,
      context: first.context,
    });
    expect(answer.questionIds[0]).to.equal('tekun-time');
  });

  it('keeps the programme when only another aspect is asked', () => {
    const first = knowledge.answer({ question: '低保多久能批下来', today: TODAY });
    const { answer } = knowledge.answer({
      question: '那要带什么',
      today: TODAY,
      context: first.context,
    });
    expect(answer.questionIds[0]).to.equal('dibao-material');
  });

  it('answers the last question for a place that is all that is said', () => {
    const first = knowledge.answer({ question: '低保要啥材料', today: TODAY });
    const { answer } = knowledge.answer({
      question: '我是芝罘区的',
      today: TODAY,
      context: first.context,
    });
    expect(answer.questionIds[0]).to.equal('dibao-material');
    expect(answer.district).to.equal('芝罘区');
  });

  it('reads a correction as the new question', () => {
    const first = knowledge.answer({ question: '低保多久能批下来', today: TODAY });
    const { answer } = knowledge.answer({
      question: '不是，我问的是要啥材料',
      today: TODAY,
      context: first.context,
    });
    expect(answer.questionIds[0]).to.equal('dibao-material');
  });

  it('speaks for its own place when the rules of another are asked for', () => {
    // The rule is national: told as such, after a word on whom to ask there.
    const { answer } = knowledge.answer({ question: '上海低保多久能批', today: TODAY });
    expect(answer.outcome).to.equal('answered');
    expect(answer.reason).to.equal('other-place');
    expect(answer.text).to.contain('上海').and.contain('烟台市');
  });
});

describe('A story of the own household', () => {
  it('is answered as a self-check with the conditions, never as a verdict', () => {
    const conditions = aQuestion({
      id: 'conditions',
      aspect: '条件',
      title: '低保要什么条件？',
      phrasings: ['什么人能吃低保', '低保条件'],
    });
    const knowledge = aKnowledge({
      sources: [source],
      questions: [aQuestion({ id: 'time' }), conditions],
    });
    const { answer } = knowledge.answer({ question: '俺家三口人，能不能吃低保', today: TODAY });
    expect(answer.outcome).to.equal('screen');
    expect(answer.text.startsWith('只是初步判断。')).to.equal(true);
    expect(answer.questionIds[0]).to.equal('conditions');
  });
});

describe('Numbers that are names', () => {
  it('are the degree, the document and the telephone, not days and sums', () => {
    expect([...keysOf('二级残疾，649号令，打12345')]).to.have.members([
      'grade:二',
      'document:649',
      'phone:12345',
    ]);
    expect([...keysOf('残疾证两级，肢体的')]).to.deep.equal(['grade:二']);
    expect([...keysOf('一二级残疾')]).to.have.members(['grade:一', 'grade:二']);
    expect([...keysOf('省市两级、上下两级、两级政府')]).to.deep.equal([]);
    expect([...keysOf('上一级机关11月15号发，30号到账，120元')]).to.deep.equal([]);
  });

  it('speak against an entry that knows only another of the kind', () => {
    expect(keyAgreement(keysOf('1级'), keysOf('一级、二级'))).to.deep.equal({ said: 1, other: 0 });
    expect(keyAgreement(keysOf('一级'), keysOf('二级'))).to.deep.equal({ said: 0, other: 1 });
    expect(keyAgreement(keysOf('一级'), keysOf('649号令'))).to.deep.equal({ said: 0, other: 0 });
  });
});

describe('Any text', () => {
  const knowledge = aKnowledge({ sources: [source], questions: [aQuestion({ id: 'time' })] });

  it('gets an answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (question) => {
        const { answer, context } = knowledge.answer({ question, today: TODAY });
        expect(answer.text).to.not.equal('');
        expect(JSON.parse(JSON.stringify(context))).to.deep.equal(context);
      }),
      { numRuns: 300 },
    );
  });

  for (const question of [
    '',
    ' '.repeat(5000),
    '低保'.repeat(5000),
    '(((('.repeat(500),
    '$&{{amount:x}}',
    '\ud800',
    '1,'.repeat(3000),
  ]) {
    it(`is harmless: ${JSON.stringify(question.slice(0, 14))} (${question.length})`, () => {
      expect(knowledge.answer({ question, today: TODAY }).answer.text).to.not.equal('');
    });
  }
});

describe('A question back', () => {
  const pending = [
    { label: '低保多久办完？', questionId: 'dibao-time', question: '低保多久办完？' },
    { label: '特困多久办完？', questionId: 'tekun-time', question: '特困多久办完？' },
  ];
  const knowledge = aKnowledge({
    sources: [source],
    questions: [
      aQuestion({ id: 'dibao-time' }),
      aQuestion({
        id: 'tekun-time',
        programme: '特困',
        title: '特困多久办完？',
        phrasings: ['特困几天'],
      }),
    ],
  });

  for (const said of ['2', '第二个', '特困', '特困多久办完？', '最后一个', '选二']) {
    it(`is answered by “${said}”`, () => {
      const { answer, context } = knowledge.answer({
        question: said,
        today: TODAY,
        context: { ...EMPTY_CONTEXT, pending },
      });
      expect(answer.questionIds).to.deep.equal(['tekun-time']);
      expect(context.pending).to.equal(null);
    });
  }

  it('does not come twice in a row', () => {
    const { answer } = knowledge.answer({
      question: '嗯这个',
      today: TODAY,
      context: { ...EMPTY_CONTEXT, pending },
    });
    expect(answer.outcome).to.not.equal('clarify');
  });
});
