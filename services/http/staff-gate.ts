import { type StaffMember } from '../staff/role.ts';

/** A session that is still good; `csrf` must come back in the header of every request that changes something. */
export interface StaffSession {
  readonly id: string;
  readonly member: StaffMember;
  readonly csrf: string;
}

/** Who is calling? The staff room answers; the doors enforce. */
export interface StaffGate {
  /** Null for a token that is unknown, expired or ended. */
  session(token: string): Promise<StaffSession | null>;
}

export const CSRF_HEADER = 'x-csrf-token';

/** `__Host-` binds the cookie to this host and to TLS; without TLS a browser would refuse the prefix. */
export function sessionCookieName(tls: boolean): string {
  return tls ? '__Host-mingbai' : 'mingbai';
}

/** The `Set-Cookie` value that opens a session, or ends it when the token is empty. */
export function sessionCookie(token: string, tls: boolean, maxAgeSeconds: number): string {
  const life = token === '' ? 0 : maxAgeSeconds;
  const secure = tls ? '; Secure' : '';
  return `${sessionCookieName(tls)}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${life}${secure}`;
}
