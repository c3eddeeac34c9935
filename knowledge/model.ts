/**
 * The words of the policy room. Types only: no value here depends on anything else.
 * Dates are `YYYY-MM-DD` (Beijing calendar days); amounts are decimal strings.
 */

/** 救助项目. The closed list that content, rules and answers share. */
export const PROGRAMMES = [
  '低保',
  '特困',
  '临时救助',
  '低保边缘',
  '刚性支出',
  '残疾人两项补贴',
  '儿童保障',
  '老年补贴',
  '流散人员救助',
  '医疗救助',
  '教育救助',
  '住房救助',
  '就业救助',
  '受灾救助',
  '法律援助',
  '司法救助',
  '价格补贴',
  '综合',
  '监督',
  '信访复议',
  '个人信息',
] as const;
export type Programme = (typeof PROGRAMMES)[number];

/** 方面: what about the programme is asked. */
export const ASPECTS = [
  '是什么',
  '条件',
  '家庭成员',
  '收入',
  '财产',
  '材料',
  '申请地',
  '代办',
  '流程',
  '时限',
  '公示',
  '金额',
  '标准',
  '发放',
  '变更',
  '复核',
  '停发减发',
  '渐退',
  '不予',
  '复议诉讼',
  '举报投诉',
  '法律责任',
  '归谁管',
  '渠道',
  '隐私',
  '对比',
] as const;
export type Aspect = (typeof ASPECTS)[number];

/** 五类告知内容 of 烟民函〔2021〕95号 (C1–C5). */
export const CATEGORIES = ['政策规定', '救助标准', '享受待遇', '求助方式', '监督渠道'] as const;
export type Category = (typeof CATEGORIES)[number];

