/** What a reply to one question of the self-check says: as people answer, not as forms want it. */
import { readQuantities } from '../../text/quantities.ts';
import { type Quantity, type QuantityOptions } from '../../text/quantity.ts';
import { readSituation } from '../../text/situation.ts';
import { readYesNo } from '../../text/yes-no.ts';
import { type FactKey, type HeardReply, type MoreAsk, type ReplyRequest } from '../model.ts';
import { hardshipsIn, propertyIn, receiptsIn, supportersIn } from './choices.ts';
import { readParent } from './read-parent.ts';
import { readPeriod, readSums } from './read-sums.ts';

const NOT_HEARD: HeardReply = { kind: 'not-heard' };
const NOT_KNOWN = /^(?:跳过|略过|不想说|不说|不愿意说|不方便说|下一个|下一题|算不清|没算过)/u;
const NONE =
  /^(?:一?[点分]?(?:钱|收入)?(?:都|也|啥|什么)?(?:没有?|无)(?:了|啊|呀|的)?|(?:啥|什么)(?:收入|钱|进项)?(?:都|也)没有?|都没有?|都不是|一个也没有?|没别的|零|0)(?:$|[,。!元块 ])/u;

/** Reads a reply. What the person does not know or skips is `not-known`; what cannot be read is `not-heard`. */
export function readReply(request: ReplyRequest, options: QuantityOptions): HeardReply {
  const { text, before } = request;
  const unknown = NOT_KNOWN.test(text) || readYesNo(text) === 'unknown';
  if (before !== undefined && before !== null) {
    return complete(request.key, { ...before, text, unknown }, options);
  }
  if (unknown) return { kind: 'not-known' };
  if (request.key !== 'property' && onlyDeniesThings(text, options)) return NOT_HEARD;
  return READERS[request.key](request.key, text, options);
}

/** 没有存款, 没车 deny a thing: no answer to whether something comes in, was granted, or is written on a card. */
function onlyDeniesThings(text: string, options: QuantityOptions): boolean {
  const { property, incomes } = readSituation(text, options);
  return incomes.length === 0 && property.length > 0 && property.every(({ owned }) => !owned);
}

interface Completion {
  readonly ask: MoreAsk;
  readonly heard: string;
  readonly text: string;
  readonly unknown: boolean;
}

/** The second half of an answer, joined to the first. */
function complete(key: FactKey, half: Completion, options: QuantityOptions): HeardReply {
  const { ask, heard, text, unknown } = half;
  switch (ask) {
    case 'period': {
      if (unknown) return { kind: 'not-known' };
      // A reply with an amount of its own corrects the first; else it only tells the period.
      const anew = readSums(text, options, null);
      const sums = anew.kind === 'not-heard' ? readSums(heard, options, readPeriod(text)) : anew;
      return sums.kind === 'sums' ? factsOf(key, sums.sums) : NOT_HEARD;
    }
    case 'month-total': {
      if (unknown) return { kind: 'not-known' };
      const sums = readSums(text, options, '月');
      return sums.kind === 'sums' ? factsOf(key, sums.sums) : NOT_HEARD;
    }
    case 'months':
      return parentOf(key, `${heard},${asMonths(text, options)}`, options, unknown);
    case 'grade':
      return key === 'disability'
        ? disabilityOf(`${heard},${asGrade(text)}`, options, true)
        : parentOf(key, `${heard},${asGrade(text)}`, options, true);
  }
}

/** 8 answers “how many months”. */
function asMonths(text: string, options: QuantityOptions): string {
  const [only] = readQuantities(text, options);
  return only?.kind === 'number' ? `${String(only.value)}个月` : text;
}

/** 二 and 2 answer “which grade”. */
function asGrade(text: string): string {
  return text.includes('级') ? `残疾${text}` : text.replace(/([1-4一二三四])/u, '残疾$1级');
}

type Reader = (key: FactKey, text: string, options: QuantityOptions) => HeardReply;

const list =
  (find: (text: string, options: QuantityOptions) => readonly string[]): Reader =>
  (key, text, options) =>
    listOf(key, find(text, options), text);
const age: Reader = (key, text, options) => fact(key, ageIn(readQuantities(text, options)));
const yesNo =
  (key: YesNoKey): Reader =>
  (_, text) =>
    fact(key, yesIn(key, text));
