import { type Knex } from 'knex';
import { AppError } from '../errors.ts';
import { type PersonKeys } from '../privacy/person-keys.ts';
import { type Cell, type Sealer } from '../privacy/sealer.ts';
import {
  type DuplicateCandidate,
  type PageKey,
  type StoredTicket,
  type TicketFilter,
  type TicketStore,
} from '../tickets/ticket-store.ts';
import { type TicketEvent } from '../tickets/ticket.ts';
import { type TicketLine } from '../tickets/tickets.ts';
import { type Database } from './database.ts';
import { waitTurn } from './engine.ts';
import { type TicketRow, columnsOf, personalOf, ticketFrom } from './ticket-row.ts';

const LINE = [
  'number',
  'kind',
  'category',
  'state',
  'urgency',
  'programme',
  'district',
  'unit',
  'handler',
  'reopened',
  'version',
];
const LINE_RENAMED = { filedAt: 'filed_at', dueDate: 'due_date', answerBy: 'answer_by' };

const ticketCell = (number: string): Cell => ({ table: 'tickets', column: 'sealed', row: number });
const eventCell = (number: string, seq: number): Cell => ({
  table: 'ticket_events',
  column: 'sealed',
  row: `${number}/${seq}`,
});

/** Tickets in SQL; what names a person is sealed with the person's own key. */
export function ticketStore(db: Database, persons: PersonKeys): TicketStore {
  const sealerOf = async (personId: string): Promise<Sealer> => {
    const sealer = await persons.sealerFor(personId);
    if (!sealer) throw new AppError('conflict', 'the person was erased');
    return sealer;
  };
  return {
    nextSerial: (day) => db.transaction(() => nextSerial(db, day)),
    insert: (ticket, { queryPrint, phoneIndex, nameIndex, sketch }) =>
      db.transaction(async () => {
        const sealer = await sealerOf(ticket.personId);
        await db.q('tickets').insert({
          ...columnsOf(ticket),
          sealed: sealer.seal(personalOf(ticket), ticketCell(ticket.number)),
          query_print: queryPrint,
          phone_index: phoneIndex,
          name_index: nameIndex,
          sketch: JSON.stringify(sketch),
        });
      }),
    find: (number) => db.run(() => find(db, persons, number)),
    update: (ticket) =>
      db.transaction(async () => {
        const sealer = await sealerOf(ticket.personId);
        const changed = await db
          .q('tickets')
          .where({ number: ticket.number, version: ticket.version - 1 })
          .update({
            ...columnsOf(ticket),
            sealed: sealer.seal(personalOf(ticket), ticketCell(ticket.number)),
          });
        return changed === 1;
      }),
    ...eventQueries(db, persons, sealerOf),
    ...listQueries(db),
    ...numberQueries(db),
    ...keptAnswers(db),
  };
}

async function nextSerial(db: Database, day: string): Promise<number> {
  const [row] = await db
    .q('ticket_serials')
    .insert({ day, last: 1 })
    .onConflict('day')
    .merge({ last: db.q.raw('ticket_serials.last + 1') })
    .returning<{ last: number }[]>('last');
  return row?.last ?? 1;
}

async function find(
  db: Database,
  persons: PersonKeys,
  number: string,
): Promise<StoredTicket | null> {
  const row = (await db.q('tickets').where({ number }).first()) as TicketRow | undefined;
  if (!row) return null;
  const sealer = await persons.sealerFor(String(row['person_id']));
  const opened = sealer?.open(row.sealed, ticketCell(number)) ?? null;
  return {
    ticket: ticketFrom(row, opened),
    queryPrint: String(row['query_print']),
    erased: opened === null,
  };
}

