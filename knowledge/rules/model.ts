/**
 * Words of the eligibility self-check. Plain data (JSON): a conversation stores the facts between turns.
 * A self-check is 初步判断 only: the town or street office examines, the county decides (个人信息保护法第24条).
 */
import { type Answer, type Citation, type Programme } from '../model.ts';
import { type DisabilityType, type Pay, type QuantityOptions } from '../text/quantity.ts';
import { type PropertyKind } from '../text/situation.ts';
import { type YesNo } from '../text/yes-no.ts';

/** What can be checked. 单人保 is a way into 低保; everything else is a programme. */
export const SELF_CHECKS = [
  '低保',
  '单人保',
  '特困',
  '临时救助',
  '低保边缘',
  '刚性支出',
  '残疾人两项补贴',
  '儿童保障',
] as const;
export type SelfCheck = (typeof SELF_CHECKS)[number];

/** The person was asked and does not know, or would rather not say: not asked again, never guessed. */
export type NotKnown = '不知道';

/** One income or spending as told. `max` is null where no upper end was said; amounts are yuan. */
export interface Sum {
  readonly yuan: number;
  readonly min: number;
  readonly max: number | null;
  readonly period: Extract<Pay, '月' | '年'>;
  readonly perPerson: boolean;
}

export interface DisabilityFact {
  readonly grade: 1 | 2 | 3 | 4 | null;
  readonly type: DisabilityType | null;
}

/** 法定义务人, by what article 8 of the 特困人员认定办法 knows of them; `能养` is none of its cases. */
export const SUPPORTERS = [
  '特困人员',
  '低保老人',
  '高龄低收入',
  '重残低收入',
  '失能失踪服刑',
  '能养',
] as const;
export type Supporter = (typeof SUPPORTERS)[number];

export const HARDSHIPS = ['意外', '急病', '支出', '其他'] as const;
export type Hardship = (typeof HARDSHIPS)[number];

/** What the household or person receives or is recognised as already. */
export const RECEIPTS = ['低保', '特困', '低保边缘', '孤儿', '事实无人抚养', '工伤护理费'] as const;
export type Receipt = (typeof RECEIPTS)[number];

type ParentState =
  '去世' | '失踪' | '查找不到' | '失联' | '重病' | '残疾' | '服刑' | '戒毒' | '限制自由' | '能抚养';

/** How a child's parent is; `months` is how long it has lasted or will last, where that was said. */
export interface ParentFact {
  readonly state: ParentState;
  readonly months: number | null;
  readonly disability: DisabilityFact | null;
}

/**
 * Everything that a person may tell, each once. Absent: not said yet. Lists are empty where the person said that there
 * is none.
 */
export interface SelfCheckFacts {
  readonly household?: number | NotKnown;
  /** Of the whole household; empty when there is none. */
  readonly income?: readonly Sum[] | NotKnown;
  /** Of the person alone. */
  readonly ownIncome?: readonly Sum[] | NotKnown;
  /** All of the own income is 居民基础养老金, 高龄津贴 or another that does not count. */
  readonly exemptIncome?: boolean | NotKnown;
  readonly area?: '城市' | '农村' | NotKnown;
  /** Its canonical name, or 不知道. */
  readonly district?: string;
  /** Besides the home that they live in and the land that they work. */
  readonly property?: readonly PropertyKind[] | NotKnown;
  readonly receives?: readonly Receipt[] | NotKnown;
  readonly age?: number | NotKnown;
  readonly disability?: DisabilityFact | 'none' | NotKnown;
  readonly illness?: boolean | NotKnown;
  readonly working?: boolean | NotKnown;
  readonly supporters?: readonly Supporter[] | NotKnown;
  readonly hardship?: readonly Hardship[] | NotKnown;
  readonly basicLife?: boolean | NotKnown;
  readonly askedBefore?: boolean | NotKnown;
  /** Necessary spending of the last twelve months, paid by the household itself. */
  readonly spending?: readonly Sum[] | NotKnown;
  readonly longCare?: boolean | NotKnown;
  readonly childAge?: number | NotKnown;
  readonly father?: ParentFact | NotKnown;
  readonly mother?: ParentFact | NotKnown;
}
export type FactKey = keyof SelfCheckFacts;
/** All of them, in the order in which people tell them. */
export const FACT_KEYS = [
  'household',
  'income',
  'ownIncome',
  'exemptIncome',
  'area',
  'district',
  'property',
  'receives',
  'age',
  'disability',
  'illness',
  'working',
  'supporters',
  'hardship',
  'basicLife',
  'askedBefore',
  'spending',
  'longCare',
  'childAge',
  'father',
  'mother',
] as const satisfies readonly FactKey[];

