import { type RetentionStore } from '../privacy/retention.ts';
import { type Sealer } from '../privacy/sealer.ts';
import {
  type Subject,
  type SubjectRequest,
  type SubjectScope,
  type SubjectStore,
} from '../privacy/subject.ts';
import { type Database } from './database.ts';
import { inParts } from './in-parts.ts';

interface RequestRow {
  id: string;
  kind: SubjectRequest['kind'];
  number: string | null;
  phone_index: string | null;
  state: SubjectRequest['state'];
  asked_by: string;
  asked_at: string;
  decided_by: string | null;
  decided_at: string | null;
  sealed: string;
  erased: string | null;
  version: number;
}

const TICKET = {
  number: 'number',
  state: 'state',
  personId: 'person_id',
  conversationId: 'conversation_id',
};
const OTHER = { id: 'id', state: 'state', personId: 'person_id' };
/** Nothing is left to be done in these. */
const DONE_WITH = ['已归档', '不予受理', '并案', '已告知', '回访'];
const cell = (id: string) => ({ table: 'person_requests', column: 'sealed', row: id });

/** Requests about persons, and the erasing itself, in SQL. */
export function subjectStore(db: Database, sealer: Sealer): SubjectStore & RetentionStore {
  return {
    scope: (subject) => db.run(() => scopeOf(db, subject)),
    erase: (scope, at) => db.transaction(() => erase(db, scope, at)),
    ...requestQueries(db, sealer),
    ...remainQueries(db),
    expired: (purpose, before, limit) =>
      db.run(() =>
        purpose === 'tickets' ? expiredTickets(db, before, limit) : expiredCalls(db, before, limit),
      ),
    forgetQuestions: (before, limit) =>
      db.run(async () => {
        const old = db.q('enquiries').select('id').where('at', '<', before).limit(limit);
        return db.q('enquiries').whereIn('id', old).delete();
      }),
  };
}

type Tickets = SubjectScope['tickets'];
type Others = SubjectScope['calls'];

async function scopeOf(db: Database, subject: Subject): Promise<SubjectScope> {
  if (subject.phoneIndex === null) {
    const { number } = subject;
    const tickets: Tickets = await db.q('tickets').select(TICKET).where({ number });
    const calls: Others = await db.q('calls').select(OTHER).where({ ticket: number });
    return { tickets, calls, benefits: [] };
  }
  const { phoneIndex } = subject;
  const tickets: Tickets = await db.q('tickets').select(TICKET).where({ phone_index: phoneIndex });
  const calls: Others = await db.q('calls').select(OTHER).where({ caller_index: phoneIndex });
  const benefits: Others = await db.q('benefits').select(OTHER).where({ phone_index: phoneIndex });
  return { tickets, calls, benefits };
}

async function expiredTickets(db: Database, before: string, limit: number): Promise<SubjectScope> {
  const tickets: Tickets = await db
    .q('tickets')
    .select(TICKET)
    .whereIn('state', DONE_WITH)
    .whereRaw('coalesce(told_at, closed_at, filed_at) < ?', [before])
    .whereIn('person_id', db.q('person_keys').select('person_id').whereNotNull('wrapped'))
    .orderBy('number')
    .limit(limit);
  return { tickets, calls: [], benefits: [] };
}

// A call that led to a ticket is kept with it.
async function expiredCalls(db: Database, before: string, limit: number): Promise<SubjectScope> {
  const calls: Others = await db
    .q('calls')
    .select(OTHER)
    .where({ state: 'ended' })
    .where('began_at', '<', before)
    .whereNull('ticket')
    .whereIn('person_id', db.q('person_keys').select('person_id').whereNotNull('wrapped'))
    .orderBy('id')
    .limit(limit);
  return { tickets: [], calls, benefits: [] };
}

