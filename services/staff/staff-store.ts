import { type Role, type StaffMember } from './role.ts';

/** An account with what only the staff room may see. */
export interface Account extends StaffMember {
  readonly passwordHash: string;
  /** The password was given by someone else and must be replaced first. */
  readonly mustChange: boolean;
  /** Sealed secret of the second factor, null when there is none. */
  readonly secondFactor: string | null;
  readonly lastStep: number;
  readonly failed: number;
  readonly lockedUntil: string | null;
  readonly disabled: boolean;
  readonly createdAt: string;
  readonly lastSignIn: string | null;
}

/** What a session may do: everything of the role, or only what stands before that. */
export type SessionLimit = 'password' | 'second-factor' | null;

export interface StoredSession {
  /** Keyed digest of the token: the table gives nobody a session. */
  readonly print: string;
  readonly id: string;
  readonly staffId: string;
  readonly csrf: string;
  readonly createdAt: string;
  readonly seenAt: string;
  readonly ip: string;
  readonly limit: SessionLimit;
}

export interface StaffStore {
  /** False when the login is taken. */
  insert(account: Account): Promise<boolean>;
  find(id: string): Promise<Account | null>;
  byLogin(login: string): Promise<Account | null>;
  update(account: Account): Promise<void>;
  all(): Promise<readonly Account[]>;
  countOf(role: Role): Promise<number>;
  /** Replaces all recovery codes of an account. */
  setRecoveryCodes(staffId: string, prints: readonly string[]): Promise<void>;
  /** True when the code was there and unused; it is used up by that. */
  useRecoveryCode(staffId: string, print: string): Promise<boolean>;
  insertSession(session: StoredSession): Promise<void>;
  findSession(print: string): Promise<StoredSession | null>;
  seen(print: string, at: string): Promise<void>;
  sessionsOf(staffId: string): Promise<readonly StoredSession[]>;
  liftLimit(id: string, limit: SessionLimit): Promise<void>;
  endSession(id: string): Promise<void>;
  endSessionsOf(staffId: string, exceptId: string | null): Promise<void>;
  forgetSessions(createdBefore: string): Promise<void>;
}
