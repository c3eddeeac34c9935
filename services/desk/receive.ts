import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';
import { findPersonalData, maskPersonalData } from '../privacy/personal-data.ts';
import { readCaller } from './caller.ts';
import { type Call, type CallsAtHand, type EventToKeep, type PrintedEvent } from './call-store.ts';
import { type CallEvent, type CallFacts, foldCall, withSentence } from './call.ts';
import { type DeskDeps, type Received } from './deps.ts';

/** Another process may change, or begin, the same call in between; each try reads it anew. */
const TRIES = 8;
const MOST_EVENTS = 2000;

/**
 * Keeps one event and brings the call up to date, as one. Order and repetition of events change nothing. Throws `storage.busy` when
 * it could not be kept now: the sender says it again. Throws `conflict` for a call whose caller was erased.
 */
export async function receiveEvent(deps: DeskDeps, event: CallEvent): Promise<Received> {
  const operator = event.operator === undefined ? null : await deps.operatorByLogin(event.operator);
  const toKeep = { ...withoutPersonalData(event), operator };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deps.together(toKeep);
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'version.conflict') throw thrown;
      if (attempt === TRIES) throw await givenUp(deps, event, thrown);
    }
  }
}

async function givenUp({ store }: DeskDeps, event: CallEvent, cause: AppError): Promise<AppError> {
  return (await store.find(event.callId)) === null
    ? new AppError('conflict', 'the caller was erased', { cause })
    : new AppError('storage.busy', 'the call changes all the time', { cause });
}

/**
 * Keeps events of calls and brings the calls up to date, in the transaction under way. Throws `version.conflict` where somebody else
 * changed or began one of the calls: then none may be kept, or a sentence would be in no call.
 */
export async function keepTogether(
  deps: Omit<DeskDeps, 'together'>,
  coming: readonly EventToKeep[],
): Promise<readonly Received[]> {
  const ids = [...new Set(coming.map(({ event }) => event.callId))];
  const hand = await deps.store.atHand(ids);
  const before = new Map<string, Call>();
  for (const id of ids) before.set(id, hand.calls.get(id) ?? (await begun(deps, hand, id)));
  const kept = await hand.keep(coming);
  const after = new Map(before);
  for (const [id, call] of before) {
    const fresh = coming.filter((one) => one.event.callId === id && kept.has(one));
    if (fresh.length > 0) after.set(id, await withEvents(deps, hand, call, fresh));
  }
  const changed = [...after.values()].filter((call) => call !== before.get(call.id));
  const indexed = changed.map((call) => ({ call, callerIndex: callerIndex(deps.crypto, call) }));
  if (!(await hand.write(indexed)))
    throw new AppError('version.conflict', 'somebody else changed a call');
  return coming.map((one) => received(one, { before, after, kept }));
}

function received(
  one: EventToKeep,
  {
    before,
    after,
    kept,
  }: Record<'before' | 'after', ReadonlyMap<string, Call>> & { kept: ReadonlySet<unknown> },
): Received {
  const [was, is] = [before.get(one.event.callId), after.get(one.event.callId)];
  if (was === undefined || is === undefined) throw new Error('a call was not at hand');
  const wordsOnly = is.state === was.state && is.operator === was.operator;
  return { call: is, kept: kept.has(one), wordsOnly };
}

/** The call with events that were just kept. */
async function withEvents(
  { words }: Pick<DeskDeps, 'words'>,
  hand: CallsAtHand,
  call: Call,
  fresh: readonly EventToKeep[],
): Promise<Call> {
  let facts: CallFacts | null = call;
  for (const { event } of fresh) facts = facts === null ? null : withSentence(facts, event);
  if (facts === null) {
    const events = await hand.events(call.id);
    if (events.length > MOST_EVENTS) throw new AppError('request.too-large', 'too many events');
    facts = foldCall(events, (raw) => readCaller(raw, words.areaCode));
  }
  if (facts.lines.length > MOST_EVENTS)
    throw new AppError('request.too-large', 'too many sentences');
  const heardPhone = call.form['heardPhone'] ?? firstOf(fresh, ({ phone }) => phone);
  return {
    ...call,
    ...facts,
    operator: call.operator ?? firstOf(fresh, ({ operator }) => operator),
    form: heardPhone == null ? call.form : { ...call.form, heardPhone },
    version: call.version + 1,
  };
}

function firstOf(
  events: readonly EventToKeep[],
  what: (event: EventToKeep) => string | null,
): string | null {
  return events.map(what).find((found) => found !== null) ?? null;
}

async function begun(
  { persons, clock, words }: Pick<DeskDeps, 'persons' | 'clock' | 'words'>,
  hand: CallsAtHand,
  id: string,
): Promise<Call> {
  const call: Call = {
    ...foldCall([], (raw) => readCaller(raw, words.areaCode)),
    id,
    personId: await persons.create(clock.now().toISOString()),
    operator: null,
    form: {},
    ticket: null,
    wrapUp: null,
    wrongMarks: 0,
    version: 0,
  };
  if (!(await hand.begin(call)))
    throw new AppError('version.conflict', 'somebody else began the call');
  return call;
}

/** How earlier calls of the same number are found without the number being readable. */
export function callerIndex(crypto: DeskDeps['crypto'], { caller }: Call): string | null {
  return caller.number === null ? null : crypto.blindIndex('caller', caller.number);
}

/** Numbers that belong to a person are not kept in what was said; a phone goes into the sealed form. */
function withoutPersonalData(event: CallEvent): PrintedEvent & Pick<EventToKeep, 'phone'> {
  const { text } = event;
  if (text === undefined) return { event, print: printOf(event), phone: null };
  const spoken = findPersonalData(text).find(({ kind }) => kind === 'phone');
  const phone = spoken === undefined ? null : text.slice(spoken.start, spoken.end);
  const stored = { ...event, text: maskPersonalData(text) };
  return { event: stored, print: printOf(stored), phone };
}

const printOf = (event: CallEvent): string =>
  createHash('sha256').update(JSON.stringify(event)).digest('hex');