/** How an exchange ended: a closed vocabulary; `reason` explains anything but `answered`. */
export const OUTCOMES = [
  'answered',
  'clarify',
  'declined',
  'collect',
  'verify',
  'screen',
  'handoff',
  'urgent',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How far a statement may be trusted: seen in a source, or second hand (told only with its hedge). */
export type Basis = 'verified' | 'second-hand';

export const LEVELS = [
  '法律',
  '行政法规',
  '地方性法规',
  '政府规章',
  '部门规章',
  '党内法规',
  '规范性文件',
  '国家标准',
  '办事指南',
] as const;
export type Level = (typeof LEVELS)[number];

/** A period in force; `to` is the last day, null while it stands. */
export interface Period {
  readonly from: string;
  readonly to: string | null;
}

/** 文件: one official document. */
export interface Source {
  readonly id: string;
  readonly title: string;
  /** Other names that people use for it: 57号文, 低保办法. */
  readonly aliases: readonly string[];
  /** 文号, or null where none is on file (the law before its 主席令 number is known). */
  readonly docNumber: string | null;
  readonly issuer: string;
  readonly issued: string | null;
  readonly inForce: Period;
  readonly level: Level;
  /** 全国, 山东省, 烟台市 or a district's canonical name. */
  readonly jurisdiction: string;
  /** `digest`: our own wording of its facts; `official`: the imported original text. */
  readonly wording: 'digest' | 'official';
  readonly programmes: readonly Programme[];
  readonly replaces: readonly string[];
  readonly replacedBy: string | null;
  /** One plain Chinese clause about an open doubt; answers resting on the source say it. */
  readonly doubt: string | null;
  /** Where the original is published, in words or as a link. */
  readonly published: string;
  readonly checked: string;
  readonly clauses: readonly Clause[];
}

/** 条款: one article (or part of one) of a source. */
export interface Clause {
  /** `<sourceId>#<anchor>`: stable, so that a citation survives re-indexing. */
  readonly id: string;
  readonly sourceId: string;
  readonly anchor: string;
  /** As people cite it: 第二十二条, 一（三）. */
  readonly article: string;
  readonly heading: string;
  /** One statement a line. A quote is an exact substring of it. */
  readonly text: string;
  readonly inForce: Period;
  readonly district: string;
  readonly basis: Basis;
  readonly replacedBy: string | null;
  readonly doubt: string | null;
}

/** 救助标准: one amount in force for one place. */
export interface Standard {
  readonly id: string;
  /** Same for every place and period of one figure, e.g. `disability-living-1-2`. */
  readonly key: string;
  readonly programme: Programme;
  readonly name: string;
  readonly area: '城市' | '农村' | '统一';
  readonly district: string;
  readonly amount: string;
  readonly unit: string;
  readonly inForce: Period;
  readonly clauseId: string;
  readonly basis: Basis;
  /** What must be said with the figure, e.g. 2026年2月公布的指南. */
  readonly hedge: string | null;
}

/** 问法条目: a canonical question with many phrasings and the answer that stored clauses carry. */
export interface Question {
  readonly id: string;
  readonly programme: Programme;
  readonly aspect: Aspect;
  readonly category: Category;
  /** The question in one plain sentence. */
  readonly title: string;
  readonly phrasings: readonly string[];
  readonly outcome: Outcome;
  /** Needed for anything but `answered`. */
  readonly reason: string | null;
  readonly versions: readonly QuestionVersion[];
  /** Ids of related questions, offered as next steps. */
  readonly next: readonly string[];
  /** Contact keys shown with the answer. */
  readonly contacts: readonly string[];
}

/** The answer of a question in one period and place. */
export interface QuestionVersion {
  readonly inForce: Period;
  readonly district: string;
  readonly clauses: readonly string[];
  readonly answer: string;
  readonly spoken: string;
  /** 干部版: the same in staff shorthand with articles. */
  readonly staff: string;
}

/** Whether the stored knowledge of a programme answers everything, some things or nothing. */
export const COVERED = ['complete', 'partial', 'absent'] as const;

/** How complete the stored knowledge of one programme is: shown to everybody. */
export interface Coverage {
  readonly programme: Programme;
  readonly status: (typeof COVERED)[number];
  /** The day through which the sources were checked. */
  readonly checked: string;
  /** What is there and what is missing, in one plain Chinese sentence. */
  readonly note: string;
}

/** 渠道: where people can turn. */
export interface Contact {
  readonly key: string;
  readonly name: string;
  readonly value: string;
  readonly kind: 'phone' | 'web' | 'window';
  readonly district: string;
  readonly hours: string | null;
  readonly note: string | null;
  readonly basis: Basis;
}

/** 区市 and what people call it. */
export interface District {
  readonly name: string;
  readonly type: string;
  readonly parent: string;
  readonly names: readonly string[];
  /** Mis-hearings and misspellings. */
  readonly mistakes: readonly string[];
  readonly website: string | null;
}

export interface Town {
  readonly name: string;
  readonly district: string;
  /** The functional zone that runs it, where that is known. */
  readonly zone: string | null;
}

/** A citation as shown: `quote` is an exact substring of the stored clause. */
export interface Citation {
  readonly sourceId: string;
  readonly clauseId: string;
  readonly title: string;
  readonly docNumber: string | null;
  readonly article: string;
  readonly quote: string;
  readonly wording: 'digest' | 'official';
  readonly inForceFrom: string;
  readonly inForceTo: string | null;
  readonly district: string;
  readonly url: string;
}

/** 答复 as every channel receives it (`design/api.md`). */
export interface Answer {
  readonly outcome: Outcome;
  readonly programme: Programme | null;
  readonly aspect: Aspect | null;
  readonly category: Category | null;
  readonly text: string;
  readonly spoken: string;
  readonly citations: readonly Citation[];
  readonly asOf: string;
  readonly district: string | null;
  readonly confidence: number;
  readonly suggestions: readonly string[];
  readonly contacts: readonly { readonly name: string; readonly value: string }[];
  readonly reason?: string;
  /** The question entry that answered, for feedback, analysis and context. */
  readonly questionIds: readonly string[];
}

/** A figure that a document itself states (60周岁, 1.5倍, 6个月): rules read it here, never from code. */
export interface RuleFigure {
  readonly key: string;
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly inForce: Period;
  readonly clauseId: string;
}
