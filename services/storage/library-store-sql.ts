import { type Piece, type PieceKind } from '../../knowledge/index.ts';
import { type EnquiryAnswer } from '../enquiry/enquiry.ts';
import { AppError } from '../errors.ts';
import { type Change, type ChangeEvent } from '../library/change.ts';
import {
  type Asked,
  type AskedMark,
  type AskedStore,
  type LibraryStore,
} from '../library/library-store.ts';
import { type Sealer } from '../privacy/sealer.ts';
import { type Database } from './database.ts';

interface Row {
  id: string;
  kind: PieceKind;
  piece_id: string;
  title: string;
  programme: string | null;
  state: Change['state'];
  body: string | null;
  source: string;
  source_date: string;
  reason: string;
  editors: string;
  approver: string | null;
  created_at: string;
  updated_at: string;
  published_at: string | null;
  seq: number | null;
  version: number;
}

const OPEN = ['草稿', '待审'];

/** Changes to the knowledge in SQL. They name no resident; what rests on them is public. */
export function libraryStore(db: Database): LibraryStore {
  const changes = () => db.q<Row>('library_changes');
  return {
    insert: (change) =>
      db.run(async () => {
        // The index that allows one open change of a piece decides between two who begin at once.
        const kept = await changes().insert(rowOf(change)).onConflict().ignore().returning('id');
        if (kept.length === 0) throw new AppError('conflict', 'somebody else began first');
      }),
    find: (id) =>
      db.run(async () => {
        const row = await changes().where({ id }).first();
        return row ? changeFrom(row) : null;
      }),
    update: (change) =>
      db.run(async () => {
        const where = { id: change.id, version: change.version - 1 };
        return (await changes().where(where).update(rowOf(change))) === 1;
      }),
    remove: (id, version) =>
      db.run(async () => (await changes().where({ id, version }).delete()) === 1),
    open: (kind, pieceId) =>
      db.run(async () => {
        const row = await changes()
          .where({ kind, piece_id: pieceId })
          .whereIn('state', OPEN)
          .first();
        return row ? changeFrom(row) : null;
      }),
    list: ({ state, kind, pieceId }, limit) =>
      db.run(async () => {
        const query = changes().orderBy('updated_at', 'desc').orderBy('id').limit(limit);
        if (state !== undefined) void query.where({ state });
        if (kind !== undefined) void query.where({ kind });
        if (pieceId !== undefined) void query.where({ piece_id: pieceId });
        return (await query).map(changeFrom);
      }),
    ...events(db),
    ...heads(db),
  };
}

interface EventRow extends Omit<ChangeEvent, 'changeId' | 'byName'> {
  readonly change_id: string;
  readonly by_name: string;
}

function events(db: Database): Pick<LibraryStore, 'addEvent' | 'events'> {
  return {
    addEvent: ({ changeId, byName, ...event }) =>
      db.run(async () => {
        const row = await db.q<Row>('library_changes').where({ id: changeId }).first();
        if (!row) throw new AppError('not-found');
        const { kind, piece_id } = row;
        const names = { change_id: changeId, by_name: byName };
        await db.q('library_events').insert({ ...event, ...names, kind, piece_id });
      }),
    events: (kind, pieceId, limit) =>
      db.run(async () => {
        const rows = await db
          .q<EventRow & { kind: string; piece_id: string; n: number }>('library_events')
          .where({ kind, piece_id: pieceId })
          .orderBy('n', 'desc')
          .limit(limit);
        return rows.map(({ change_id: changeId, by_name: byName, at, by, action, note }) => ({
          ...{ changeId, at, by, byName, action, note },
        }));
      }),
  };
}

function heads(db: Database): Pick<LibraryStore, 'seq' | 'nextSeq' | 'inForce'> {
  const head = () => db.q<{ one: number; seq: number }>('library_head').where({ one: 1 });
  const seq = async (): Promise<number> => (await head().first())?.seq ?? 0;
  return {
    seq: () => db.run(seq),
    nextSeq: () =>
      db.run(async () => {
        await db.q('library_head').insert({ one: 1, seq: 0 }).onConflict('one').ignore();
        // The row stays locked until the transaction ends.
        await head().increment('seq', 1);
        return seq();
      }),
    inForce: () =>
      db.run(async () => {
        const rows = await db
          .q<Row>('library_changes')
          .whereNotNull('seq')
          .orderBy('seq')
          .select('kind', 'piece_id', 'state', 'body');
        const last = new Map<string, Piece>();
        for (const { kind, piece_id: id, state, body } of rows) {
          const inForce = state === '已发布' && body !== null;
          const value: unknown = inForce ? JSON.parse(body) : null;
          // In the order in which each was last published.
          last.delete(`${kind}:${id}`);
          last.set(`${kind}:${id}`, { kind, id, body: value });
        }
        return [...last.values()];
      }),
  };
}

