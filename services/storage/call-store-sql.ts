import { type Knex } from 'knex';
import { AppError } from '../errors.ts';
import {
  type AnswerMark,
  type AnswerMarkStore,
  type Call,
  type CallFilter,
  type CallStore,
  type PresenceState,
  type PresenceStore,
} from '../desk/call-store.ts';
import { type PersonKeys } from '../privacy/person-keys.ts';
import { type Sealer } from '../privacy/sealer.ts';
import { callFrom, type CallRow, rowOf } from './call-row.ts';
import { callsAtHand } from './calls-at-hand-sql.ts';
import { type Database } from './database.ts';

/** Calls in SQL; what was said is sealed with the call's own key. */
export function callStore(db: Database, persons: PersonKeys): CallStore {
  const sealerOf = async (personId: string): Promise<Sealer> => {
    const sealer = await persons.sealerFor(personId);
    if (!sealer) throw new AppError('conflict', 'the caller was erased');
    return sealer;
  };
  const opened = async (row: CallRow): Promise<Call | null> => {
    const sealer = await persons.sealerFor(row.person_id);
    return sealer ? callFrom(row, sealer) : null;
  };
  return {
    find: (id) =>
      db.run(async () => {
        const row = await db.q<CallRow>('calls').where({ id }).first();
        return row ? opened(row) : null;
      }),
    update: (call, callerIndex) =>
      db.run(async () => {
        const changed = await db
          .q<CallRow>('calls')
          .where({ id: call.id, version: call.version - 1 })
          .update(rowOf(call, callerIndex, await sealerOf(call.personId)));
        return changed === 1;
      }),
    atHand: (ids) => db.run(() => callsAtHand(db, persons, ids)),
    list: (filter, limit) =>
      db.run(async () => {
        const query = db.q<CallRow>('calls').orderBy('began_at', 'desc').limit(limit);
        narrow(query, filter);
        const calls = await Promise.all((await query).map(opened));
        return calls.filter((call) => call !== null);
      }),
  };
}

function narrow(query: Knex.QueryBuilder, filter: CallFilter): void {
  const { operator, open, callerIndex, ticket, from, to } = filter;
  if (operator !== undefined) void query.where({ operator });
  if (open === true) void query.whereIn('state', ['ringing', 'answered']);
  if (callerIndex !== undefined) void query.where({ caller_index: callerIndex });
  if (ticket !== undefined) void query.where({ ticket });
  if (from !== undefined) void query.where('began_at', '>=', from);
  if (to !== undefined) void query.where('began_at', '<', to);
}

interface MarkRow {
  id: string;
  at: string;
  by: string;
  question_id: string | null;
  call_id: string | null;
  state: AnswerMark['state'];
  note: string;
  asked: string;
  answer: string;
  clauses: string;
  district: string | null;
  done_by: string | null;
  done_at: string | null;
  done_note: string;
}

/** Marked answers in SQL. */
export function answerMarkStore(db: Database): AnswerMarkStore {
  return {
    insert: (mark) =>
      db.run(async () => {
        await db.q('answer_marks').insert(markRow(mark));
      }),
    list: (state, limit) =>
      db.run(async () => {
        const query = db.q<MarkRow>('answer_marks').where({ state }).limit(limit);
        const rows = await (state === 'open'
          ? query.orderBy('at')
          : query.orderBy('done_at', 'desc'));
        return rows.map(markFrom);
      }),
    close: (id, { doneBy, doneAt, doneNote }) =>
      db.run(async () => {
        const closed = { state: 'done', done_by: doneBy, done_at: doneAt, done_note: doneNote };
        return (await db.q('answer_marks').where({ id, state: 'open' }).update(closed)) === 1;
      }),
  };
}

function markRow(mark: AnswerMark): MarkRow {
  const { questionId, callId, clauseIds, doneBy, doneAt, doneNote, ...rest } = mark;
  return {
    ...rest,
    question_id: questionId,
    call_id: callId,
    clauses: JSON.stringify(clauseIds),
    done_by: doneBy,
    done_at: doneAt,
    done_note: doneNote,
  };
}

function markFrom(row: MarkRow): AnswerMark {
  const { question_id, call_id, clauses, done_by, done_at, done_note, ...rest } = row;
  return {
    ...rest,
    questionId: question_id,
    callId: call_id,
    clauseIds: JSON.parse(clauses) as string[],
    doneBy: done_by,
    doneAt: done_at,
    doneNote: done_note,
  };
}

/** Presence in SQL. */
export function presenceStore(db: Database): PresenceStore {
  return {
    set: (staffId, state, seenAt) =>
      db.run(async () => {
        await db
          .q('presence')
          .insert({ staff_id: staffId, state, seen_at: seenAt })
          .onConflict('staff_id')
          .merge(['state', 'seen_at']);
      }),
    since: (seenAt) =>
      db.run(async () => {
        const rows = await db
          .q<{ staff_id: string; state: PresenceState; seen_at: string }>('presence')
          .where('seen_at', '>=', seenAt)
          .orderBy('staff_id');
        return rows.map(({ staff_id: staffId, state, seen_at: at }) => ({
          staffId,
          state,
          seenAt: at,
        }));
      }),
  };
}