const parent: Reader = (key, text, options) => parentOf(key, text, options, false);

/** How the reply to each question is read. A district is read by whoever knows the places. */
const READERS: Readonly<Record<FactKey, Reader>> = {
  household: (key, text, options) => fact(key, peopleIn(text, options)),
  age,
  childAge: age,
  income: sumsOf,
  ownIncome: sumsOf,
  spending: sumsOf,
  area: (key, text) => fact(key, areaIn(text)),
  district: () => NOT_HEARD,
  disability: (_, text, options) => disabilityOf(text, options, false),
  property: (key, text, options) => {
    const owned = propertyIn(text, options);
    const denied = readSituation(text, options).property.some((one) => !one.owned);
    return owned.length === 0 && denied ? factsOf(key, []) : listOf(key, owned, text);
  },
  receives: list(receiptsIn),
  hardship: list(hardshipsIn),
  supporters: list(supportersIn),
  father: parent,
  mother: parent,
  exemptIncome: yesNo('exemptIncome'),
  illness: yesNo('illness'),
  working: yesNo('working'),
  basicLife: yesNo('basicLife'),
  askedBefore: yesNo('askedBefore'),
  longCare: yesNo('longCare'),
};

function fact(key: FactKey, value: unknown): HeardReply {
  return value === null || value === undefined ? NOT_HEARD : factsOf(key, value);
}

function factsOf(key: FactKey, value: unknown): HeardReply {
  return { kind: 'facts', facts: { [key]: value } };
}

function listOf(key: FactKey, named: readonly string[], text: string): HeardReply {
  if (named.length > 0) return factsOf(key, named);
  return NONE.test(text) || readYesNo(text) === 'no' ? factsOf(key, []) : NOT_HEARD;
}

/** 没有别的了 speaks of what was told before, not of no income at all. */
const NOTHING_ELSE = /别的|其他|其它|另外/u;

function sumsOf(key: FactKey, text: string, options: QuantityOptions): HeardReply {
  const heard = readSums(text, options, key === 'spending' ? '年' : null);
  if (heard.kind === 'sums') return factsOf(key, heard.sums);
  if (heard.kind === 'more') return { kind: 'more', ask: heard.ask, heard: text };
  if (NOTHING_ELSE.test(text)) return NOT_HEARD;
  return NONE.test(text) || readYesNo(text) === 'no' ? factsOf(key, []) : NOT_HEARD;
}

const PAIR =
  /^(?:就|只有)?(?:[我俺]们?)?(?:和|跟|同)?(?:我|俺)?(?:老伴|老头子?|老婆|对象|媳妇|男人|老公)(?:俩|两个)?$|^(?:老|小)?两口子?$/u;
const ALONE = /^(?:就|只有|光)?(?:我|俺)?(?:自己|自个儿?|一个人?|1个?人?|单身)(?:过|住)?$/u;
const LARGEST_HOUSEHOLD = 15;

function peopleIn(text: string, options: QuantityOptions): number | null {
  const bare = text.replace(/[。!,~ ]+$/u, '');
  if (ALONE.test(bare)) return 1;
  const quantities = readQuantities(text, options);
  const people = quantities.filter((one) => one.kind === 'people');
  const whole = people.find((one) => one.household) ?? (people.length === 1 ? people[0] : null);
  if (whole != null) return whole.min === whole.max ? whole.count : null;
  if (PAIR.test(bare)) return people.length === 0 ? 2 : null;
  return wholeNumber(quantities[0]);
}

function wholeNumber(only: Quantity | undefined): number | null {
  if (only?.kind !== 'number' || only.min !== only.max) return null;
  const { value } = only;
  return Number.isInteger(value) && value >= 1 && value <= LARGEST_HOUSEHOLD ? value : null;
}

const OLDEST = 120;

/** Full years. 虚岁 counts at least one year more than the law does. */
function ageIn(quantities: readonly Quantity[]): number | null {
  const age = quantities.find((one) => one.kind === 'age');
  if (age !== undefined) return age.nominal ? Math.max(0, age.years - 1) : age.years;
  const [only] = quantities;
  if (only?.kind !== 'number' && only?.kind !== 'people') return null;
  const value = only.kind === 'number' ? only.value : only.count;
  return Number.isInteger(value) && value >= 0 && value <= OLDEST ? value : null;
}

