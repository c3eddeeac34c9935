import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';
import { findPersonalData, maskPersonalData } from '../privacy/personal-data.ts';
import { readCaller } from './caller.ts';
import { type Call } from './call-store.ts';
import { type CallEvent, type CallFacts, foldCall, withSentence } from './call.ts';
import { type DeskDeps, type Received } from './deps.ts';

/** Another writer may change the same call in between; each try reads it anew. */
const TRIES = 5;
const MOST_EVENTS = 2000;

/** Keeps one event and brings the call up to date, as one. Order and repetition of events change nothing. */
export async function receiveEvent(deps: DeskDeps, event: CallEvent): Promise<Received> {
  const operator = event.operator === undefined ? null : await deps.operatorByLogin(event.operator);
  const { stored, phone } = withoutPersonalData(event);
  for (let attempt = 1; ; attempt += 1) {
    const received = await deps.together(() => keep(deps, stored, { operator, phone }));
    if (received !== null) return received;
    if (attempt === TRIES) throw new AppError('storage.busy', 'the call changes all the time');
  }
}

interface Found {
  readonly operator: string | null;
  readonly phone: string | null;
}

async function keep(deps: DeskDeps, event: CallEvent, found: Found): Promise<Received | null> {
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
  if (!(await store.update(next, callerIndex(crypto, next)))) return null;
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
  await store.insert(call, null);
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