async function erase(db: Database, scope: SubjectScope, at: string): Promise<void> {
  const { tickets, calls, benefits } = scope;
  const persons = [...tickets, ...calls, ...benefits].map(({ personId }) => personId);
  await inParts(persons, (part) =>
    db.q('person_keys').whereIn('person_id', part).update({ wrapped: null, destroyed_at: at }),
  );
  const numbers = tickets.map(({ number }) => number);
  await inParts(numbers, (part) =>
    db
      .q('tickets')
      .whereIn('number', part)
      .update({
        ...{ phone_index: null, name_index: null, conversation_id: null },
        ...{ sketch: '[]', query_print: '' },
      }),
  );
  await inParts(numbers, (part) =>
    db.q('ticket_attachments').whereIn('number', part).update({ sealed: '' }),
  );
  await inParts(
    calls.map(({ id }) => id),
    (part) => db.q('calls').whereIn('id', part).update({ caller_index: null }),
  );
  await inParts(
    benefits.map(({ id }) => id),
    (part) => db.q('benefits').whereIn('id', part).update({ phone_index: '' }),
  );
  const chats = tickets.flatMap(({ conversationId }) => conversationId ?? []);
  for (const table of ['enquiries', 'hand_overs'])
    await inParts(chats, (part) => db.q(table).whereIn('conversation_id', part).delete());
  await inParts(chats, (part) => db.q('conversations').whereIn('id', part).delete());
}

function requestQueries(
  db: Database,
  sealer: Sealer,
): Pick<SubjectStore, 'insert' | 'find' | 'update' | 'list'> {
  const requests = () => db.q<RequestRow>('person_requests');
  return {
    insert: (request) =>
      db.run(async () => {
        await requests().insert(rowOf(request, sealer));
      }),
    find: (id) =>
      db.run(async () => {
        const row = await requests().where({ id }).first();
        return row ? requestFrom(row, sealer) : null;
      }),
    update: (request) =>
      db.run(async () => {
        const changed = await requests()
          .where({ id: request.id, version: request.version - 1 })
          .update(rowOf(request, sealer));
        return changed === 1;
      }),
    list: (limit) =>
      db.run(async () => {
        const rows = await requests()
          .orderByRaw("CASE WHEN state = 'open' THEN 0 ELSE 1 END, asked_at DESC")
          .limit(limit);
        return rows.map((row) => requestFrom(row, sealer));
      }),
  };
}

/** Sealed columns of persons, and by which of their columns a row is theirs. */
const SEALED = ['tickets', 'calls', 'benefits', 'notices'] as const;

function remainQueries(db: Database): Pick<SubjectStore, 'remains' | 'conversationsLeft'> {
  return {
    remains: (persons) =>
      db.run(async () => {
        const cells: string[] = [];
        let keys = 0;
        await inParts(persons, async (part) => {
          const left = await db
            .q('person_keys')
            .whereIn('person_id', part)
            .whereNotNull('wrapped')
            .pluck<string[]>('person_id');
          keys += left.length;
          for (const table of SEALED)
            cells.push(...(await db.q(table).whereIn('person_id', part).pluck<string[]>('sealed')));
          const numbers = db.q('tickets').select('number').whereIn('person_id', part);
          for (const table of ['ticket_events', 'ticket_attachments'])
            cells.push(
              ...(await db.q(table).whereIn('number', numbers.clone()).pluck<string[]>('sealed')),
            );
        });
        return { keys, cells: cells.filter((sealed) => sealed !== '') };
      }),
    conversationsLeft: (ids) =>
      db.run(async () => {
        let left = 0;
        await inParts(ids, async (part) => {
          left += (await db.q('conversations').whereIn('id', part).pluck('id')).length;
        });
        return left;
      }),
  };
}

function rowOf(request: SubjectRequest, sealer: Sealer): RequestRow {
  return {
    id: request.id,
    kind: request.kind,
    number: request.number,
    phone_index: request.erased === null ? request.phoneIndex : null,
    state: request.state,
    asked_by: request.askedBy,
    asked_at: request.askedAt,
    decided_by: request.decidedBy,
    decided_at: request.decidedAt,
    sealed: sealer.seal(JSON.stringify(request.personal), cell(request.id)),
    erased: request.erased === null ? null : JSON.stringify(request.erased),
    version: request.version,
  };
}

function requestFrom(row: RequestRow, sealer: Sealer): SubjectRequest {
  return {
    id: row.id,
    kind: row.kind,
    number: row.number,
    phoneIndex: row.phone_index,
    state: row.state,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    personal: JSON.parse(sealer.open(row.sealed, cell(row.id))) as SubjectRequest['personal'],
    erased: row.erased === null ? null : (JSON.parse(row.erased) as SubjectRequest['erased']),
    version: row.version,
  };
}