function rowOf(change: Change): Row {
  const { id, kind, title, programme, state, source, reason, approver, seq, version } = change;
  return {
    ...{ id, kind, title, programme, state, source, reason, approver, seq, version },
    piece_id: change.pieceId,
    body: change.body === null ? null : JSON.stringify(change.body),
    source_date: change.sourceDate,
    editors: JSON.stringify(change.editors),
    created_at: change.createdAt,
    updated_at: change.updatedAt,
    published_at: change.publishedAt,
  };
}

function changeFrom(row: Row): Change {
  const { id, kind, title, programme, state, source, reason, approver, seq, version } = row;
  return {
    ...{ id, kind, title, programme, state, source, reason, approver, seq, version },
    pieceId: row.piece_id,
    body: row.body === null ? null : (JSON.parse(row.body) as unknown),
    sourceDate: row.source_date,
    editors: JSON.parse(row.editors) as string[],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    publishedAt: row.published_at,
  };
}

interface AskedRow {
  readonly id: string;
  readonly at: string;
  readonly question: string;
  readonly answer: string;
  readonly outcome: string;
  readonly programme: string | null;
  readonly district: string | null;
  readonly useful: boolean | 0 | 1 | null;
  readonly feedback: string | null;
}

/** Questions without a good answer, read from what was asked. */
export function askedStore(db: Database, sealer: Sealer): AskedStore {
  return {
    asked: (since, unsureBelow, limit) =>
      db.run(async () => {
        const rows: AskedRow[] = await db
          .q('enquiries as e')
          .leftJoin('answer_feedback as f', 'f.answer_id', 'e.id')
          .where('e.at', '>=', since)
          .andWhere((either) => {
            void either
              .where('e.outcome', 'declined')
              .orWhere((unsure) => {
                void unsure
                  .whereIn('e.outcome', ['answered', 'clarify'])
                  .where('e.confidence', '<', unsureBelow);
              })
              .orWhere('f.useful', false);
          })
          .orderBy('e.at', 'desc')
          .limit(limit)
          .select('e.id', 'e.at', 'e.question', 'e.answer', 'e.outcome', 'e.programme')
          .select('e.district', 'f.useful', 'f.reason as feedback');
        return rows.flatMap((row) => askedFrom(row, sealer) ?? []);
      }),
    marks: () =>
      db.run(async () => {
        const rows = await db.q<MarkRow>('library_asked');
        return rows.map(({ item_id: itemId, change_id: changeId, state, by, at }) => ({
          ...{ itemId, changeId, state, by, at },
        }));
      }),
    mark: (marks) =>
      db.run(async () => {
        const rows = marks.map(({ itemId, changeId, ...mark }) => ({
          ...mark,
          item_id: itemId,
          change_id: changeId,
        }));
        if (rows.length > 0) await db.q('library_asked').insert(rows).onConflict('item_id').merge();
      }),
    answeredBy: (changeId, by, at) =>
      db.run(async () => {
        await db
          .q('library_asked')
          .where({ change_id: changeId })
          .update({ state: 'answered', by, at });
      }),
    forgetChange: (changeId) =>
      db.run(async () => {
        await db.q('library_asked').where({ change_id: changeId }).delete();
      }),
  };
}

interface MarkRow extends Omit<AskedMark, 'itemId' | 'changeId'> {
  readonly item_id: string;
  readonly change_id: string | null;
}

/** Declined for reasons that no entry of ours can mend. */
const NOT_OURS: ReadonlySet<string | undefined> = new Set([
  'assistant-off',
  'empty',
  'other-place',
  'out-of-scope',
  'person',
]);

function askedFrom(row: AskedRow, sealer: Sealer): Asked | null {
  const { id, at, outcome, district, programme, useful, feedback } = row;
  const { reason, questionIds } = JSON.parse(row.answer) as EnquiryAnswer;
  if (NOT_OURS.has(reason)) return null;
  const notUseful = useful !== null && !useful;
  return {
    ...{ id, at, district, programme },
    question: sealer.open(row.question, { table: 'enquiries', column: 'question', row: id }),
    why: notUseful ? 'not-useful' : outcome === 'declined' ? 'declined' : 'unsure',
    note: notUseful ? (feedback ?? '') : '',
    entries: questionIds,
  };
}
