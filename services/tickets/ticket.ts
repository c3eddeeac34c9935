import { type Role } from '../staff/role.ts';

/** 工单种类. */
export const KINDS = ['投诉', '举报', '建议', '求助', '咨询转办'] as const;
export type TicketKind = (typeof KINDS)[number];

/** 主诉求类别: what the person mainly complains of. */
export const TICKET_CATEGORIES = [
  '优亲厚友/资格不符',
  '拖延不办',
  '不予受理不给理由',
  '停发未告知',
  '克扣截留/代管存折',
  '收取好处费',
  '态度恶劣',
  '泄露隐私',
  '公示问题',
  '骗保举报',
  '政策不满意见',
  '咨询类误投',
  '重复投诉',
  '不属于民政管辖',
] as const;
export type TicketCategory = (typeof TICKET_CATEGORIES)[number];

export const STATES = [
  '待受理',
  '不予受理',
  '已受理',
  '转办',
  '退回',
  '办理中',
  '延期',
  '暂停',
  '待审核',
  '已审核',
  '办结',
  '已告知',
  '回访',
  '重新办理',
  '并案',
  '已归档',
] as const;
export type TicketState = (typeof STATES)[number];

/** What staff may ask of a ticket (`POST …/actions`). */
export const ACTIONS = [
  'accept',
  'refuse',
  'assign',
  'transfer',
  'return',
  'note',
  'extend',
  'pause',
  'resume',
  'draft-outcome',
  'send-back',
  'approve',
  'close',
  'call-back',
  'reopen',
  'supervise',
  'answer-supervision',
  'relabel',
  'classify',
  'merge',
  'archive',
] as const;
export type TicketAction = (typeof ACTIONS)[number];

/** 办理结论 (信访工作条例 第三十一、三十二条 in plain words). */
export const OUTCOME_CLASSES = ['支持', '部分支持', '解释说明', '不予支持', '不属职权'] as const;
export type OutcomeClass = (typeof OUTCOME_CLASSES)[number];

export type Urgency = '一般' | '紧急';
export type TicketChannel = 'web' | 'chat' | 'phone' | 'letter' | 'visit';

/** A clause as it stood on the decision date: kept with the outcome for ever, whatever happens to the clause. */
export interface QuotedClause {
  readonly clauseId: string;
  readonly title: string;
  readonly docNumber: string | null;
  readonly article: string;
  readonly quote: string;
  readonly wording: 'digest' | 'official';
  readonly inForceFrom: string;
  readonly inForceTo: string | null;
  readonly district: string;
}

/** Where a person who does not agree can turn, and until when. */
export interface ReviewRoute {
  readonly route: string;
  readonly body: string;
  /** `YYYY-MM-DD`. */
  readonly lastDay: string;
}

/** 办理结果: the record without which nothing is closed. Empty text counts as missing. */
export interface Outcome {
  readonly asked: string;
  readonly found: string;
  readonly class: OutcomeClass | null;
  readonly reasons: string;
  readonly clauses: readonly QuotedClause[];
  readonly nextSteps: string;
  readonly review: ReviewRoute | null;
  readonly contact: string;
  /** `YYYY-MM-DD`: the day on which the clauses had to be in force. */
  readonly decidedOn: string;
  /** Plain words for the resident: made from the parts, may be edited, is checked. */
  readonly plain: string;
}

/** What may be missing from a command; the words are in `words/tickets.yaml`. */
export const PARTS = [
  'asked',
  'found',
  'class',
  'reasons',
  'clauses',
  'next-steps',
  'review-route',
  'review-body',
  'review-last-day',
  'contact',
  'plain',
  'approval',
  'reason',
  'where-to-turn',
  'unit',
  'handler',
  'new-date',
  'request',
  'second-person',
  'independent-caller',
  'resident-confirmation',
  'within-return-days',
  'within-extension-limit',
  'other-ticket',
  'text',
  'category',
  'told',
  'no-conflict-of-interest',
] as const;
export type Part = (typeof PARTS)[number];

