import { type Numeral } from '../numerals.ts';
import { type Pay, type Qualifier } from '../quantity.ts';
import { type Bare, type Claim, type Reader, claims } from './claim.ts';
import { ANY, type Found, type MaskedText, N, ONE } from './masked.ts';

const CURRENCY = '(?:¥|人民币|rmb)';
const YUAN = '(?:块钱|块(?!地|儿|田|砖|布|石|肉|头)|元(?!月|旦|宵|素|件)|圆)';
/** What may not follow a bare amount: it would count something else. */
const COUNTED =
  '个天年月日号岁口人户次级亩斤平米里条份样套辆头只间层周倍%小点分届期折成之项名位回块元圆毛角种家台本公星礼棵';

const AMOUNT = new RegExp(
  `(?<minus>负)?(?:${CURRENCY} ?)?(?<n>${ANY}) ?(?<unit>${YUAN})整?(?:(?<tenth>${ANY})(?<jiao>[毛角])?(?![${COUNTED}${N}${ONE}十百千万]))?(?:(?<cent>${ANY})分(?!之))?`,
  'dgu',
);
const RANGE = new RegExp(`(?<low>${ANY})(?:${YUAN})?(?:到|至|-|~)(?<high>${ANY}) ?${YUAN}`, 'dgu');
const JIAO = new RegExp(`(?<n>${ANY})(?:毛|角(?!落|度|色))钱?`, 'dgu');
const SIGNED = new RegExp(`${CURRENCY} ?(?<n>${N})`, 'dgu');

const PER_MONTH = `(?:每个?月|${ONE}个?月|月薪|月入|月收入|月工资|月租金?|月供|月月|按月)`;
/** Words that only money follows. */
const WAGES = `(?:收入|工资|薪水?|底薪|退休金|养老金|养老钱|低保金?|补贴|补助|津贴|抚恤金|存款|贷款|房贷|车贷|费|租金|房租|流水|欠款|余额|现金|${PER_MONTH}|每年|${ONE}年|年薪|年收入|每人|人均|${ONE}天|每天|年入)`;
/** Words that money often follows: the amount must then be one that nothing else comes in. */
const DEALINGS =
  '(?:攒|存|欠|借|花|挣|赚|卖|拿|领|发|给|开|交|收|补|报销?|骗|扣|罚|要|赔|贴|值|分|捐|倒贴|打|剩|有)';
const FILLERS =
  '(?:[了着得过去走掉到大概约也就才只能有是共近不超至少最多满足够合算下来:的: ]|差不多|左右){0,5}';
const AFTER_WAGES = new RegExp(
  `(?<=${WAGES}${FILLERS})(?<n>${N})(?![${COUNTED}]|多[${COUNTED}])`,
  'dgu',
);
const AFTER_DEALINGS = new RegExp(
  `(?<=${DEALINGS}${FILLERS})(?<n>${N})(?![${COUNTED}]|多[${COUNTED}])`,
  'dgu',
);
const LEAST_WAGE = 50;
const LEAST_DEALING = 100;

/** Amounts of money: with a unit, with a sign, or bare after words that only money follows. */
export const readMoney: Reader = (masked) => [
  ...claims(masked, RANGE, (found) => rangeOf(found)),
  ...claims(masked, AMOUNT, (found) => amountOf(found)),
  ...claims(masked, JIAO, (found) => {
    const numeral = found.numeral('n');
    return numeral === null ? undefined : money(scaled(numeral, 0.1), found);
  }),
  ...claims(masked, SIGNED, (found) => {
    const numeral = found.numeral('n');
    return numeral === null ? undefined : money(numeral, found);
  }),
  ...bareAmounts(masked),
];

function bareAmounts(masked: MaskedText): readonly Claim[] {
  const read =
    (least: number, roundOnly: boolean) =>
    (found: Found): Bare | undefined => {
      const numeral = found.numeral('n');
      if (numeral === null || numeral.value < least) return undefined;
      const said = masked.original.slice(numeral.start, numeral.end);
      const round = /[百佰千仟万kw]/u.test(said) || said.endsWith('00');
      if ((roundOnly && !round) || asks(numeral, found)) return undefined;
      return money(numeral, found);
    };
  return [
    ...claims(masked, AFTER_WAGES, read(LEAST_WAGE, false)),
    ...claims(masked, AFTER_DEALINGS, read(LEAST_DEALING, true)),
  ];
}

/** 一月给几百 asks; 花了几百 and 好几百 tell. */
function asks(numeral: Numeral, found: Found): boolean {
  return numeral.unsaid && !/[了过]$/u.test(found.before(1));
}

type Amount = Pick<Numeral, 'value' | 'min' | 'max' | 'vague' | 'over'>;

function scaled(amount: Amount, factor: number): Amount {
  const { value, min, max, vague, over } = amount;
  return {
    value: value * factor,
    min: min * factor,
    max: max === null ? null : max * factor,
    vague,
    over,
  };
}

function amountOf(found: Found): Bare | undefined {
  const numeral = found.numeral('n');
  if (numeral === null) return undefined;
  const tenth = found.numeral('tenth');
  const cent = found.numeral('cent');
  const added = (tenth === null ? 0 : tenth.value / 10) + (cent === null ? 0 : cent.value / 100);
  if (tenth !== null && tenth.value >= 10) return undefined;
  // 不住一块, 青一块: a lone 一块 needs its 钱 to be money.
  const loneOne = numeral.form === 'one' && found.group('unit') === '块' && added === 0;
  if (loneOne && found.before(1) !== '') return undefined;
  if (asks(numeral, found)) return undefined;
  const sign = found.group('minus') === '' ? 1 : -1;
  const { value, min, max, vague, over } = numeral;
  const whole: Amount = {
    value: value + added,
    min: min + added,
    max: max === null ? null : max + added,
    vague,
    over,
  };
  return money(scaled(whole, sign), found);
}

