import { randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import { hashPassword, oneTimePassword } from './password.ts';
import { type StaffMember } from './role.ts';
import { createSessions } from './sessions.ts';
import { type AccountView, type NewAccount, type Staff } from './staff.ts';
import { memberOf, note, type StaffDeps, SYSTEM_MEMBER } from './staff-room.ts';
import { type Account } from './staff-store.ts';

const FIRST_LOGIN = 'admin';

/** The staff room: see `Staff`. */
export function createStaff(deps: StaffDeps): Staff {
  const { store } = deps;
  return {
    ...createSessions(deps),
    add: (by, account) => add(deps, by, account),
    list: async () => (await store.all()).map((account) => viewOf(deps, account)),
    colleagues: async () =>
      (await store.all()).map(({ id, name, role, unit, disabled }) => ({
        ...{ id, name, role, unit, disabled },
      })),
    change: (by, id, { role, unit, disabled }) =>
      changed(deps, id, async (account) => {
        const next: Account = {
          ...account,
          role: role ?? account.role,
          unit: unit === undefined ? account.unit : unit,
          disabled: disabled ?? account.disabled,
        };
        await store.update(next);
        if (account.role === 'administrator') await assertSomeAdministrator(deps);
        await note(deps, by, 'change-account', {
          id,
          what: `${next.role} ${next.disabled ? 'off' : 'on'}`,
        });
      }),
    reset: async (by, id, alsoSecondFactor) => {
      const password = oneTimePassword();
      const passwordHash = await hashPassword(password);
      await changed(deps, id, async (account) => {
        const secondFactor = alsoSecondFactor ? null : account.secondFactor;
        const unlocked = { failed: 0, lockedUntil: null, mustChange: true };
        await store.update({ ...account, ...unlocked, passwordHash, secondFactor });
        await note(deps, by, 'reset-account', { id, what: alsoSecondFactor ? 'both' : 'password' });
      });
      return { password };
    },
    firstAdministrator: async () => {
      if ((await store.all()).length > 0) return null;
      const name = deps.words.password['first-administrator'] ?? FIRST_LOGIN;
      const account = { login: FIRST_LOGIN, name, role: 'administrator', unit: null } as const;
      try {
        const { password } = await add(deps, SYSTEM_MEMBER, account);
        return { login: FIRST_LOGIN, password };
      } catch (thrown) {
        // Another instance that started at the same moment made it, and told its password.
        if (thrown instanceof AppError && thrown.code === 'conflict') return null;
        throw thrown;
      }
    },
  };
}

async function add(
  deps: StaffDeps,
  by: StaffMember,
  { login, name, role, unit }: NewAccount,
): Promise<{ id: string; password: string }> {
  const [id, password] = [randomUUID(), oneTimePassword()];
  const passwordHash = await hashPassword(password);
  await deps.unitOfWork.transaction(async () => {
    const inserted = await deps.store.insert({
      ...{ id, login, name, role, unit, passwordHash },
      mustChange: true,
      secondFactor: null,
      lastStep: 0,
      failed: 0,
      lockedUntil: null,
      disabled: false,
      createdAt: deps.clock.now().toISOString(),
      lastSignIn: null,
    });
    if (!inserted) throw new AppError('conflict', 'the login is taken');
    await note(deps, by, 'add-account', { id, what: role });
  });
  return { id, password };
}

/** Every change of an account ends its sessions in the same transaction. */
async function changed(
  { store, unitOfWork }: StaffDeps,
  id: string,
  work: (account: Account) => Promise<void>,
): Promise<void> {
  await unitOfWork.transaction(async () => {
    const account = await store.find(id);
    if (!account) throw new AppError('not-found');
    await work(account);
    await store.endSessionsOf(id, null);
  });
}

async function assertSomeAdministrator({ store }: StaffDeps): Promise<void> {
  if ((await store.countOf('administrator')) === 0)
    throw new AppError('conflict', 'the last administrator');
}

function viewOf({ clock }: StaffDeps, account: Account): AccountView {
  const { disabled, secondFactor, mustChange, lockedUntil, lastSignIn } = account;
  return {
    ...memberOf(account),
    disabled,
    secondFactor: secondFactor !== null,
    mustChange,
    locked: lockedUntil !== null && Date.parse(lockedUntil) > clock.now().getTime(),
    lastSignIn,
  };
}
