import { randomUUID } from 'node:crypto';
import { type Audit } from '../audit/audit.ts';
import { type Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { type StaffMember } from '../staff/role.ts';
import { type UnitOfWork } from '../unit-of-work.ts';
import { type ErasureList } from './erasure-list.ts';
import { type FieldCrypto } from './field-crypto.ts';
import { maskPhone } from './mask.ts';
import { subjectCopy, type SubjectData } from './subject-copy.ts';
import {
  type Erased,
  type ErasureProof,
  type NewSubjectRequest,
  type Subject,
  type SubjectRequest,
  type SubjectRequests,
  type SubjectRequestView,
  type SubjectScope,
  type SubjectStore,
} from './subject.ts';
import { type SubjectWords } from './subject-words.ts';

export interface SubjectRequestDeps {
  readonly store: SubjectStore;
  readonly unitOfWork: UnitOfWork;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly crypto: FieldCrypto;
  readonly words: SubjectWords;
  readonly data: SubjectData;
  readonly list: ErasureList;
  /** States in which a ticket still has to be worked on: what it holds is needed by law. */
  readonly openStates: readonly string[];
  /** Conversations that are no more: whoever keeps them in memory lets go. */
  readonly dropConversation: (id: string) => void;
}

const LISTED = 200;

/** See `SubjectRequests`. */
export function createSubjectRequests(deps: SubjectRequestDeps): SubjectRequests {
  const { store } = deps;
  return {
    ask: (staff, request) => ask(deps, staff, request),
    list: async (staff) => {
      const requests = await store.list(LISTED);
      return Promise.all(requests.map((request) => viewOf(deps, staff, request)));
    },
    decide: (staff, id, decision) => decide(deps, staff, id, decision),
    copy: async (staff, id) => {
      const request = await found(deps, id);
      const may = request.kind === 'copy' && request.state === 'approved';
      // Before anything leaves the house.
      await noted(deps, staff, request, may ? 'hand-out-copy' : 'refused-copy');
      if (!may) throw new AppError('access.denied');
      return subjectCopy(deps.data, await store.scope(subjectOf(request)), deps.words);
    },
    proof: (staff, id) => proof(deps, staff, id),
  };
}

async function ask(
  deps: SubjectRequestDeps,
  staff: StaffMember,
  { kind, number, phone, identity, reason }: NewSubjectRequest,
): Promise<SubjectRequestView> {
  if ((number === undefined) === (phone === undefined)) throw refused(deps, 'number', 'one-of');
  const phoneIndex = phone === undefined ? null : deps.crypto.blindIndex('phone', phone);
  const request: SubjectRequest = {
    ...{ id: randomUUID(), kind, number: number ?? null, phoneIndex, state: 'open' },
    ...{ askedBy: staff.id, askedAt: deps.clock.now().toISOString() },
    ...{ decidedBy: null, decidedAt: null, erased: null, version: 1 },
    personal: { reason, identity, shownPhone: phone === undefined ? null : maskPhone(phone) },
  };
  const scope = await deps.store.scope(subjectOf(request));
  if (sizeOf(scope) === 0) throw new AppError('not-found');
  if (kind === 'erase') assertNotNeeded(deps, scope);
  await deps.unitOfWork.transaction(async () => {
    await deps.store.insert(request);
    await noted(deps, staff, request, `ask-${kind}`);
  });
  return viewOf(deps, staff, request);
}

async function decide(
  deps: SubjectRequestDeps,
  staff: StaffMember,
  id: string,
  { approve, version }: { readonly approve: boolean; readonly version: number },
): Promise<SubjectRequestView> {
  const request = await found(deps, id);
  if (staff.id === request.askedBy) {
    await noted(deps, staff, request, 'refused-own-decision');
    throw new AppError('access.denied');
  }
  if (request.version !== version || request.state !== 'open')
    throw new AppError('version.conflict');
  const at = deps.clock.now().toISOString();
  const decided = { ...request, decidedBy: staff.id, decidedAt: at, version: version + 1 };
  if (!approve) return put(deps, staff, { ...decided, state: 'refused' });
  if (request.kind === 'copy') return put(deps, staff, { ...decided, state: 'approved' });
  return erase(deps, staff, decided, at);
}

async function put(
  deps: SubjectRequestDeps,
  staff: StaffMember,
  next: SubjectRequest,
): Promise<SubjectRequestView> {
  await deps.unitOfWork.transaction(async () => {
    if (!(await deps.store.update(next))) throw new AppError('version.conflict');
    await noted(
      deps,
      staff,
      next,
      `${next.state === 'refused' ? 'refuse' : 'approve'}-${next.kind}`,
    );
  });
  return viewOf(deps, staff, next);
}

async function erase(
  deps: SubjectRequestDeps,
  staff: StaffMember,
  decided: SubjectRequest,
  at: string,
): Promise<SubjectRequestView> {
  const { store, unitOfWork } = deps;
  const { next, erased } = await unitOfWork.transaction(async () => {
    // Looked at again: what was done with when it was asked may be needed now.
    const scope = await store.scope(subjectOf(decided));
    assertNotNeeded(deps, scope);
    const gone = erasedBy(scope, at);
    const done: SubjectRequest = { ...decided, state: 'done', erased: gone };
    if (!(await store.update(done))) throw new AppError('version.conflict');
    await store.erase(scope, at);
    await noted(deps, staff, done, 'approve-erase');
    for (const number of gone.tickets) await noteTicket(deps, staff, number, decided.id);
    return { next: done, erased: gone };
  });
  await deps.list.add(erased.persons, at);
  erased.conversations.forEach(deps.dropConversation);
  return viewOf(deps, staff, next);
}

/** What goes when a scope is erased. */
function erasedBy({ tickets, calls, benefits }: SubjectScope, at: string): Erased {
  const persons = [...tickets, ...calls, ...benefits].map(({ personId }) => personId);
  return {
    at,
    persons: [...new Set(persons)],
    tickets: tickets.map(({ number }) => number),
    calls: calls.map(({ id }) => id),
    benefits: benefits.map(({ id }) => id),
    conversations: [...new Set(tickets.flatMap(({ conversationId }) => conversationId ?? []))],
  };
}

async function proof(
  deps: SubjectRequestDeps,
  staff: StaffMember,
  id: string,
): Promise<ErasureProof> {
  const request = await found(deps, id);
  const { erased } = request;
  if (erased === null) throw new AppError('not-found');
  const { keys, cells } = await deps.store.remains(erased.persons);
  const conversationsLeft = await deps.store.conversationsLeft(erased.conversations);
  const chain = await deps.audit.verify();
  await noted(deps, staff, request, 'prove-erase');
  return {
    ...{ at: erased.at, persons: erased.persons.length, keysLeft: keys },
    ...{ cells: cells.length, opened: cells.filter((cell) => opens(deps, cell)).length },
    ...{ conversationsLeft, chain: { ok: chain.ok, rows: chain.rows } },
  };
}

/** Whether a key that we still hold belongs to this ciphertext: it names the key that sealed it. */
function opens({ crypto }: SubjectRequestDeps, cell: string): boolean {
  try {
    crypto.open(cell, { table: '', column: '', row: '' });
    return true;
  } catch (thrown) {
    // "Unknown key" is what a destroyed key looks like; any other refusal means that the key is still there.
    return !(thrown instanceof AppError && thrown.message === 'sealed with an unknown key');
  }
}

function assertNotNeeded(deps: SubjectRequestDeps, scope: SubjectScope): void {
  const { tickets, calls, benefits } = scope;
  if (tickets.some(({ state }) => deps.openStates.includes(state)))
    throw refused(deps, 'number', 'open-ticket');
  if (calls.some(({ state }) => state !== 'ended')) throw refused(deps, 'phone', 'open-call');
  if (benefits.some(({ state }) => state === 'active'))
    throw refused(deps, 'phone', 'active-benefit');
}

function refused(
  { words }: SubjectRequestDeps,
  field: string,
  key: keyof SubjectWords['refused'],
): AppError {
  const message = words.refused[key];
  return new AppError('request.invalid', undefined, { fields: [{ field, message }] });
}

async function found({ store }: SubjectRequestDeps, id: string): Promise<SubjectRequest> {
  const request = await store.find(id);
  if (!request) throw new AppError('not-found');
  return request;
}

function subjectOf({ number, phoneIndex }: SubjectRequest): Subject {
  return number === null ? { phoneIndex: phoneIndex ?? '' } : { number, phoneIndex: null };
}

const sizeOf = ({ tickets, calls, benefits }: SubjectScope): number =>
  tickets.length + calls.length + benefits.length;

async function viewOf(
  { store }: SubjectRequestDeps,
  staff: StaffMember,
  request: SubjectRequest,
): Promise<SubjectRequestView> {
  const { id, kind, number, state, askedBy, askedAt, decidedBy, decidedAt, version } = request;
  const { personal, erased } = request;
  const { tickets, calls, benefits } = erased ?? (await store.scope(subjectOf(request)));
  return {
    ...{ id, kind, number, state, askedBy, askedAt, decidedBy, decidedAt, version },
    ...{ reason: personal.reason, identity: personal.identity, phone: personal.shownPhone },
    found: { tickets: tickets.length, calls: calls.length, benefits: benefits.length },
    mayDecide: state === 'open' && askedBy !== staff.id,
  };
}

async function noted(
  { audit, unitOfWork }: SubjectRequestDeps,
  staff: StaffMember,
  { id, kind, number }: SubjectRequest,
  action: string,
): Promise<void> {
  const who = { actor: staff.id, role: staff.role, requestId: null };
  const outcome = action.startsWith('refused-') ? 'refused' : 'done';
  const what = { action, objectType: 'person-request', objectId: id, outcome } as const;
  await unitOfWork.transaction(async () => {
    await audit.append({ ...who, ...what, detail: { kind, ticket: number } });
  });
}

/** The ticket's own trail says that and by which request it was emptied. */
async function noteTicket(
  { audit }: SubjectRequestDeps,
  staff: StaffMember,
  number: string,
  request: string,
): Promise<void> {
  await audit.append({
    ...{ actor: staff.id, role: staff.role, requestId: null },
    ...{ action: 'erase', objectType: 'ticket', objectId: number, outcome: 'done' },
    detail: { request },
  });
}
