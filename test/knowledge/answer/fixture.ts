/** A small policy of its own, so that rules can be shown without the shipped content. */
import {
  type Clause,
  type Knowledge,
  type Question,
  type Source,
} from '../../../knowledge/index.ts';
import { type CueFile } from '../../../knowledge/answer/cues.ts';
import { createKnowledge } from '../../../knowledge/answer/knowledge.ts';
import { type LibraryContent } from '../../../knowledge/answer/library.ts';
import { SIGNALS, type SignalWeights } from '../../../knowledge/answer/match/signals.ts';
import { normalise } from '../../../knowledge/text/normalise.ts';

export const TODAY = '2026-11-23';

export function aClause(values: Partial<Clause> & { readonly id: string }): Clause {
  const [sourceId = '', anchor = ''] = values.id.split('#');
  return {
    sourceId,
    anchor,
    article: `第${anchor}条`,
    heading: '规定',
    text: '从受理那天起，30个工作日内办完。',
    inForce: { from: '2021-07-01', to: null },
    district: '全国',
    basis: 'verified',
    replacedBy: null,
    doubt: null,
    ...values,
  };
}

export function aSource(
  id: string,
  clauses: readonly Clause[],
  values: Partial<Source> = {},
): Source {
  return {
    id,
    title: '办理办法',
    aliases: [],
    docNumber: '民发〔2021〕57号',
    issuer: '民政部',
    issued: '2021-06-11',
    inForce: { from: '2021-07-01', to: null },
    level: '规范性文件',
    jurisdiction: '全国',
    wording: 'digest',
    programmes: ['低保'],
    replaces: [],
    replacedBy: null,
    doubt: null,
    published: '网站',
    checked: TODAY,
    clauses,
    ...values,
  };
}

export function aQuestion(values: Partial<Question> & { readonly id: string }): Question {
  return {
    programme: '低保',
    aspect: '时限',
    category: '政策规定',
    title: '低保多久办完？',
    phrasings: ['低保多久能批下来', '交了申请几天有信儿', '低保办理要多长时间'],
    outcome: 'answered',
    reason: null,
    versions: [
      {
        inForce: { from: '0001-01-01', to: null },
        district: '全国',
        clauses: ['办法#22'],
        answer: '一般30个工作日内办完。',
        spoken: '一般三十个工作日内办完。',
        staff: '57号第22条：30个工作日。',
      },
    ],
    next: [],
    contacts: [],
    ...values,
  };
}

export const CUES: CueFile = {
  pointsBack: ['^这样对吗$'],
  setAside: ['不说$'],
  acknowledges: ['行'],
  asksForHelp: ['咋办'],
  needs: [],
  bareAsk: ['多久'],
  asks: ['吗$', '多久', '几天', '多少', '什么', '咋', '怎么', '啥'],
  followsUp: ['那'],
  corrects: ['不是[，,]我问的是'],
  filler: '[那呢，,]',
  aroundPlace: '[我是的]',
  greetingEntry: 'hello',
  usualMatters: ['低保', '特困'],
  present: ['现在'],
  formerLaw: ['新法以前'],
  askedForThen: ['多少', '标准'],
  otherPlaces: ['上海'],
  otherPlaceRules: ['低保'],
  otherPlaceForms: [{ words: ['PLACE的?RULES'], unless: [] }],
  dangerEntry: 'danger',
  danger: [{ entry: 'danger', words: ['没吃饭'], idioms: ['没吃饭的家伙'] }],
  settles: [{ outcome: 'collect', entry: 'collect', words: ['要投诉'], unless: [] }],
  stances: { collect: ['投诉'] },
  screen: {
    household: ['口人'],
    eligible: ['能不能'],
    entry: 'screen',
    entries: { 低保: 'conditions' },
  },
  aspects: { 时限: ['多久', '几天'] },
  figuresOf: {},
  peopleOf: {},
  turnsElsewhere: ['^还有'],
  fieldWords: ['低保|特困|救助|补贴'],
  hardship: ['瘫'],
  ownCase: { words: ['到哪一步'], unless: ['一般'] },
  accused: ['会计|扣'],
  programmes: { 低保: ['低保'], 特困: ['特困'] },
  status: ['低保户'],
  asksRule: ['合规吗$'],
  lastDays: [
    {
      figure: 'review-days',
      entries: ['review'],
      words: [],
      unless: ['起诉'],
    },
  ],
};

