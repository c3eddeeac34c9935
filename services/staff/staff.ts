import { type SecondFactorOffer } from './second-factor.ts';
import { type Role, type StaffMember } from './role.ts';
import { type SessionLimit } from './staff-store.ts';

/** An account as administrators see it: no secrets. */
export interface AccountView extends StaffMember {
  readonly disabled: boolean;
  readonly secondFactor: boolean;
  readonly mustChange: boolean;
  readonly locked: boolean;
  readonly lastSignIn: string | null;
}

export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly unit: string | null;
  readonly disabled: boolean;
}

export interface NewAccount {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly unit: string | null;
}

export interface SignIn {
  readonly login: string;
  readonly password: string;
  /** Six digits of the authenticator, or a recovery code. */
  readonly code?: string | undefined;
  readonly ip: string;
}

export interface SignedIn {
  /** For the cookie; kept nowhere. */
  readonly token: string;
  readonly csrf: string;
  readonly member: StaffMember;
  /** What has to be done first: until then the session opens nothing else. */
  readonly limit: SessionLimit;
  readonly secondFactor: boolean;
}

export interface OpenSession {
  readonly id: string;
  readonly member: StaffMember;
  readonly csrf: string;
  readonly limit: SessionLimit;
}

export interface SessionView {
  readonly id: string;
  readonly since: string;
  readonly seen: string;
  readonly ip: string;
}

/** The staff room: who works here and who is signed in. */
export interface Staff {
  /**
   * Throws `auth.failed` (unknown login, wrong password and disabled account alike), `auth.second-factor` when the
   * code is missing or wrong, `auth.locked` after repeated failures.
   */
  signIn(attempt: SignIn): Promise<SignedIn>;
  /** Null for a token that is unknown, expired, ended, or limited (`limit` not null). */
  session(token: string): Promise<OpenSession | null>;
  /** Also gives limited sessions: for the few doors that lift the limit. */
  anySession(token: string): Promise<OpenSession | null>;
  signOut(token: string): Promise<void>;
  sessions(staffId: string): Promise<readonly SessionView[]>;
  endSession(staffId: string, sessionId: string): Promise<void>;
  /** Whether a session would still be let in; asking does not keep it alive. */
  isOpen(staffId: string, sessionId: string): Promise<boolean>;
  /** Ends all sessions of an account, and says so on the record. Throws `not-found`. */
  endAllSessions(by: StaffMember, staffId: string): Promise<void>;
  /** Ends all other sessions. Throws `auth.failed` for a wrong old password, `request.invalid` for a weak new one. */
  changePassword(session: OpenSession, old: string, chosen: string): Promise<void>;
  /** A secret that counts only once it was confirmed with a code. */
  offerSecondFactor(session: OpenSession): Promise<SecondFactorOffer>;
  /** Gives recovery codes, shown once. Throws `auth.second-factor`. */
  confirmSecondFactor(
    session: OpenSession,
    secret: string,
    code: string,
  ): Promise<readonly string[]>;

  /** Creates an account with a one-time password. Throws `conflict` when the login is taken. */
  add(
    by: StaffMember,
    account: NewAccount,
  ): Promise<{ readonly id: string; readonly password: string }>;
  list(): Promise<readonly AccountView[]>;
  /** Who works here: names behind the ids in a timeline, units to choose from. */
  colleagues(): Promise<readonly Colleague[]>;
  /** Changes role, unit or whether it is disabled; ends its sessions. The last administrator cannot be lost. */
  change(
    by: StaffMember,
    id: string,
    change: {
      readonly role?: Role | undefined;
      readonly unit?: string | null | undefined;
      readonly disabled?: boolean | undefined;
    },
  ): Promise<void>;
  /** A new one-time password; also lifts a lock. The second factor stays unless asked otherwise. */
  reset(
    by: StaffMember,
    id: string,
    alsoSecondFactor: boolean,
  ): Promise<{ readonly password: string }>;
  /** On an empty table: creates the first administrator and gives the password to print once; else null. */
  firstAdministrator(): Promise<{ readonly login: string; readonly password: string } | null>;
  tidy(): Promise<void>;
}
