import { type NoticeStore } from '../notices/notice-store.ts';
import { type Channel, type Notice, type NoticeAttempt } from '../notices/notice.ts';
import { type PersonKeys } from '../privacy/person-keys.ts';
import { type Database } from './database.ts';

interface Row {
  id: string;
  dedupe_key: string;
  topic: Notice['topic'];
  person_id: string;
  ticket: string | null;
  needs_receipt: number;
  state: Notice['state'];
  plan: string;
  turn: number;
  attempts: number;
  next_at: string;
  created_at: string;
  told_at: string | null;
  told_via: Notice['toldVia'];
  sealed: string;
}

type Personal = Pick<Notice, 'conversationId' | 'phone' | 'text' | 'sms'>;
type AttemptRow = Omit<NoticeAttempt, 'providerId'> & { provider_id: string | null };

const cell = (id: string) => ({ table: 'notices', column: 'sealed', row: id });

/** The outbox in SQL; what names a person is sealed with the person's own key. */
export function noticeStore(db: Database, persons: PersonKeys): NoticeStore {
  // A notice to an erased person cannot be opened: nobody is left to be told.
  const opened = async (rows: readonly Row[]): Promise<Notice[]> => {
    const found: Notice[] = [];
    for (const row of rows) {
      const sealer = await persons.sealerFor(row.person_id);
      if (sealer)
        found.push(noticeFrom(row, JSON.parse(sealer.open(row.sealed, cell(row.id))) as Personal));
    }
    return found;
  };
  const one = async (query: PromiseLike<Row | undefined>): Promise<Notice | null> => {
    const row = await query;
    return row ? ((await opened([row]))[0] ?? null) : null;
  };
  return {
    insert: (notice) =>
      db.transaction(async () => {
        const sealer = await persons.sealerFor(notice.personId);
        if (!sealer) return;
        const { conversationId, phone, text, sms } = notice;
        const personal: Personal = { conversationId, phone, text, sms };
        const sealed = sealer.seal(JSON.stringify(personal), cell(notice.id));
        await db
          .q('notices')
          .insert({ ...columnsOf(notice), sealed })
          .onConflict('dedupe_key')
          .ignore();
      }),
    find: (id) => db.run(() => one(db.q<Row>('notices').where({ id }).first())),
    update: (notice) =>
      db.run(async () => {
        await db
          .q('notices')
          .where({ id: notice.id })
          .update({ ...columnsOf(notice), lease_owner: null, lease_until: null });
      }),
    claim: (owner, now, until, limit) =>
      db.transaction(() => claim(db, { owner, now, until, limit }).then(opened)),
    ...lookUps(db, opened, one),
    ...attemptQueries(db),
  };
}

type Opened = (rows: readonly Row[]) => Promise<Notice[]>;
type One = (query: PromiseLike<Row | undefined>) => Promise<Notice | null>;

function lookUps(
  db: Database,
  opened: Opened,
  one: One,
): Pick<NoticeStore, 'byProviderId' | 'underWay' | 'ofTicket' | 'inState'> {
  return {
    byProviderId: (providerId) =>
      db.run(() =>
        one(
          db
            .q<Row>('notices')
            .whereIn(
              'id',
              db.q('notice_attempts').select('notice').where({ provider_id: providerId }),
            )
            .first(),
        ),
      ),
    underWay: (ticket) =>
      db.run(async () =>
        opened(
          await db
            .q<Row>('notices')
            .where({ ticket })
            .whereIn('state', ['waiting', 'sent', 'person']),
        ),
      ),
    ofTicket: (ticket) =>
      db.run(async () =>
        opened(await db.q<Row>('notices').where({ ticket }).orderBy('created_at')),
      ),
    inState: (state, limit) =>
      db.run(async () =>
        opened(await db.q<Row>('notices').where({ state }).orderBy('created_at').limit(limit)),
      ),
  };
}

interface Claim {
  readonly owner: string;
  readonly now: string;
  readonly until: string;
  readonly limit: number;
}

async function claim(db: Database, { owner, now, until, limit }: Claim): Promise<Row[]> {
  const due = db
    .q<Row>('notices')
    .whereIn('state', ['waiting', 'sent'])
    // A notice without any channel waits for the progress page: there is nothing to try.
    .whereRaw("NOT (state = 'sent' AND plan = '')")
    .where('next_at', '<=', now)
    .whereRaw('(lease_until IS NULL OR lease_until < ?)', [now])
    .orderBy('next_at')
    .limit(limit);
  const rows = db.engine === 'postgres' ? await due.forUpdate().skipLocked() : await due;
  const ids = rows.map(({ id }) => id);
  await db.q('notices').whereIn('id', ids).update({ lease_owner: owner, lease_until: until });
  return rows;
}

function attemptQueries(db: Database): Pick<NoticeStore, 'appendAttempt' | 'attempts'> {
  return {
    appendAttempt: ({ providerId, ...attempt }) =>
      db.run(async () => {
        await db.q('notice_attempts').insert({ ...attempt, provider_id: providerId });
      }),
    attempts: (id) =>
      db.run(async () => {
        const rows = await db
          .q<AttemptRow & { id: number }>('notice_attempts')
          .where({ notice: id })
          .orderBy('id');
        return rows.map(({ notice, at, channel, result, provider_id, error }) => ({
          ...{ notice, at, channel, result, error },
          providerId: provider_id,
        }));
      }),
  };
}

function columnsOf(notice: Notice): Omit<Row, 'sealed'> {
  return {
    id: notice.id,
    dedupe_key: notice.dedupeKey,
    topic: notice.topic,
    person_id: notice.personId,
    ticket: notice.ticket,
    needs_receipt: notice.needsReceipt ? 1 : 0,
    state: notice.state,
    plan: notice.plan.join(' '),
    turn: notice.turn,
    attempts: notice.attempts,
    next_at: notice.nextAt,
    created_at: notice.createdAt,
    told_at: notice.toldAt,
    told_via: notice.toldVia,
  };
}

function noticeFrom(row: Row, personal: Personal): Notice {
  return {
    ...personal,
    id: row.id,
    dedupeKey: row.dedupe_key,
    topic: row.topic,
    personId: row.person_id,
    ticket: row.ticket,
    needsReceipt: row.needs_receipt === 1,
    state: row.state,
    plan: row.plan.split(' ').filter((channel): channel is Channel => channel !== ''),
    turn: row.turn,
    attempts: row.attempts,
    nextAt: row.next_at,
    createdAt: row.created_at,
    toldAt: row.told_at,
    toldVia: row.told_via,
  };
}
