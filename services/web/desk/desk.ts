import { computed, reactive } from 'vue';
import type { Suggestion } from '../../desk/assist.ts';
import type { CallHistory, CallView, Present } from '../../desk/calls.ts';
import { api } from '../staff/api.ts';
import { session } from '../staff/session.ts';

/** A piece of speech that the recogniser may still change. */
interface Partial {
  readonly callId: string;
  readonly speaker: string;
  readonly text: string;
}

/** What the desk shows. Everything of a call ends with it: a shift of eight hours keeps no more than one of an hour. */
export const desk = reactive({
  calls: [] as CallView[],
  currentId: null as string | null,
  suggestion: null as Suggestion | null,
  history: null as CallHistory | null,
  partial: null as Partial | null,
  listening: null as string | null,
  /** Category of the form at hand, typed or heard. */
  category: null as string | null,
  present: [] as readonly Present[],
  /** Calls that were looked at on this page: one that a colleague handed on waits until it is. */
  opened: [] as readonly string[],
  /** Calls wrapped up since the page was opened: the figures of the shift look again. */
  wrappedUp: 0,
  online: true,
});

export const current = computed(() => desk.calls.find(({ id }) => id === desk.currentId) ?? null);
/** A colleague handed the call on, and it has not been looked at: somebody is on the line. */
export const isHandedOn = ({ id, mine, state, form }: CallView): boolean =>
  mine && state === 'answered' && form['transferredAt'] !== undefined && !desk.opened.includes(id);

/** Calls that wait: nobody has them, or a colleague handed them on; the longest waiting first. */
export const ringing = computed(() =>
  desk.calls
    .filter((call) => (call.operator === null && call.state !== 'ended') || isHandedOn(call))
    .sort((a, b) => (a.rangAt ?? '').localeCompare(b.rangAt ?? '')),
);

const NOTHING = {
  currentId: null,
  suggestion: null,
  history: null,
  partial: null,
  category: null,
} as const;
const base = '/api/staff/desk';
const of = (id: string, what = ''): string => `${base}/calls/${encodeURIComponent(id)}${what}`;

/** News heard while the list of calls is on its way: the list may be older than they are. */
let meanwhile: CallView[] | null = null;

/** All calls anew: whenever news may have been missed. */
export async function reload(): Promise<void> {
  const heard: CallView[] = [];
  meanwhile = heard;
  try {
    const { calls } = await api<{ calls: CallView[] }>('GET', `${base}/calls`);
    // A later look is on its way: it is the newer one.
    if (meanwhile !== heard) return;
    desk.calls = calls.map(withWordsHeard);
  } finally {
    if (meanwhile === heard) meanwhile = null;
  }
  heard.forEach(merge);
  if (desk.currentId !== null && current.value === null) close();
}

/** A list of calls has no words of other people's calls: what was heard by listening in stays. */
function withWordsHeard(call: CallView): CallView {
  const known = desk.calls.find(({ id }) => id === call.id);
  if (known === undefined || call.id !== desk.listening) return call;
  return { ...call, lines: known.lines, form: known.form };
}

/** Puts a call in the middle of the page. */
export async function choose(id: string): Promise<void> {
  if (desk.currentId === id) return;
  const opened = [id, ...desk.opened.filter((one) => desk.calls.some((call) => call.id === one))];
  Object.assign(desk, { ...NOTHING, currentId: id, opened });
  const [history, suggestion] = await Promise.all([
    api<CallHistory>('GET', of(id, '/history')),
    current.value?.mine === true ? api<Suggestion>('GET', of(id, '/suggestion')) : null,
  ]);
  // Another call may have been chosen in between, and speech is newer than what was asked for.
  if (desk.currentId !== id) return;
  desk.history = history;
  desk.suggestion ??= suggestion;
}

/** Leaves the call in the middle. */
export function close(): void {
  Object.assign(desk, NOTHING);
}

export async function take(id: string): Promise<void> {
  merge(await api<CallView>('POST', of(id, '/take'), {}));
  await choose(id);
}

export async function openManual(caller: string): Promise<void> {
  const call = await api<CallView>('POST', `${base}/calls`, {
    caller: caller === '' ? null : caller,
  });
  merge(call);
  await choose(call.id);
}

export async function say(speaker: 'caller' | 'operator', text: string): Promise<void> {
  if (desk.currentId !== null)
    merge(await api<CallView>('POST', of(desk.currentId, '/lines'), { speaker, text }));
}

export async function end(): Promise<void> {
  if (desk.currentId !== null) merge(await api<CallView>('POST', of(desk.currentId, '/end'), {}));
}

export async function listenIn(id: string): Promise<void> {
  const call = await api<CallView>('POST', of(id, '/listen'), {});
  desk.listening = id;
  merge(call);
  Object.assign(desk, { ...NOTHING, currentId: id });
  follow();
}

export function stopListening(): void {
  desk.listening = null;
  close();
  follow();
}

let source: EventSource | null = null;

export interface OtherNews {
  readonly queueChanged: () => void;
  readonly residentWrote: () => void;
}
let other: OtherNews | null = null;

/**
 * Follows the news of the desk. The browser reconnects by itself; whenever it listens anew, everything is asked for anew,
 * because nobody tells what happened before.
 */
export function follow(news: OtherNews | null = other): () => void {
  other = news;
  source?.close();
  const listen = desk.listening === null ? '' : `?listen=${encodeURIComponent(desk.listening)}`;
  const opened = new EventSource(`${base}/stream${listen}`);
  source = opened;
  const lookAnew = (): void => {
    void reload();
    other?.queueChanged();
    other?.residentWrote();
  };
  opened.onopen = () => {
    desk.online = true;
    lookAnew();
  };
  opened.onerror = () => {
    desk.online = false;
  };
  on<CallView>(opened, 'call', ({ body }) => merge(body));
  on<Suggestion>(opened, 'suggestion', ({ callId, body }) => {
    if (callId === desk.currentId) desk.suggestion = body;
  });
  on<Partial>(opened, 'partial', ({ callId, body }) => {
    if (callId === desk.currentId) desk.partial = body;
  });
  for (const kind of ['hand-over', 'call-back'])
    opened.addEventListener(kind, () => other?.queueChanged());
  opened.addEventListener('message', () => other?.residentWrote());
  opened.addEventListener('reload', lookAnew);
  return () => opened.close();
}

function on<Body>(
  from: EventSource,
  kind: string,
  tell: (news: { callId: string | null; body: Body }) => void,
): void {
  from.addEventListener(kind, ({ data }: MessageEvent<string>) => {
    tell(JSON.parse(data) as { callId: string | null; body: Body });
  });
}

/** One call as it now stands. News are written for everybody: whose call it is, the page knows. */
function merge(call: CallView): void {
  meanwhile?.push(call);
  const at = desk.calls.findIndex(({ id }) => id === call.id);
  if ((desk.calls[at]?.version ?? -1) > call.version) return;
  const next = { ...call, mine: call.operator !== null && call.operator === session.member?.id };
  const over =
    next.state === 'missed' || (next.state === 'ended' && (!next.mine || next.wrapUp !== null));
  if (call.id === desk.currentId) desk.partial = null;
  if (!next.mine) desk.opened = desk.opened.filter((id) => id !== call.id);
  if (over && call.id !== desk.currentId)
    desk.calls = desk.calls.filter(({ id }) => id !== call.id);
  else if (at >= 0) desk.calls[at] = next;
  else desk.calls.push(next);
}