function rangeOf(found: Found): Bare | undefined {
  const low = found.numeral('low');
  const high = found.numeral('high');
  if (low === null || high === null) return undefined;
  // 三到五百块: the first figure is said without its unit.
  const scale = low.value < 10 && high.value >= 100 ? 10 ** Math.floor(Math.log10(high.value)) : 1;
  const min = low.min * scale;
  const max = high.max;
  if (max !== null && min >= max) return undefined;
  return money({ value: (min + high.value) / 2, min, max, vague: true, over: max === null }, found);
}

function money(amount: Amount, found: Found): Bare {
  const clause = clauseBefore(found);
  const after = found.after(8);
  const qualifier = qualifierOf(amount, found);
  return {
    kind: 'money',
    yuan: cents(amount.value),
    ...boundsOf(amount, qualifier),
    qualifier,
    period: periodOf(clause, after),
    perPerson: PER_PERSON_BEFORE.test(clause) || PER_PERSON_AFTER.test(after),
  };
}

const cents = (yuan: number): number => Math.round(yuan * 100) / 100;
/** 左右 without another vague word: a tenth either way. */
const ABOUT = 0.1;

function boundsOf(amount: Amount, qualifier: Qualifier): { min: number; max: number | null } {
  const { value, min, max, vague } = amount;
  if (qualifier === 'under' || qualifier === 'at-most') return { min: 0, max: cents(value) };
  if (qualifier === 'over') return { min: cents(vague ? min : value), max: null };
  if (qualifier === 'about' && !vague) {
    return { min: cents(value * (1 - ABOUT)), max: cents(value * (1 + ABOUT)) };
  }
  return { min: cents(min), max: max === null ? null : cents(max) };
}

const UNDER = /(?:不到|不足|少于|低于|没到|不够|不满|小于|未满|没有)(?:个)?$/u;
const AT_MOST = /(?:不超过?|没超过?|不多于|不高于|最多|顶多|至多|撑死)(?:就|也就|能|有|是)?$/u;
const OVER = /(?:超过|超了?|大于|高于|不止|不低于|不少于|至少|起码|最少|多于|得有)(?:有|得|要)?$/u;
const NEARLY = /(?:大概|大约|约|差不多|估计|将近|接近|快|平均|也就|上下)(?:有|是|得|能|个|在)?$/u;
const OVER_AFTER = /^(?:以上|还多|开外|出头|朝上|往上)/u;
const AT_MOST_AFTER = /^(?:以内|以下|之内)/u;
const NEARLY_AFTER = /^(?:左右|上下|来的|的样子|样子)/u;

function qualifierOf(amount: Amount, found: Found): Qualifier {
  const before = found.before(7);
  const after = found.after(3);
  if (AT_MOST.test(before) || AT_MOST_AFTER.test(after)) return 'at-most';
  if (UNDER.test(before)) return 'under';
  if (OVER.test(before) || OVER_AFTER.test(after) || amount.over) return 'over';
  if (NEARLY.test(before) || NEARLY_AFTER.test(after) || amount.vague) return 'about';
  return 'exact';
}

/** The words before the amount, back to the last pause; what stands right before a pause still belongs to it. */
function clauseBefore(found: Found): string {
  const before = found.before(24);
  const clause = /[^,。;!?]*$/u.exec(before)?.[0] ?? '';
  const parts = clause.split(' ');
  const last = parts.at(-1) ?? '';
  return last.length > 0 ? last : (parts.at(-2) ?? '').slice(-4);
}

const PERIOD_AFTER = new RegExp(
  `^(?:左右|以上|多)?(?:[/每${ONE}]|平均每)?(?:人[·./]?)?(?:个)?(?<unit>月|年|天|日|次|趟)(?!底|初|份|前|后|来|[级级])`,
  'u',
);
const PERIODS: readonly (readonly [Pay, RegExp])[] = [
  ['月', new RegExp(PER_MONTH, 'gu')],
  ['年', new RegExp(`(?:每年|${ONE}年|年收入|全年|年薪|年租金|年入)`, 'gu')],
  ['天', new RegExp(`(?:每天|${ONE}天|天天|日薪|日工资)`, 'gu')],
  ['次', new RegExp(`(?:${ONE}次性|一次性|每次|${ONE}次|${ONE}趟|每趟)`, 'gu')],
];
const UNIT_PERIODS: Readonly<Record<string, Pay>> = {
  月: '月',
  年: '年',
  天: '天',
  日: '天',
  次: '次',
  趟: '次',
};

function periodOf(clause: string, after: string): Pay | null {
  const behind = PERIOD_AFTER.exec(after);
  // 块年底 is no yearly amount: the unit needs its 每, 一 or stroke.
  const marked = behind !== null && /^(?:左右|以上|多)?(?:[/每]|平均每|\ue002)/u.test(behind[0]);
  if (marked) return UNIT_PERIODS[behind.groups?.['unit'] ?? ''] ?? null;
  const nearest = PERIODS.flatMap(([period, pattern]) =>
    [...clause.matchAll(pattern)].map((match) => ({ period, at: match.index })),
  ).sort((a, b) => b.at - a.at)[0];
  return nearest?.period ?? null;
}

const PER_PERSON_BEFORE = new RegExp(`每人|人均|每口人|${ONE}[个口]人|每个人`, 'u');
const PER_PERSON_AFTER = /^(?:\/人|每人|每口人)/u;
