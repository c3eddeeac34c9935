import { AppError } from '../errors.ts';
import { checkPassword, hashPassword, passwordProblem } from './password.ts';
import { newRecoveryCodes, newSecondFactor, stepOfCode } from './second-factor.ts';
import { limitOf, signIn } from './sign-in.ts';
import { type OpenSession, type Staff } from './staff.ts';
import { memberOf, note, secondFactorCell, type StaffDeps } from './staff-room.ts';
import { type Account, type StoredSession } from './staff-store.ts';

// 等保 2.0 三级 and ASVS 7.3: idle and absolute end of a session.
const IDLE_MINUTES = 30;
const ABSOLUTE_HOURS = 10;
const SEEN_EVERY_SECONDS = 60;

type Sessions = Pick<
  Staff,
  | 'signIn'
  | 'session'
  | 'anySession'
  | 'signOut'
  | 'sessions'
  | 'endSession'
  | 'isOpen'
  | 'endAllSessions'
  | 'changePassword'
  | 'offerSecondFactor'
  | 'confirmSecondFactor'
  | 'tidy'
>;

/** Signing in and out and one's own secrets. */
export function createSessions(deps: StaffDeps): Sessions {
  const { store, crypto, clock } = deps;
  const anySession = (token: string): Promise<OpenSession | null> => find(deps, token);
  return {
    signIn: (attempt) => signIn(deps, attempt),
    anySession,
    session: async (token) => {
      const session = await anySession(token);
      return session?.limit === null ? session : null;
    },
    signOut: async (token) => {
      const session = await store.findSession(crypto.fingerprint('session', token));
      if (session) await store.endSession(session.id);
    },
    sessions: async (staffId) => {
      const open = await store.sessionsOf(staffId);
      return open.map(({ id, createdAt, seenAt, ip }) => ({
        id,
        since: createdAt,
        seen: seenAt,
        ip,
      }));
    },
    endSession: async (staffId, sessionId) => {
      const own = await store.sessionsOf(staffId);
      if (!own.some(({ id }) => id === sessionId)) throw new AppError('not-found');
      await store.endSession(sessionId);
    },
    isOpen: async (staffId, sessionId) => {
      const session = (await store.sessionsOf(staffId)).find(({ id }) => id === sessionId);
      return session !== undefined && !isOver(session, clock.now());
    },
    endAllSessions: (by, staffId) =>
      deps.unitOfWork.transaction(async () => {
        if (!(await store.find(staffId))) throw new AppError('not-found');
        await store.endSessionsOf(staffId, null);
        await note(deps, by, 'end-sessions', { id: staffId });
      }),
    changePassword: (session, old, chosen) => changePassword(deps, session, old, chosen),
    offerSecondFactor: ({ member }) => newSecondFactor(member.login),
    confirmSecondFactor: (session, secret, code) => confirm(deps, session, secret, code),
    tidy: () => {
      const before = clock.now().getTime() - ABSOLUTE_HOURS * 3_600_000;
      return store.forgetSessions(new Date(before).toISOString());
    },
  };
}

async function find(deps: StaffDeps, token: string): Promise<OpenSession | null> {
  const { store, crypto, clock } = deps;
  const print = crypto.fingerprint('session', token);
  const session = token === '' ? null : await store.findSession(print);
  if (!session) return null;
  const idle = clock.now().getTime() - Date.parse(session.seenAt);
  if (isOver(session, clock.now())) {
    await store.endSession(session.id);
    return null;
  }
  const account = await store.find(session.staffId);
  if (!account || account.disabled) return null;
  if (idle > SEEN_EVERY_SECONDS * 1000) await store.seen(print, clock.now().toISOString());
  const { id, csrf, limit } = session;
  return { id, member: memberOf(account), csrf, limit };
}

function isOver({ seenAt, createdAt }: StoredSession, now: Date): boolean {
  const idle = now.getTime() - Date.parse(seenAt);
  const age = now.getTime() - Date.parse(createdAt);
  return idle > IDLE_MINUTES * 60_000 || age > ABSOLUTE_HOURS * 3_600_000;
}

async function accountOf({ store }: StaffDeps, { member }: OpenSession): Promise<Account> {
  const account = await store.find(member.id);
  if (!account) throw new AppError('auth.required');
  return account;
}

async function changePassword(
  deps: StaffDeps,
  session: OpenSession,
  old: string,
  chosen: string,
): Promise<void> {
  const account = await accountOf(deps, session);
  if (!(await checkPassword(account.passwordHash, old))) throw new AppError('auth.failed');
  const problem = chosen === old ? 'same' : passwordProblem(chosen, account.login);
  if (problem) {
    const message = deps.words.password[problem] ?? problem;
    throw new AppError('request.invalid', undefined, { fields: [{ field: 'chosen', message }] });
  }
  const passwordHash = await hashPassword(chosen);
  await deps.unitOfWork.transaction(async () => {
    const changed = { ...(await accountOf(deps, session)), passwordHash, mustChange: false };
    await deps.store.update(changed);
    await deps.store.endSessionsOf(account.id, session.id);
    await reopen(deps, session, changed);
    await note(deps, session.member, 'change-password', { id: account.id });
  });
}

// The session under way goes on, with the limit that is left.
async function reopen(deps: StaffDeps, session: OpenSession, account: Account): Promise<void> {
  await deps.store.liftLimit(session.id, limitOf(deps, account));
}

async function confirm(
  deps: StaffDeps,
  session: OpenSession,
  secret: string,
  code: string,
): Promise<readonly string[]> {
  const step = /^[A-Z2-7]{32}$/.test(secret) ? stepOfCode(secret, code, deps.clock.now(), 0) : null;
  if (step === null || session.limit === 'password') throw new AppError('auth.second-factor');
  const codes = newRecoveryCodes();
  await deps.unitOfWork.transaction(async () => {
    const account = await accountOf(deps, session);
    const sealed = deps.crypto.seal(secret, secondFactorCell(account.id));
    const changed = { ...account, secondFactor: sealed, lastStep: step };
    await deps.store.update(changed);
    await deps.store.setRecoveryCodes(
      account.id,
      codes.map((one) => deps.crypto.fingerprint('recovery', one)),
    );
    await deps.store.endSessionsOf(account.id, session.id);
    await reopen(deps, session, changed);
    await note(deps, session.member, 'second-factor', { id: account.id });
  });
  return codes;
}