/** A pause or extension that was asked for and waits for another person's yes. */
export interface PendingRequest {
  readonly by: string;
  readonly reason: string;
  /** New last day, for an extension. */
  readonly until: string | null;
}

export interface Ratings {
  /** 1–5: how were you treated. */
  readonly treatment: number;
  /** 1–5: do you accept the outcome. */
  readonly outcome: number;
  readonly comment: string | null;
  readonly via: 'resident' | 'call-back';
}

/** Contact as typed by the person; not an identity. */
export interface TicketContact {
  readonly name: string | null;
  readonly phone: string | null;
}

/** 督办工单 as the office works on it. Personal parts are null once the person has been erased. */
export interface Ticket {
  readonly number: string;
  readonly version: number;
  readonly kind: TicketKind;
  readonly category: TicketCategory | null;
  readonly state: TicketState;
  readonly urgency: Urgency;
  readonly programme: string | null;
  readonly district: string | null;
  readonly town: string | null;
  readonly incidentDate: string | null;
  readonly channel: TicketChannel;
  readonly conversationId: string | null;
  readonly personId: string;
  readonly text: string | null;
  readonly contact: TicketContact;
  readonly anonymous: boolean;
  readonly confidential: boolean;
  readonly filedAt: string;
  readonly acceptedAt: string | null;
  readonly closedAt: string | null;
  readonly toldAt: string | null;
  readonly acceptBy: string;
  readonly dueDate: string;
  /** Id of the rule in `deadlines.yaml` and how the dates were counted, in words. */
  readonly clockRule: string;
  readonly clock: string;
  /** 首问负责人: who took it first; stays named to the end. */
  readonly firstOwner: string | null;
  readonly unit: string | null;
  readonly handler: string | null;
  /** Last day on which the unit that it was passed to may give it back. */
  readonly returnBy: string | null;
  readonly accusedUnit: string | null;
  readonly accusedPerson: string | null;
  readonly pauseRequest: PendingRequest | null;
  readonly extendRequest: PendingRequest | null;
  readonly relabelRequest: { readonly kind: TicketKind; readonly by: string } | null;
  /** The day from which the clock counts: filing or the last reopening. */
  readonly clockStart: string;
  readonly pausedOn: string | null;
  /** How long the clock stood still, in the unit of its rule. */
  readonly pausedDays: number;
  readonly extendedTo: string | null;
  readonly outcome: Outcome | null;
  readonly draftedBy: string | null;
  readonly approvedBy: string | null;
  readonly supervision: Supervision | null;
  readonly mergedInto: string | null;
  readonly reopened: number;
  readonly relabelled: number;
  readonly ratings: Ratings | null;
  readonly warnedOn: string | null;
  readonly escalatedOn: string | null;
  /** The outcome could not be delivered by any channel: a person has to tell it. */
  readonly toldFailed: boolean;
}

/** 督办单: a supervision notice issued from a ticket and answered in it. */
export interface Supervision {
  readonly text: string;
  readonly by: string;
  readonly answerBy: string;
  readonly answer: string | null;
}

/** Who acts: a member of staff, the resident who holds the query code, or the service itself. */
export interface Actor {
  readonly id: string;
  readonly role: Role | 'resident' | 'system';
  readonly unit: string | null;
  readonly name: string | null;
}

/** 流转记录 as the timeline shows it. `note` is internal and never reaches a resident. */
export interface TicketEvent {
  readonly number: string;
  readonly seq: number;
  readonly at: string;
  readonly action: string;
  readonly from: TicketState | null;
  readonly to: TicketState;
  readonly actor: string;
  readonly role: string;
  /** One plain Chinese sentence for the resident, or null when the step is internal. */
  readonly told: string | null;
  readonly internal: string | null;
}

/** A step as it is kept and proved: `commit` (in the audit chain) is the digest of salt and body. */
export interface RecordedEvent {
  readonly event: TicketEvent;
  readonly salt: string;
  /** JSON of the step: what was recorded, letter by letter. */
  readonly body: string;
  readonly commit: string;
}
