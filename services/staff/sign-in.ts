import { randomBytes, randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import { checkPassword } from './password.ts';
import { stepOfCode } from './second-factor.ts';
import { type SignedIn, type SignIn } from './staff.ts';
import { memberOf, note, secondFactorCell, type StaffDeps, SYSTEM_MEMBER } from './staff-room.ts';
import { type Account, type SessionLimit } from './staff-store.ts';

// 等保 2.0 三级 (登录失败处理) and ASVS 6.1.1.
const FAILURES_ALLOWED = 5;
const LOCK_MINUTES = 15;

type Refusal = 'auth.failed' | 'auth.second-factor';

/** See `Staff.signIn`. What is refused is counted and recorded before it is answered. */
export async function signIn(deps: StaffDeps, attempt: SignIn): Promise<SignedIn> {
  const { store, clock, unitOfWork } = deps;
  const account = await store.byLogin(attempt.login);
  // Hashed for unknown logins too, and outside any transaction: a flood must not hold the database.
  const fits = await checkPassword(account?.passwordHash ?? null, attempt.password);
  if (!account) {
    await unitOfWork.transaction(() => noteUnknown(deps));
    throw new AppError('auth.failed');
  }
  const end = await unitOfWork.transaction(async () => {
    const now = await store.find(account.id);
    if (!now || now.disabled || now.passwordHash !== account.passwordHash) return 'auth.failed';
    const locked = lockedSeconds(now, clock.now());
    if (locked > 0) return locked;
    if (!fits) return refused(deps, now, 'auth.failed');
    return withSecondFactor(deps, now, attempt);
  });
  if (typeof end === 'number')
    throw new AppError('auth.locked', undefined, { retryAfterSeconds: end });
  if (typeof end === 'string') throw new AppError(end);
  return end;
}

/** A try at a login that does not exist is on the record like any other, and takes as long. What was typed is not kept. */
function noteUnknown(deps: StaffDeps): Promise<void> {
  return note(deps, SYSTEM_MEMBER, 'sign-in', {
    id: 'unknown',
    outcome: 'refused',
    what: 'unknown',
  });
}

function lockedSeconds({ lockedUntil }: Account, now: Date): number {
  const left = lockedUntil === null ? 0 : Date.parse(lockedUntil) - now.getTime();
  return Math.max(0, Math.ceil(left / 1000));
}

async function refused(deps: StaffDeps, account: Account, code: Refusal): Promise<Refusal> {
  const failed = account.failed + 1;
  const until = new Date(deps.clock.now().getTime() + LOCK_MINUTES * 60_000).toISOString();
  const lock = failed >= FAILURES_ALLOWED;
  await deps.store.update({
    ...account,
    failed: lock ? 0 : failed,
    lockedUntil: lock ? until : null,
  });
  const what = lock ? 'locked' : code;
  await note(deps, memberOf(account), 'sign-in', { id: account.id, outcome: 'refused', what });
  return code;
}

async function withSecondFactor(
  deps: StaffDeps,
  account: Account,
  { code, ip }: SignIn,
): Promise<SignedIn | Refusal> {
  if (account.secondFactor === null) return opened(deps, account, ip);
  // A missing code is not a failed guess: the page asks for it next.
  if (code === undefined || code === '') return 'auth.second-factor';
  const secret = deps.crypto.open(account.secondFactor, secondFactorCell(account.id));
  const step = stepOfCode(secret, code, deps.clock.now(), account.lastStep);
  if (step !== null) return opened(deps, { ...account, lastStep: step }, ip);
  const print = deps.crypto.fingerprint('recovery', code.trim().toLowerCase());
  if (await deps.store.useRecoveryCode(account.id, print)) return opened(deps, account, ip);
  return refused(deps, account, 'auth.second-factor');
}

async function opened(deps: StaffDeps, account: Account, ip: string): Promise<SignedIn> {
  const at = deps.clock.now().toISOString();
  const [token, csrf] = [randomBytes(32), randomBytes(24)].map((part) =>
    part.toString('base64url'),
  );
  const limit = limitOf(deps, account);
  await deps.store.update({ ...account, failed: 0, lockedUntil: null, lastSignIn: at });
  await deps.store.insertSession({
    print: deps.crypto.fingerprint('session', token ?? ''),
    id: randomUUID(),
    staffId: account.id,
    csrf: csrf ?? '',
    createdAt: at,
    seenAt: at,
    ip,
    limit,
  });
  await note(deps, memberOf(account), 'sign-in', { id: account.id });
  const secondFactor = account.secondFactor !== null;
  return { token: token ?? '', csrf: csrf ?? '', member: memberOf(account), limit, secondFactor };
}

/** What an account has to do before its sessions open anything. */
export function limitOf(
  { secondFactorRequired }: Pick<StaffDeps, 'secondFactorRequired'>,
  { mustChange, secondFactor }: Account,
): SessionLimit {
  if (mustChange) return 'password';
  return secondFactorRequired && secondFactor === null ? 'second-factor' : null;
}
