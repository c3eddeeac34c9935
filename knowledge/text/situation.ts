import {
  type Age,
  type Disability,
  type Money,
  type People,
  type Quantity,
  type QuantityOptions,
} from './quantity.ts';
import { readQuantities } from './quantities.ts';

/** What a person said about a household. Absent facts are null or empty; nothing is guessed. */
export interface Situation {
  readonly householdSize: People | null;
  readonly incomes: readonly Income[];
  /** Money that goes out: fees, debts, what something cost. */
  readonly spendings: readonly Money[];
  readonly people: readonly PersonFacts[];
  readonly property: readonly PropertyFact[];
  readonly residence: Residence;
}

interface Income {
  readonly money: Money;
  /** 工资, 养老金, 种地, 打工 …; null when only an amount was said. */
  readonly source: string | null;
}

/** One person of the household: `who` as said (俺爹, 孩子), null for the speaker. */
export interface PersonFacts {
  readonly who: string | null;
  readonly age: Age | null;
  readonly disability: Disability | null;
  readonly illness: string | null;
  readonly student: boolean;
  readonly inPrison: boolean;
  readonly working: boolean | null;
}

export const PROPERTY_KINDS = ['房', '车', '存款', '经营', '船', '地'] as const;
export type PropertyKind = (typeof PROPERTY_KINDS)[number];

interface PropertyFact {
  readonly kind: PropertyKind;
  readonly owned: boolean;
  readonly text: string;
}

interface Residence {
  /** 户口不在烟台 etc. as said; null when nothing was said. */
  readonly registered: 'here' | 'elsewhere' | null;
  readonly living: 'here' | 'elsewhere' | null;
}

const PAUSE = /[,。;!?、 ]/u;

/** Reads the facts of a household from free text; expects normalised text. */
export function readSituation(text: string, options: QuantityOptions): Situation {
  const quantities = readQuantities(text, options);
  const money = quantities.filter((one) => one.kind === 'money');
  return {
    householdSize: householdOf(quantities),
    incomes: money.flatMap((one) => incomeOf(one, text)),
    spendings: money.filter((one) => isSpent(one, text)),
    people: peopleOf(text, quantities),
    property: propertyOf(text),
    residence: { registered: registeredIn(text), living: livingIn(text) },
  };
}

/** The size of the household when exactly one is said: two different ones contradict each other. */
function householdOf(quantities: readonly Quantity[]): People | null {
  const sizes = quantities.filter((one) => one.kind === 'people' && one.household);
  const [first] = sizes as readonly People[];
  const same = sizes.every((one) => one.kind === 'people' && one.count === first?.count);
  return first !== undefined && same ? first : null;
}

const SOURCES =
  /工资|薪水?|底薪|退休金|养老金|养老钱|社保|失业金|抚恤金|遗属补助|打工|零工|零活|干活|种地|卖(?:粮|菜|苹果|樱桃|果|鱼|虾)|租金|租出去|租给|流转|承包费|分红|利息|赡养费|抚养费|扶养费|生活费|收入|挣|赚|看(?:林子|大门|门)|开出租|跑车/u;
const SPENDING =
  /花|欠|借|贷|房租|学费|住宿费|保教费|药费|药钱|医药费|医疗费|看病|住院费?|手术费?|透析|化疗|吃药|自费|自付|报销|罚|赔|骗|丢|开销|花销|支出|交了?|缴|买/u;
/** Social assistance does not count as income, and 流水 is not what is left. */
const NEITHER = /低保金?|救助金?|补贴|补助(?!.{0,4}遗属)|高龄|津贴|流水|标准|奖学金/u;

function incomeOf(money: Money, text: string): readonly Income[] {
  const clause = clauseOf(money, text);
  // What stands before the amount says what it is: 收入八千够不够低保 is an income.
  const before = clause.slice(0, clause.indexOf(money.text) + money.text.length);
  if (SPENDING.test(clause) || NEITHER.test(before)) return [];
  const source = SOURCES.exec(clause)?.[0] ?? null;
  return source === null && money.period === null ? [] : [{ money, source }];
}

function isSpent(money: Money, text: string): boolean {
  return SPENDING.test(clauseOf(money, text));
}

/** The words between two pauses around a quantity. */
function clauseOf(quantity: Quantity, text: string): string {
  let start = quantity.start;
  while (start > 0 && !PAUSE.test(text[start - 1] ?? '')) start -= 1;
  let end = quantity.end;
  while (end < text.length && !PAUSE.test(text[end] ?? '')) end += 1;
  return text.slice(start, end);
}

const WHO =
  /(?:[我俺]们?|他|她|孩子|娃)?(?:爷爷|奶奶|姥姥|姥爷|老头子?|老伴|老人|公公|婆婆|丈人|丈母娘|父亲|母亲|爹|爸爸?|妈妈?|娘|哥哥?|姐姐?|弟弟?|妹妹?|儿子?|闺女|女儿|孩子|娃|孙子|孙女|媳妇|老婆|老公|丈夫|妻子)|本人|自己|[我俺]/gu;
