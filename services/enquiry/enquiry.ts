import { type Answer, type AskContext, type AskTrace } from '../../knowledge/index.ts';

/** Through which door a question came. */
export const ENQUIRY_CHANNELS = ['web', 'api', 'phone', 'teams', 'console'] as const;
export type EnquiryChannel = (typeof ENQUIRY_CHANNELS)[number];

/** The longest question in characters (code points); published in the interface description and enforced at every door. */
export const LONGEST_QUESTION = 1000;

export interface EnquiryRequest {
  readonly question: string;
  /** Any known name of a district; null or absent when the person did not say. */
  readonly district?: string | null | undefined;
  /** `YYYY-MM-DD`; today when absent. */
  readonly asOf?: string | null | undefined;
  /** What the turn before handed back; null for a question that stands alone. */
  readonly context?: AskContext | null | undefined;
  readonly channel: EnquiryChannel;
  readonly conversationId?: string | null | undefined;
}

/** 答复 with the number under which it is on record: feedback, tickets and analysis name it. */
export interface EnquiryAnswer extends Answer {
  readonly id: string;
}

/** 咨询记录: one question asked and the answer given. Personal numbers in the question are masked. */
export interface Enquiry {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly channel: EnquiryChannel;
  readonly conversationId: string | null;
  readonly question: string;
  readonly answer: EnquiryAnswer;
}

/** A question that was answered but is not on record yet. */
export interface Considered {
  readonly answer: EnquiryAnswer;
  /** For the next turn of the same conversation. */
  readonly context: AskContext;
  readonly trace: AskTrace;
  /** What must be stored before the answer is acknowledged. */
  readonly record: Enquiry;
  /** How many personal numbers were masked in the record. */
  readonly personalData: number;
}

export interface EnquiryReply {
  readonly answer: EnquiryAnswer;
  readonly context: AskContext;
}

export interface EnquiryStore {
  /** Durable when it resolves; inside a transaction, when that commits. */
  insert(enquiry: Enquiry): Promise<void>;
  /** Null for an unknown number. */
  find(id: string): Promise<Enquiry | null>;
  /** What was asked in these chats, the newest first. */
  inChats(conversationIds: readonly string[], limit: number): Promise<readonly Enquiry[]>;
}

/** A person asks: admit (length, personal data) → today and district → answer → record. */
export interface Enquiries {
  /**
   * Answers without recording, for turns that store the record together with everything else they change.
   * Throws `request.invalid` for a question that is empty or too long.
   */
  consider(request: EnquiryRequest): Considered;
  /** Logs and counts an answer that is on record now. */
  told(considered: Considered): void;
  /** Answers and records. The record is durable when this resolves, or when the transaction around it commits. */
  ask(request: EnquiryRequest): Promise<EnquiryReply>;
}
