/**
 * What the answering room promises to the other rooms: requests, results and the knowledge itself.
 * Everything here is plain data (JSON), so that a conversation can be stored and an answer can travel.
 */
import {
  type Answer,
  type Aspect,
  type Clause,
  type Contact,
  type Coverage,
  type District,
  type Programme,
  type Question,
  type Source,
  type Standard,
  type Town,
} from '../model.ts';
import { type ReadComplaint, type ReadIncidentDate } from '../complaints/read-complaint.ts';
import { type SelfChecks } from '../rules/model.ts';

/** One question as it comes in. Dates are `YYYY-MM-DD`, Beijing calendar days. */
export interface AskRequest {
  readonly question: string;
  /** Where the person lives, as they or their device said it; any known name of a district. */
  readonly district?: string | null;
  /** The day whose law is asked for; today when absent. */
  readonly asOf?: string | null;
  /** Today, from the caller's clock: this room has none. */
  readonly today: string;
  /** What `answer()` handed back for the previous turn of the same conversation. */
  readonly context?: AskContext | null;
}

/** A choice that was offered with a clarifying question. */
export interface PendingChoice {
  /** The words on the button; typing them, their number or a part of them picks it. */
  readonly label: string;
  /** The question entry that the choice leads to, or null when it only completes the question. */
  readonly questionId: string | null;
  /** What is asked when the choice is taken. */
  readonly question: string;
}

/** What a conversation remembers between turns: plain JSON, stored by the bot, opaque to everybody else. */
export interface AskContext {
  readonly programme: Programme | null;
  readonly aspect: Aspect | null;
  readonly district: string | null;
  /** A date that the person named, kept for follow-ups; null when today is meant. */
  readonly asOf: string | null;
  /** Ids of the entries that answered last. */
  readonly questionIds: readonly string[];
  /** The last question as understood: a follow-up is completed from it. */
  readonly lastQuestion: string | null;
  /** Choices that wait for an answer; null when nothing was asked back. */
  readonly pending: readonly PendingChoice[] | null;
  /** Turns in a row that ended without an answer. After two a person is offered. */
  readonly failedTries: number;
}

export const EMPTY_CONTEXT: AskContext = {
  programme: null,
  aspect: null,
  district: null,
  asOf: null,
  questionIds: [],
  lastQuestion: null,
  pending: null,
  failedTries: 0,
};

/** Why the pipeline ended where it did: for logs (no words of the person), evaluation and the staff's hit test. */
export interface AskTrace {
  readonly steps: readonly { readonly name: string; readonly ms: number }[];
  /** The step that ended the pipeline and what it decided, e.g. `decide: matched`. */
  readonly decision: string;
  readonly candidates: readonly Candidate[];
  /** Drafts that the check refused, with the rule they broke: an editor has to look at these. */
  readonly refused: readonly { readonly questionId: string; readonly rule: string }[];
}

/** One entry that could answer, with what spoke for it. */
export interface Candidate {
  readonly questionId: string;
  readonly title: string;
  readonly programme: Programme;
  readonly aspect: Aspect;
  /** 0–1, calibrated: the share of such matches that were right in the measurements. */
  readonly confidence: number;
  /** Words of the question that the entry holds. */
  readonly matched: readonly string[];
}

export interface AskResult {
  readonly answer: Answer;
  readonly context: AskContext;
  readonly trace: AskTrace;
}

export interface CandidateRequest {
  readonly question: string;
  readonly limit: number;
  readonly asOf: string;
  readonly district?: string | null;
}

/** A stored clause that a free search found. */
export interface ClauseHit {
  readonly clause: Clause;
  readonly source: Source;
  /** Comparable within one search only. */
  readonly score: number;
  /** Words of the search that the clause or its title holds. */
  readonly matched: readonly string[];
}

export interface ClauseSearchRequest {
  readonly query: string;
  readonly limit: number;
  /** Only clauses in force on this day; all periods when absent. */
  readonly asOf?: string | null;
}

/** A place that a sentence names. */
export interface PlaceFound {
  readonly district: string | null;
  readonly town: string | null;
}

/** The policy, ready to be asked. A value: publishing new content builds another one and swaps it in. */
export interface Knowledge extends SelfChecks {
  /** Which content this is; changes with every published change. */
  readonly version: string;
  /** The place that the service speaks for, e.g. 烟台市. */
  readonly place: string;
  /** Answers any string; never throws for what a person typed. */
  answer(request: AskRequest): AskResult;
  /** Rank and matched words of the best entries, for operators and editors. */
  candidates(request: CandidateRequest): readonly Candidate[];
  search(request: ClauseSearchRequest): readonly ClauseHit[];
  question(id: string): Question | null;
  /** 干部版 of an entry on a day and in a place, or null. */
  staffWording(id: string, asOf: string, district: string | null): string | null;
  clause(id: string): Clause | null;
  source(id: string): Source | null;
  sources(): readonly Source[];
  questions(): readonly Question[];
  /** Amounts in force on a day; of one programme or place when given. */
  standards(filter: {
    readonly asOf: string;
    readonly programme?: string | null;
    readonly district?: string | null;
  }): readonly Standard[];
  contacts(district?: string | null): readonly Contact[];
  districts(): readonly District[];
  towns(): readonly Town[];
  /** How complete the stored knowledge of each programme is, in the order of the programmes. */
  coverage(): readonly Coverage[];
  /** The district and town that a sentence names. */
  findPlace(text: string): PlaceFound;
  /** What a complaint in a person's own words says: pure, any text, never throws. */
  readonly readComplaint: ReadComplaint;
  /** What an answer to “when was it?” names. */
  readonly readIncidentDate: ReadIncidentDate;
  /** A sentence of `words/replies.yaml` by its key, with `{name}` filled. Throws for an unknown key: a fault of ours. */
  words(key: string, values?: Readonly<Record<string, string>>): string;
}