function eventQueries(
  db: Database,
  persons: PersonKeys,
  sealerOf: (personId: string) => Promise<Sealer>,
): Pick<TicketStore, 'nextEventSeq' | 'appendEvent' | 'events'> {
  return {
    nextEventSeq: (number) =>
      db.run(async () => {
        const row = await db
          .q('ticket_events')
          .where({ number })
          .max<{ last: number | null }>({ last: 'seq' })
          .first();
        return (row?.last ?? 0) + 1;
      }),
    appendEvent: (personId, { event, salt, body, commit }) =>
      db.transaction(async () => {
        const { number, seq, at, action } = event;
        const sealer = await sealerOf(personId);
        const sealed = sealer.seal(JSON.stringify({ salt, body }), eventCell(number, seq));
        await db.q('ticket_events').insert({ number, seq, at, action, sealed, commit });
      }),
    events: (number, personId) =>
      db.run(async () => {
        const sealer = await persons.sealerFor(personId);
        const rows = await db
          .q<{ number: string; seq: number; sealed: string; commit: string }>('ticket_events')
          .where({ number })
          .orderBy('seq');
        if (!sealer) return [];
        return rows.map(({ seq, sealed, commit }) => {
          const opened = sealer.open(sealed, eventCell(number, seq));
          const { salt, body } = JSON.parse(opened) as { salt: string; body: string };
          return { event: JSON.parse(body) as TicketEvent, salt, body, commit };
        });
      }),
  };
}

/** Numbers only: for what the office does by itself with many tickets. */
function numberQueries(db: Database): Pick<TicketStore, 'numbersIn' | 'numbersToRemind'> {
  return {
    numbersIn: (states, after, limit) =>
      db.run(() =>
        db
          .q<{ number: string }>('tickets')
          .whereIn('state', [...states])
          .where('number', '>', after)
          .orderBy('number')
          .limit(limit)
          .pluck<string[]>('number'),
      ),
    numbersToRemind: ({ today, warnTo }, after, limit) =>
      db.run(() =>
        db
          .q<{ number: string; open: number }>('tickets')
          .where({ open: 1 })
          .whereNot('state', '暂停')
          .where('due_date', '<=', warnTo)
          .where((inner) => {
            void inner
              .where((late) => {
                void late.where('due_date', '<', today).whereNull('escalated_on');
              })
              .orWhere((soon) => {
                void soon.where('due_date', '>=', today).whereNull('warned_on');
              });
          })
          .where('number', '>', after)
          .orderBy('number')
          .limit(limit)
          .pluck<string[]>('number'),
      ),
  };
}

function listQueries(
  db: Database,
): Pick<TicketStore, 'list' | 'lines' | 'count' | 'mergedInto' | 'candidates'> {
  return {
    count: (filter, most) =>
      db.apart(async () => {
        const few = db.q('tickets').select('number').limit(most);
        narrow(few, filter, null);
        const rows = await db.q.count({ n: '*' }).from(few.as('few'));
        return Number((rows as { n?: number | string }[])[0]?.n ?? 0);
      }),
    list: (filter, page, size) =>
      db.apart(async () => {
        const query = db
          .q<TicketLine>('tickets')
          .select(...LINE, LINE_RENAMED)
          .orderBy([{ column: 'due_date' }, { column: 'number' }])
          .limit(size);
        narrow(query, filter, page);
        return (await query) as Omit<TicketLine, 'overdue'>[];
      }),
    lines: (filter, after, size) =>
      db.apart(async () => {
        const query = db
          .q<TicketLine>('tickets')
          .select(...LINE, LINE_RENAMED)
          .where('number', '>', after)
          .orderBy('number')
          .limit(size);
        narrow(query, filter, null);
        return (await query) as Omit<TicketLine, 'overdue'>[];
      }),
    mergedInto: (number) =>
      db.run(() =>
        db.q('tickets').where({ merged_into: number }).orderBy('number').pluck<string[]>('number'),
      ),
    candidates: (filedSince, limit) =>
      db.run(async () => {
        const rows = await db
          .q<DuplicateCandidate & { sketch: string }>('tickets')
          .select('number', 'state', 'category', 'district', 'sketch')
          .select({ filedAt: 'filed_at', phoneIndex: 'phone_index' })
          .where('filed_at', '>=', filedSince)
          .whereNotIn('state', ['并案', '已归档'])
          .orderBy('filed_at', 'desc')
          .limit(limit);
        return (rows as (Omit<DuplicateCandidate, 'sketch'> & { sketch: string })[]).map((row) => ({
          ...row,
          sketch: JSON.parse(row.sketch) as number[],
        }));
      }),
  };
}

