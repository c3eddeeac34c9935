import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';
import { findPersonalData, maskPersonalData } from '../privacy/personal-data.ts';
import { readCaller } from './caller.ts';
import { type Call } from './call-store.ts';
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
  const { stored, phone } = withoutPersonalData(event);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deps.together(() => keep(deps, stored, { operator, phone }));
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

interface Found {
  readonly operator: string | null;
  readonly phone: string | null;
}

/** Throws `version.conflict` where somebody else changed or began the call: then the event is not kept either, or it would be in no call. */
async function keep(deps: DeskDeps, event: CallEvent, found: Found): Promise<Received> {
  const { store, crypto } = deps;
  const call = (await store.find(event.callId)) ?? (await newCall(deps, event.callId));
  const print = createHash('sha256').update(JSON.stringify(event)).digest('hex');
  const known = { call, kept: false, wordsOnly: true };
  if (!(await store.keepEvent(event, print, call.personId))) return known;
  const facts = withSentence(call, event) ?? (await allFolded(deps, call));
  if (facts.lines.length > MOST_EVENTS)
    throw new AppError('request.too-large', 'too many sentences');
  const heardPhone = call.form['heardPhone'] ?? found.phone;
  const next: Call = {
    ...call,
    ...facts,
    operator: call.operator ?? found.operator,
    form: heardPhone == null ? call.form : { ...call.form, heardPhone },
    version: call.version + 1,
  };
  if (!(await store.update(next, callerIndex(crypto, next))))
    throw new AppError('version.conflict', 'somebody else changed the call');
  const wordsOnly = next.state === call.state && next.operator === call.operator;
  return { call: next, kept: true, wordsOnly };
}

async function allFolded({ store, words }: DeskDeps, call: Call): Promise<CallFacts> {
  const events = await store.events(call.id, call.personId);
  if (events.length > MOST_EVENTS) throw new AppError('request.too-large', 'too many events');
  return foldCall(events, (raw) => readCaller(raw, words.areaCode));
}

async function newCall({ store, persons, clock, words }: DeskDeps, id: string): Promise<Call> {
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
  if (!(await store.insert(call, null)))
    throw new AppError('version.conflict', 'somebody else began the call');
  return call;
}

/** How earlier calls of the same number are found without the number being readable. */
export function callerIndex(crypto: DeskDeps['crypto'], { caller }: Call): string | null {
  return caller.number === null ? null : crypto.blindIndex('caller', caller.number);
}

/** Numbers that belong to a person are not kept in what was said; a phone goes into the sealed form. */
function withoutPersonalData(event: CallEvent): { stored: CallEvent; phone: string | null } {
  const { text } = event;
  if (text === undefined) return { stored: event, phone: null };
  const spoken = findPersonalData(text).find(({ kind }) => kind === 'phone');
  const phone = spoken === undefined ? null : text.slice(spoken.start, spoken.end);
  return { stored: { ...event, text: maskPersonalData(text) }, phone };
}
