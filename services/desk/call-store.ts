import { type CallEvent, type CallFacts, type WrapUp } from './call.ts';

/** A call as it is kept. What names a person is sealed with a key of the call's own. */
export interface Call extends CallFacts {
  readonly id: string;
  readonly personId: string;
  /** Staff id of the operator who has the call; null while it rings. */
  readonly operator: string | null;
  /** What the operator typed into the form; speech never overwrites these. */
  readonly form: Readonly<Record<string, unknown>>;
  readonly ticket: string | null;
  readonly wrapUp: WrapUp | null;
  /** Marks that a suggestion was wrong, for the operator's own statistics. */
  readonly wrongMarks: number;
  /** Grows with every change; two people cannot take the same call. */
  readonly version: number;
}

export interface CallFilter {
  readonly operator?: string | undefined;
  readonly open?: boolean | undefined;
  readonly callerIndex?: string | undefined;
  readonly ticket?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Calls and their events; one call is changed by one writer at a time. */
export interface CallStore {
  find(id: string): Promise<Call | null>;
  /** False when the version before is not the stored one: somebody else was first. */
  update(call: Call, callerIndex: string | null): Promise<boolean>;
  /** The calls of these ids with their keys in hand. Call it, and use what it gives, inside one transaction. */
  atHand(ids: readonly string[]): Promise<CallsAtHand>;
  /** Newest first. */
  list(filter: CallFilter, limit: number): Promise<readonly Call[]>;
}

/** An event as it is kept: `print` is the same for the same call, kind, time and content. */
export interface PrintedEvent {
  readonly event: CallEvent;
  readonly print: string;
}

/** An event without personal data, and what was found in it. */
export interface EventToKeep extends PrintedEvent {
  readonly operator: string | null;
  readonly phone: string | null;
}

export interface IndexedCall {
  readonly call: Call;
  readonly callerIndex: string | null;
}

/** Several calls written as one: what fifty callers say in one moment costs as many statements as what one says. */
export interface CallsAtHand {
  /** By id; without those that there are not, or not any more. */
  readonly calls: ReadonlyMap<string, Call>;
  /** Adds a call. False when there is one of this id already. */
  begin(call: Call): Promise<boolean>;
  /** Those of the events of these calls that were not kept before. */
  keep(events: readonly PrintedEvent[]): Promise<ReadonlySet<PrintedEvent>>;
  /** All events of one of these calls, in no order. */
  events(callId: string): Promise<readonly CallEvent[]>;
  /** False when the version before one of them is not the stored one; then the transaction must not be committed. */
  write(calls: readonly IndexedCall[]): Promise<boolean>;
}

/** "This answer is wrong", said with one key: the editor's queue. */
export interface AnswerMark {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly questionId: string | null;
  readonly callId: string | null;
  /** Why, in the operator's words, personal data masked. */
  readonly note: string;
  /** What was asked, personal data masked. */
  readonly asked: string;
  /** The answer that was called wrong, as it was shown. */
  readonly answer: string;
  readonly clauseIds: readonly string[];
  /** The place for which it was given. */
  readonly district: string | null;
  readonly state: 'open' | 'done';
  /** Staff id of the editor who looked at it, when, and what came of it. */
  readonly doneBy: string | null;
  readonly doneAt: string | null;
  readonly doneNote: string;
}

export interface AnswerMarkStore {
  insert(mark: AnswerMark): Promise<void>;
  /** Open ones with the oldest first, done ones with the newest first. */
  list(state: AnswerMark['state'], limit: number): Promise<readonly AnswerMark[]>;
  /** False for one that is not open. */
  close(id: string, done: Pick<AnswerMark, 'doneBy' | 'doneAt' | 'doneNote'>): Promise<boolean>;
}

export type PresenceState = 'ready' | 'busy' | 'away';

/** Who is at the desk. A row older than its time to live counts as gone. */
export interface PresenceStore {
  set(staffId: string, state: PresenceState, seenAt: string): Promise<void>;
  since(
    seenAt: string,
  ): Promise<
    readonly { readonly staffId: string; readonly state: PresenceState; readonly seenAt: string }[]
  >;
}
