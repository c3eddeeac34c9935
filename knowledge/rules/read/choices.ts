/** Which of a closed set a reply names: 低保, 意外, 坐牢 … Words after 没 or 不 do not count. */
import { PROPERTY_KINDS, type PropertyKind, readSituation } from '../../text/situation.ts';
import { type QuantityOptions } from '../../text/quantity.ts';
import {
  HARDSHIPS,
  type Hardship,
  type ParentFact,
  RECEIPTS,
  type Receipt,
  SUPPORTERS,
  type Supporter,
} from '../model.ts';

const RECEIPT_WORDS: Readonly<Record<Receipt, RegExp>> = {
  低保: /低保(?!边缘|标准)|最低生活保障/u,
  特困: /特困|五保/u,
  低保边缘: /低保边缘|边缘(?:户|家庭)/u,
  孤儿: /孤儿(?!院)/u,
  事实无人抚养: /事实(?:无人抚养|孤儿)/u,
  工伤护理费: /工伤|生活护理费/u,
};

const HARDSHIP_WORDS: Readonly<Record<Hardship, RegExp>> = {
  意外: /意外|车祸|(?:被|叫|让)?(?:车|三轮|电动车)?[撞轧]|着火|火灾|失火|摔|触电|溺水|塌|被骗|骗(?:走|去|了)|出事|工伤|地震|水灾|台风/u,
  急病: /急病|大病|重病|癌|瘤|尿毒症|白血病|脑出血|脑梗|心梗|住院|手术|抢救|突然病|病倒|查出/u,
  支出: /支出|花(?:了|销|费|光)|费用|药费|医药费|学费|看病|透析|化疗|掏空|欠(?:了|下|债)|开销/u,
  其他: /其他|别的|特殊|失业|没活|丢了?工作|没饭|揭不开锅/u,
};

const SUPPORTER_WORDS: Readonly<Record<Supporter, RegExp>> = {
  特困人员: /特困|五保/u,
  低保老人: /低保/u,
  高龄低收入:
    /(?:7|8|9)\d岁|[七八九]十(?:[一二三四五六七八九多来])?岁?|70(?:岁)?(?:以上|多)|高龄|岁数大/u,
  重残低收入: /残|瘫/u,
  失能失踪服刑: /坐牢|服刑|监狱|判了|失踪|痴呆|糊涂|植物人|无民事行为能力|不认人|精神病/u,
  能养: /能养|有工作|上班|打工|挣(?:钱|\d)|有退休金|做买卖|当(?:老师|工人|医生|兵)|能干活|过得(?:好|不错|去)|都不是|身体(?:好|挺好)|有能力/u,
};

const DENIED = /(?:没有?|无|不(?:是|在|吃|领|算)?|未|别)[\p{Script=Han}]{0,2}$/u;

function named<T extends string>(
  text: string,
  all: readonly T[],
  words: Readonly<Record<T, RegExp>>,
): readonly T[] {
  return all.filter((one) => {
    const match = words[one].exec(text);
    return match !== null && !DENIED.test(text.slice(Math.max(0, match.index - 4), match.index));
  });
}

export function receiptsIn(text: string): readonly Receipt[] {
  const all = named(text, RECEIPTS, RECEIPT_WORDS);
  // 事实孤儿 is no 孤儿.
  return all.includes('事实无人抚养') && !/(?<!事实)孤儿/u.test(text)
    ? all.filter((one) => one !== '孤儿')
    : all;
}

export function hardshipsIn(text: string): readonly Hardship[] {
  return named(text, HARDSHIPS, HARDSHIP_WORDS);
}

export function supportersIn(text: string): readonly Supporter[] {
  return named(text, SUPPORTERS, SUPPORTER_WORDS);
}

export function propertyIn(text: string, options: QuantityOptions): readonly PropertyKind[] {
  const owned = readSituation(text, options).property.filter((one) => one.owned);
  const replied = PROPERTY_KINDS.filter((kind) =>
    new RegExp(`^(?:有|就|只有)?[一两]?[个辆套间条]?${kind}`, 'u').test(text),
  );
  return [...new Set([...owned.map(({ kind }) => kind), ...replied])];
}

type ParentState = ParentFact['state'];

/** In this order: 坐牢 and 改嫁后联系不上 each say more than that the parent lives. */
const PARENT_WORDS: readonly (readonly [ParentState, RegExp])[] = [
  ['去世', /去世|没了|走了(?:\d|一|两|好)?.{0,2}年?$|死|过世|不在了|不在人世|病故|牺牲|车祸走/u],
  ['失踪', /(?:法院|宣告).{0,6}失踪|失踪.{0,6}(?:法院|宣告)/u],
  ['查找不到', /捡(?:来|的)|弃婴|不知道(?:是)?谁|查(?:找)?不到|找不到生/u],
  ['服刑', /坐牢|服刑|蹲(?:监|大狱)|监狱|判(?:了|刑|\d)|拘役|劳改|进去了/u],
  ['戒毒', /戒毒/u],
  ['限制自由', /拘留|拘押|羁押|看守所|限制人身自由/u],
  [
    '失联',
    /失联|联系不上|没(?:有)?(?:音)?信|跑了|跑没|失踪|找不(?:着|到)|离家|不见了|下落不明|没消息/u,
  ],
  ['残疾', /残/u],
  ['重病', /重病|大病|癌|瘤|尿毒症|白血病|透析|植物人|瘫/u],
  [
    '能抚养',
    /能(?:养|带|抚养|照顾)|正常|健在|打工|上班|干活|改嫁|再婚|离婚|不管|挺好|好好的|没事|没啥事|在家/u,
  ],
];

export function parentStateIn(text: string): ParentState | null {
  return PARENT_WORDS.find(([, words]) => words.test(text))?.[0] ?? null;
}
