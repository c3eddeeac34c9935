import { type Role } from '../staff/role.ts';
import { type Account, type StaffStore, type StoredSession } from '../staff/staff-store.ts';
import { type Database } from './database.ts';

interface Row {
  id: string;
  login: string;
  name: string;
  role: Role;
  unit: string | null;
  password_hash: string;
  must_change: number;
  second_factor: string | null;
  last_step: number;
  failed: number;
  locked_until: string | null;
  disabled: number;
  created_at: string;
  last_sign_in: string | null;
}

interface SessionRow {
  print: string;
  id: string;
  staff_id: string;
  csrf: string;
  created_at: string;
  seen_at: string;
  ip: string;
  limit: StoredSession['limit'];
}

/** Accounts and sessions in SQL. */
export function staffStore(db: Database): StaffStore {
  const one = async (query: PromiseLike<Row | undefined>): Promise<Account | null> => {
    const row = await query;
    return row ? fromRow(row) : null;
  };
  return {
    insert: (account) =>
      db.run(async () => {
        const inserted = await db
          .q<Row>('staff')
          .insert(toRow(account))
          .onConflict('login')
          .ignore()
          .returning('id');
        return inserted.length === 1;
      }),
    find: (id) => db.run(() => one(db.q<Row>('staff').where({ id }).first())),
    byLogin: (login) => db.run(() => one(db.q<Row>('staff').where({ login }).first())),
    update: (account) =>
      db.run(async () => {
        await db.q('staff').where({ id: account.id }).update(toRow(account));
      }),
    all: () => db.run(async () => (await db.q<Row>('staff').orderBy('login')).map(fromRow)),
    countOf: (role) =>
      db.run(async () => {
        const row = await db
          .q<Row>('staff')
          .where({ role, disabled: 0 })
          .count<{ n: number | string }[]>({ n: '*' });
        return Number(row[0]?.n ?? 0);
      }),
    setRecoveryCodes: (staffId, prints) =>
      db.transaction(async () => {
        await db.q('staff_recovery_codes').where({ staff_id: staffId }).delete();
        for (const print of prints)
          await db.q('staff_recovery_codes').insert({ staff_id: staffId, print });
      }),
    useRecoveryCode: (staffId, print) =>
      db.run(
        async () =>
          (await db.q('staff_recovery_codes').where({ staff_id: staffId, print }).delete()) === 1,
      ),
    ...sessionQueries(db),
  };
}

type SessionQueries = Pick<
  StaffStore,
  | 'insertSession'
  | 'findSession'
  | 'seen'
  | 'sessionsOf'
  | 'liftLimit'
  | 'endSession'
  | 'endSessionsOf'
  | 'forgetSessions'
>;

function sessionQueries(db: Database): SessionQueries {
  const done = (query: () => PromiseLike<unknown>): Promise<void> =>
    db.run(async () => {
      await query();
    });
  return {
    insertSession: ({ staffId, createdAt, seenAt, ...rest }) =>
      done(() =>
        db
          .q('staff_sessions')
          .insert({ ...rest, staff_id: staffId, created_at: createdAt, seen_at: seenAt }),
      ),
    findSession: (print) =>
      db.run(async () => {
        const row = await db.q<SessionRow>('staff_sessions').where({ print }).first();
        return row ? sessionFrom(row) : null;
      }),
    seen: (print, at) =>
      done(() => db.q('staff_sessions').where({ print }).update({ seen_at: at })),
    sessionsOf: (staffId) =>
      db.run(async () =>
        (
          await db
            .q<SessionRow>('staff_sessions')
            .where({ staff_id: staffId })
            .orderBy('created_at')
        ).map(sessionFrom),
      ),
    liftLimit: (id, limit) => done(() => db.q('staff_sessions').where({ id }).update({ limit })),
    endSession: (id) => done(() => db.q('staff_sessions').where({ id }).delete()),
    endSessionsOf: (staffId, exceptId) =>
      done(() =>
        db
          .q('staff_sessions')
          .where({ staff_id: staffId })
          .whereNot({ id: exceptId ?? '' })
          .delete(),
      ),
    forgetSessions: (createdBefore) =>
      done(() => db.q('staff_sessions').where('created_at', '<', createdBefore).delete()),
  };
}

const sessionFrom = (row: SessionRow): StoredSession => ({
  print: row.print,
  id: row.id,
  staffId: row.staff_id,
  csrf: row.csrf,
  createdAt: row.created_at,
  seenAt: row.seen_at,
  ip: row.ip,
  limit: row.limit,
});

function toRow(account: Account): Row {
  const { id, login, name, role, unit, failed } = account;
  return {
    ...{ id, login, name, role, unit, failed },
    password_hash: account.passwordHash,
    must_change: account.mustChange ? 1 : 0,
    second_factor: account.secondFactor,
    last_step: account.lastStep,
    locked_until: account.lockedUntil,
    disabled: account.disabled ? 1 : 0,
    created_at: account.createdAt,
    last_sign_in: account.lastSignIn,
  };
}

function fromRow(row: Row): Account {
  const { id, login, name, role, unit, failed } = row;
  return {
    ...{ id, login, name, role, unit, failed },
    passwordHash: row.password_hash,
    mustChange: row.must_change === 1,
    secondFactor: row.second_factor,
    lastStep: row.last_step,
    lockedUntil: row.locked_until,
    disabled: row.disabled === 1,
    createdAt: row.created_at,
    lastSignIn: row.last_sign_in,
  };
}
