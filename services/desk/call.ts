import { type Caller } from './caller.ts';

export const CALL_EVENT_TYPES = ['ringing', 'answered', 'transcript', 'ended'] as const;
export type CallEventType = (typeof CALL_EVENT_TYPES)[number];
export const SPEAKERS = ['caller', 'operator'] as const;
export type Speaker = (typeof SPEAKERS)[number];

/** One thing that a call centre or speech recogniser tells of a call. */
export interface CallEvent {
  readonly callId: string;
  readonly type: CallEventType;
  /** When it happened (ISO 8601 with offset), not when it arrived. */
  readonly at: string;
  readonly caller?: string | undefined;
  /** Login of the operator who took the call. */
  readonly operator?: string | undefined;
  readonly speaker?: Speaker | undefined;
  readonly text?: string | undefined;
  /** False while the recogniser may still change this piece; such pieces are shown and not kept. */
  readonly final?: boolean | undefined;
}

export interface CallLine {
  readonly at: string;
  readonly speaker: Speaker;
  readonly text: string;
}

/** `missed`: ended without anybody answering. */
export type CallState = 'ringing' | 'answered' | 'ended' | 'missed';

/** How a call ended for the person. */
export const RESOLUTIONS = ['answered', 'ticket', 'transferred', 'call-back', 'dropped'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

export interface WrapUp {
  readonly summary: string;
  readonly resolution: Resolution;
  readonly by: string;
  readonly at: string;
}

/** What is known of a call from its events alone, in whatever order they came. */
export interface CallFacts {
  readonly state: CallState;
  readonly caller: Caller;
  readonly rangAt: string | null;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  /** Login that the exchange named. */
  readonly answeredBy: string | null;
  readonly lines: readonly CallLine[];
}

/**
 * Folds events into facts. Order of arrival does not matter: events are taken by the time at which they happened,
 * and a late `answered` before `ended` is an answered call that has ended.
 */
export function foldCall(
  events: readonly CallEvent[],
  readCaller: (raw: string | undefined) => Caller,
): CallFacts {
  const inTime = [...events].sort(byTime);
  const first = (type: CallEventType): CallEvent | undefined =>
    inTime.find((event) => event.type === type);
  const answered = first('answered');
  const ended = inTime.findLast((event) => event.type === 'ended');
  const spoken = inTime.filter(({ type, text }) => type === 'transcript' && text !== undefined);
  return {
    state: stateOf(answered, ended, spoken.length > 0),
    caller: readCaller(inTime.find(({ caller }) => caller !== undefined)?.caller),
    rangAt: first('ringing')?.at ?? null,
    answeredAt: answered?.at ?? null,
    endedAt: ended?.at ?? null,
    answeredBy: inTime.findLast(({ operator }) => operator !== undefined)?.operator ?? null,
    lines: spoken.map(({ at, speaker = 'caller', text = '' }) => ({ at, speaker, text })),
  };
}

/**
 * The same as folding all events again, where only one more sentence came that says nothing of the exchange; null where they
 * have to be folded.
 */
export function withSentence(facts: CallFacts, event: CallEvent): CallFacts | null {
  const { type, at, speaker = 'caller', text, caller, operator } = event;
  if (type !== 'transcript' || text === undefined) return null;
  if (caller !== undefined || operator !== undefined) return null;
  const when = Date.parse(at);
  const after = facts.lines.findLastIndex((line) => Date.parse(line.at) <= when);
  return {
    ...facts,
    state: facts.endedAt === null ? 'answered' : 'ended',
    lines: facts.lines.toSpliced(after + 1, 0, { at, speaker, text }),
  };
}

function byTime(one: CallEvent, other: CallEvent): number {
  return (
    Date.parse(one.at) - Date.parse(other.at) ||
    CALL_EVENT_TYPES.indexOf(one.type) - CALL_EVENT_TYPES.indexOf(other.type)
  );
}

// A recogniser may speak before the exchange has said that somebody answered.
function stateOf(
  answered: CallEvent | undefined,
  ended: CallEvent | undefined,
  spoke: boolean,
): CallState {
  const taken = answered !== undefined || spoke;
  if (ended !== undefined) return taken ? 'ended' : 'missed';
  return taken ? 'answered' : 'ringing';
}