const EQUAL = {
  ...{ unit: 'unit', handler: 'handler', kind: 'kind', category: 'category' },
  ...{ district: 'district', urgency: 'urgency' },
  ...{ phoneIndex: 'phone_index', nameIndex: 'name_index' },
} as const;

function narrow(query: Knex.QueryBuilder, filter: TicketFilter, page: PageKey | null): void {
  // A bracketed group; knex builders are thenable, so nothing may be returned from the callback.
  const group = (fill: (inner: Knex.QueryBuilder) => unknown): void => {
    void query.where((inner) => {
      fill(inner);
    });
  };
  if (filter.states) void query.whereIn('state', [...filter.states]);
  for (const [name, column] of Object.entries(EQUAL)) {
    const value = filter[name as keyof typeof EQUAL];
    if (value !== undefined) void query.where(column, value);
  }
  const { notAbout, numberStart } = filter;
  if (filter.open) void query.where('open', 1);
  if (filter.running) void query.where('state', '<>', '暂停');
  if (notAbout != null)
    group((inner) => inner.whereNull('accused_unit').orWhere('accused_unit', '<>', notAbout));
  if (numberStart !== undefined) narrowNumber(query, numberStart.replace(/[\\%_]/gu, ''));
  if (filter.unassigned) void query.whereNull('unit');
  if (filter.awaiting) group((inner) => inner.where('pending', 1).orWhere('state', '待审核'));
  if (filter.toldFailed) void query.where('told_failed', 1);
  if (filter.supervised) void query.whereNotNull('answer_by');
  narrowDays(query, filter);
  if (!page) return;
  const { dueDate, number } = page;
  void query.whereRaw('(due_date > ? OR (due_date = ? AND number > ?))', [
    dueDate,
    dueDate,
    number,
  ]);
}

/** A whole day at least: below that nearly everything begins so, and the order of the list finds fifty at once. */
const SELECTIVE_START = 8;
const MORE_DIGITS = '9'.repeat(12);

function narrowNumber(query: Knex.QueryBuilder, start: string): void {
  // The range is for the index only, and wide enough for any order of digits and dash; LIKE decides.
  if (start.length >= SELECTIVE_START)
    void query.whereBetween('number', [start, `${start}${MORE_DIGITS}`]);
  void query.whereLike('number', `${start}%`);
}

function narrowDays(query: Knex.QueryBuilder, filter: TicketFilter): void {
  if (filter.dueFrom !== undefined) void query.where('due_date', '>=', filter.dueFrom);
  if (filter.dueTo !== undefined) void query.where('due_date', '<=', filter.dueTo);
  if (filter.filedFrom !== undefined) {
    void query.where('filed_at', '>=', filter.filedFrom);
    // Nothing is due before it was filed: lists in the order of due dates need not begin with the oldest.
    void query.where('due_date', '>=', filter.filedFrom);
  }
  if (filter.filedTo !== undefined) void query.where('filed_at', '<', `${filter.filedTo}T99`);
}

function keptAnswers(
  db: Database,
): Pick<TicketStore, 'keptAnswer' | 'keepAnswer' | 'forgetAnswers'> {
  return {
    keptAnswer: (scope, key) =>
      db.run(async () => {
        await waitTurn(db, `${scope} ${key}`);
        const row = await db
          .q<{ scope: string; key: string; request_hash: string; answer: string }>('kept_answers')
          .where({ scope, key })
          .first();
        return row ? { requestHash: row.request_hash, answer: row.answer } : null;
      }),
    keepAnswer: (scope, key, { requestHash, answer }, at) =>
      db.run(async () => {
        await db.q('kept_answers').insert({ scope, key, request_hash: requestHash, answer, at });
      }),
    forgetAnswers: (before) =>
      db.run(async () => {
        await db.q('kept_answers').where('at', '<', before).delete();
      }),
  };
}