export function areaIn(text: string): '城市' | '农村' | null {
  const country = /农村|村里|村|庄|乡下/u.test(text);
  const town = /城市|城里|城镇|市里|街里|小区|楼房|居民户/u.test(text);
  if (country === town) return null;
  return country ? '农村' : '城市';
}

function disabilityOf(text: string, options: QuantityOptions, settled: boolean): HeardReply {
  const said = readQuantities(text, options).filter((one) => one.kind === 'disability');
  const disability = said.find((one) => one.grade !== null) ?? said[0];
  const type = said.find((one) => one.type !== null)?.type ?? null;
  const grade = disability?.grade ?? gradeIn(text);
  if (grade !== null) return factsOf('disability', { grade, type });
  if (disability === undefined && !settled) {
    if (readYesNo(text) === 'no' || NONE.test(text)) return factsOf('disability', 'none');
    if (readYesNo(text) !== 'yes') return NOT_HEARD;
  }
  return settled
    ? factsOf('disability', { grade: null, type })
    : { kind: 'more', ask: 'grade', heard: text };
}

const GRADES: Readonly<Record<string, 1 | 2 | 3 | 4>> = {
  ...{ 1: 1, 2: 2, 3: 3, 4: 4 },
  ...{ 一: 1, 二: 2, 三: 3, 四: 4 },
};

/** 二级, 2级 as the whole reply. */
function gradeIn(text: string): 1 | 2 | 3 | 4 | null {
  const digit = /^(?:是|有)?(?<grade>[1-4一二三四])级?[。!]?$/u.exec(text)?.groups?.['grade'];
  return digit === undefined ? null : (GRADES[digit] ?? null);
}

function parentOf(
  key: FactKey,
  text: string,
  options: QuantityOptions,
  settled: boolean,
): HeardReply {
  const heard = readParent(text, options, settled);
  if (heard.kind === 'parent') return factsOf(key, heard.parent);
  return heard.kind === 'more' ? { ...heard, heard: text } : NOT_HEARD;
}

type YesNoKey = 'exemptIncome' | 'illness' | 'working' | 'basicLife' | 'askedBefore' | 'longCare';

/** Ways to answer one question besides 是 and 没有. */
const SAID: Readonly<Record<YesNoKey, { readonly yes: RegExp; readonly no: RegExp }>> = {
  exemptIncome: { yes: /都是|全是|就(?:是|这)|光(?:是)?|只有/u, no: /还有|不全是|不光/u },
  illness: {
    yes: /癌|瘤|尿毒症|白血病|透析|化疗|大病|重病|瘫/u,
    no: /没(?:有)?(?:啥|什么)?(?:大|重)?病|健康|身体好/u,
  },
  working: {
    yes: /上班|打工|干活|有工作|有活/u,
    no: /没(?:有)?(?:工作|活|班)|无业|失业|干不了|不能干|不上班/u,
  },
  basicLife: {
    yes: /过不下去|揭不开锅|[吃穿住]不上|没(?:有)?(?:钱|收入|[吃穿住]的|饭|地方)|没[吃法着]|(?:啥|什么|么|全)都?没|一无所有|困难|难(?:得|啊|呀|死|$)|维持不/u,
    no: /还(?:行|能|可以|过得去)|过得去|能过/u,
  },
  askedBefore: { yes: /申请过|给过|领过|要过/u, no: /第一次|头一回|没(?:有)?(?:申请|领|要|给)/u },
  longCare: {
    yes: /离不开人|得人(?:照顾|伺候)|不能自理|卧床|瘫|伺候/u,
    no: /自己能|能自理|不用(?:人|照顾)/u,
  },
};

const DENIED = /[没不无](?:有|是|算|太|怎么)?(?:啥|什么|得|用)?$/u;

function yesIn(key: YesNoKey, text: string): boolean | null {
  const { yes, no } = SAID[key];
  if (no.test(text)) return false;
  // 没工作了，又得了癌症 says no to something else.
  const said = yes.exec(text);
  if (said !== null) return !DENIED.test(text.slice(0, said.index));
  const plain = readYesNo(text);
  return plain === 'yes' || plain === 'no' ? plain === 'yes' : null;
}