export type ConditionResult = '符合' | '不符合' | '还不清楚';

/** One condition as it stands with what was told. */
export interface AssessedCondition {
  readonly id: string;
  /** What the condition asks for, in one plain sentence. */
  readonly name: string;
  readonly result: ConditionResult;
  /** Why, with the arithmetic. */
  readonly working: string;
  /** The clause in force on the day that makes it a condition; null where none is stored for that day. */
  readonly citation: Citation | null;
  /** What must be said with the clause: second hand, or in doubt. */
  readonly hedge: string | null;
}

/** A way to the benefit: all of its conditions have to be met. */
export interface AssessedRoute {
  readonly id: string;
  readonly name: string;
  readonly standing: Standing;
  readonly conditions: readonly AssessedCondition[];
}

/** Of a route: every condition met; one not met; else open. Of a check: that of its best route. */
export type Standing = 'met' | 'not-met' | 'open' | 'not-in-force';

/** A statement of the policy with where it stands. */
export interface CitedLine {
  readonly text: string;
  readonly citation: Citation;
  /** What must be said with it, or null. */
  readonly hedge: string | null;
}

export interface Assessment {
  readonly check: SelfCheck;
  readonly programme: Programme;
  readonly asOf: string;
  readonly district: string | null;
  readonly standing: Standing;
  readonly routes: readonly AssessedRoute[];
  /** Amounts in force for those who get it, with the hedge that belongs to them. */
  readonly amounts: readonly { readonly text: string; readonly hedge: string | null }[];
  /** How things are counted, as far as it matters for what was told. */
  readonly notes: readonly CitedLine[];
  readonly bring: readonly CitedLine[];
  readonly where: readonly CitedLine[];
  readonly alsoFit: readonly SelfCheck[];
  /** The same as one answer for every channel: outcome `screen`. */
  readonly answer: Answer;
}

export interface AssessRequest {
  readonly check: SelfCheck;
  readonly facts: SelfCheckFacts;
  /** Any known name of a district; null while it is not known. */
  readonly district: string | null;
  /** The day whose law is applied, `YYYY-MM-DD`. */
  readonly asOf: string;
}

/** Something that can be checked, with the name that residents know. */
export interface SelfCheckProgramme {
  readonly check: SelfCheck;
  readonly programme: Programme;
  readonly name: string;
}

/** What a reply to one question was heard as. */
export type HeardReply =
  | { readonly kind: 'facts'; readonly facts: SelfCheckFacts }
  | { readonly kind: 'not-known' }
  /** Understood in part: `ask` names the words of the question that completes it; `heard` goes back in with the reply. */
  | { readonly kind: 'more'; readonly ask: MoreAsk; readonly heard: string }
  | { readonly kind: 'not-heard' };
export type MoreAsk = 'period' | 'month-total' | 'grade' | 'months';

export interface ReplyRequest {
  readonly key: FactKey;
  readonly text: string;
  /** What was understood in part before, and what was asked to complete it. */
  readonly before?: { readonly ask: MoreAsk; readonly heard: string } | null;
}

/** The self-check as the knowledge offers it. Nothing here throws for what a person typed. */
export interface SelfChecks {
  selfCheckProgrammes(): readonly SelfCheckProgramme[];
  /** Every condition 符合 / 不符合 / 还不清楚 with its article and arithmetic; never a verdict. */
  assess(request: AssessRequest): Assessment;
  /** The fact to ask for next, or null when asking settles nothing more. */
  nextFact(request: AssessRequest): FactKey | null;
  /** A fact as it was understood, to be read back; empty while it was not told. */
  sayFact(facts: SelfCheckFacts, key: FactKey): string;
  /** The facts that a free text tells clearly. */
  readFacts(text: string, options: QuantityOptions): SelfCheckFacts;
  readReply(request: ReplyRequest, options: QuantityOptions): HeardReply;
  /** 是, 没有, 不知道 and their many forms; null for anything else. */
  readYesNo(text: string): YesNo | null;
}