/** Words of the self-check are not what is tested here: each stands for itself. */
class AnswerWords extends Map<string, string> {
  override get(key: string): string | undefined {
    return super.get(key) ?? (key.startsWith('self-check.') ? `（${key}）` : undefined);
  }
}

const WORDS = new AnswerWords([
  ['answer.point.digest', '要点：{line}'],
  ['answer.doubt', '《{title}》：{doubt}。'],
  ['answer.beside', '另外：'],
  ['answer.beside.item', '“{title}”{body}'],
  ['answer.complain', '要投诉就说我要投诉。'],
  ['answer.basis', '依据：{list}。'],
  ['answer.scope', '（按{date}在{place}适用的规定回答。）'],
  ['last-day.step.review-days', '复议'],
  ['last-day.open', '从{from}起{term}，到{last}为止，还剩{left}天。'],
  ['last-day.over', '从{from}起{term}，到{last}为止，已经过了。'],
  ['screen.notice', '只是初步判断。'],
  ['amount.elsewhere', '其他区市'],
  ['clarify.text', '您是想问哪一件？\n{list}'],
  ['clarify.spoken', '您是想问哪一件？{list}'],
  ['other-place.text', '{other}的规定请问{other}。这里只讲{place}。'],
  ['other-place.spoken', '请问{other}。'],
  ['other-place.national', '国家的规定是：'],
  ...['unknown', 'empty', 'person', 'refused'].flatMap((reason): [string, string][] => [
    [`declined.${reason}`, `没有依据（${reason}），{place}。`],
    [`declined.${reason}.spoken`, '没有依据。'],
  ]),
]);

const EQUAL = Object.fromEntries(SIGNALS.map((name) => [name, 1])) as SignalWeights;

export function aKnowledge(
  content: Partial<LibraryContent>,
  extra: { forbidden?: string[] } = {},
): Knowledge {
  return createKnowledge({
    content: {
      sources: [],
      standards: [],
      questions: [],
      contacts: [],
      districts: [
        {
          name: '烟台市',
          type: '地级市',
          parent: '山东省',
          names: [],
          mistakes: [],
          website: null,
        },
        {
          name: '芝罘区',
          type: '市辖区',
          parent: '烟台市',
          names: ['芝罘'],
          mistakes: [],
          website: null,
        },
        {
          name: '海阳市',
          type: '县级市',
          parent: '烟台市',
          names: ['海阳'],
          mistakes: [],
          website: null,
        },
      ],
      towns: [],
      coverage: [],
      ...content,
    },
    ruleFigures: [
      {
        key: 'review-days',
        name: '申请复议的期限',
        value: '60',
        unit: '日',
        inForce: { from: '2024-01-01', to: null },
        clauseId: '办法#22',
      },
    ],
    synonyms: [{ word: '五保', means: '特困' }],
    words: WORDS,
    cues: CUES,
    forbidden: extra.forbidden ?? [],
    ranking: { weights: EQUAL, calibration: { score: 1, margin: 1, coverage: 1, bias: -3 } },
    version: 'test',
    place: '烟台市',
    text: {
      read: normalise,
      cutWords: (text) => Array.from(text),
      findPlace: (text) => ({
        district: text.includes('芝罘') ? '芝罘区' : text.includes('海阳') ? '海阳市' : null,
        town: null,
        several: text.includes('芝罘') && text.includes('海阳'),
      }),
      canonicalDistrict: (name) => (name.startsWith('芝罘') ? '芝罘区' : null),
    },
    searchClauses: () => [],
    readComplaint: () => {
      throw new Error('this room of the test answers questions only');
    },
    readIncidentDate: () => null,
    hearComplaint: () => null,
    hearStance: () => ({ ask: 1, complaint: 0, own: 0, danger: 0, other: 0, person: 0, talk: 0 }),
    elapsed: () => 0,
  });
}