const ILLNESS =
  /癌|肿瘤|尿毒症|透析|白血病|化疗|放疗|脑出血|脑梗|脑瘫|偏瘫|瘫|心脏病|心衰|肝硬化|肾衰|重病|大病|慢性病/u;
const STUDENT =
  /上学|念书|读书|上(?:小学|初中|高中|大学|大专|中专)|念(?:大学|大专|高中)|在校|学生|大[一二三四]/u;
const PRISON = /坐牢|服刑|蹲监|监狱|判了|劳改|拘役|关(?:着|进去)/u;
const NOT_WORKING = /没(?:有)?(?:工作|活干|活|上班|正式工作)|失业|下岗|无业|干不了|不能干|没法干/u;
const WORKING = /打工|上班|干活|做工|有工作|在厂|开出租|跑车/u;

/** What each clause says of the person that it names, or of the speaker. */
function peopleOf(text: string, quantities: readonly Quantity[]): readonly PersonFacts[] {
  const found: PersonFacts[] = [];
  let who: string | null = null;
  for (const { words, start, end } of clausesOf(text)) {
    const named = [...words.matchAll(WHO)].map(([word]) => word);
    if (named.length > 0) who = speakerAsNull(named.at(-1) ?? '');
    const within = quantities.filter((one) => one.start >= start && one.end <= end);
    const facts = factsOf(words, within);
    if (facts !== null) found.push({ who, ...facts });
  }
  return found;
}

function speakerAsNull(word: string): string | null {
  return /^(?:我|俺|本人|自己)$/u.test(word) ? null : word;
}

function factsOf(words: string, quantities: readonly Quantity[]): Omit<PersonFacts, 'who'> | null {
  const age = quantities.find((one) => one.kind === 'age') ?? null;
  const disability = quantities.find((one) => one.kind === 'disability') ?? null;
  const illness = ILLNESS.exec(words)?.[0] ?? null;
  const [student, inPrison] = [STUDENT.test(words), PRISON.test(words)];
  const working = NOT_WORKING.test(words) ? false : WORKING.test(words) ? true : null;
  const says = age ?? disability ?? illness ?? working ?? (student || inPrison ? true : null);
  return says === null ? null : { age, disability, illness, student, inPrison, working };
}

function clausesOf(
  text: string,
): readonly { readonly words: string; readonly start: number; readonly end: number }[] {
  return [...text.matchAll(/[^,。;!?、 ]+/gu)].map((match) => ({
    words: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

const PROPERTY: readonly (readonly [PropertyKind, RegExp])[] = [
  [
    '车',
    /(?<!网约|出租|公交|火|自行|电动|电瓶|三轮|轮椅|坐|撞|让|被|叫|骑|跑|开)(?:小?轿|汽|货|面包|私家|小)?车(?!祸|站|间|库|位|费|票|撞|上|来|贷)/gu,
  ],
  ['房', /(?:商品|门面|门头|楼|第二套|两套|别的)房|门头|楼房|店面|(?<=[有没无]\S{0,4})房子?/gu],
  ['存款', /存款|积蓄|攒(?:了|下|的)|股票|基金|理财|银行里|存折/gu],
  [
    '经营',
    /开(?:了|着)?(?:个|家|间)?(?:店|超市|小卖部|饭店|公司|厂)|营业执照|做(?:点|着)?(?:小)?买卖|公司|小卖部/gu,
  ],
  ['船', /渔?船/gu],
  ['地', /果园|山林|林地|大棚/gu],
];
const DENIED = /(?:没有?|无|未|不)(?:得|啥|什么|任何|买|[\p{Script=Han}]{0,2}?的?)?$/u;

/** Property that is named, and whether it is there: 没车 says that there is none. */
function propertyOf(text: string): readonly PropertyFact[] {
  return PROPERTY.flatMap(([kind, pattern]) => {
    const matches = [...text.matchAll(pattern)];
    const [first] = matches;
    if (first === undefined) return [];
    const owned = matches.some(
      ({ index }) => !DENIED.test(text.slice(Math.max(0, index - 4), index)),
    );
    return [{ kind, owned, text: first[0] }];
  });
}

/** 不在 and a place, whichever the service speaks for; not 不在一起, 不在一个本上, 不在我名下. */
const ELSEWHERE =
  /外地|外省|外市|老家(?:不在这|在外)|不在(?![一同我俺咱他她它你您家本上了](?!地))/u;

function registeredIn(text: string): 'here' | 'elsewhere' | null {
  const clause = /[^,。;!?]*(?:户口|户籍)[^,。;!?]*/u.exec(text)?.[0];
  if (clause === undefined) return null;
  if (ELSEWHERE.test(clause)) return 'elsewhere';
  return /本地|当地|在这|就在/u.test(clause) ? 'here' : null;
}

function livingIn(text: string): 'here' | 'elsewhere' | null {
  if (/住在?(?:外地|外省|别的)|在(?:外地|外省)(?:住|打工|上班)/u.test(text)) return 'elsewhere';
  return /(?:住在?|租住在?)(?:这|本地|当地)/u.test(text) ? 'here' : null;
}
