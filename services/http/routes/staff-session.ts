import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { ROLES } from '../../staff/role.ts';
import { type OpenSession, type SignedIn, type Staff } from '../../staff/staff.ts';
import { empty, json } from '../reply.ts';
import { publicRoute, type Route, type RouteRequest, signedRoute, staffRoute } from '../route.ts';
import { CSRF_HEADER, sessionCookie, sessionCookieName } from '../staff-gate.ts';

export interface StaffSessionDeps {
  readonly staff: Staff;
  /** Whether the service is reached by TLS: decides the name and flags of the cookie. */
  readonly tls: boolean;
}

const COOKIE_SECONDS = 10 * 3600;
const password = z.string().min(1).max(256);
const member = z.object({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  unit: z.string().nullable(),
});
const me = z.object({
  member,
  csrf: z.string(),
  /** What has to be done before the session opens anything else. */
  first: z.enum(['password', 'second-factor']).nullable(),
  secondFactor: z.boolean().optional(),
});

/** Signing in and out, and one's own secrets. */
export function staffSessionRoutes(deps: StaffSessionDeps): readonly Route[] {
  return [...doorRoutes(deps), ...sessionRoutes(deps), ...secretRoutes(deps)];
}

function doorRoutes({ staff, tls }: StaffSessionDeps): readonly Route[] {
  return [
    publicRoute({
      id: 'staff.sign-in',
      method: 'post',
      path: '/api/staff/session',
      summary: 'Sign in; the session is a cookie, the CSRF token goes into a header',
      limit: 'login',
      body: z.strictObject({
        login: z.string().min(1).max(40),
        password,
        code: z.string().max(20).optional(),
      }),
      response: me,
      handle: async ({ body, ip }) => {
        const signed = await staff.signIn({ ...body, ip });
        const cookies = [sessionCookie(signed.token, tls, COOKIE_SECONDS)];
        return json(meOf(signed), { cookies });
      },
    }),
    signedRoute({
      id: 'staff.sign-out',
      method: 'delete',
      path: '/api/staff/session',
      summary: 'Sign out',
      limit: 'staff',
      handle: async (request) => {
        await own(staff, tls, request);
        await staff.signOut(request.cookie(sessionCookieName(tls)) ?? '');
        const headers = { 'clear-site-data': '"cache", "storage"' };
        return empty({ cookies: [sessionCookie('', tls, 0)], headers });
      },
    }),
  ];
}

function sessionRoutes({ staff, tls }: StaffSessionDeps): readonly Route[] {
  return [
    staffRoute({
      id: 'staff.me',
      method: 'get',
      path: '/api/staff/me',
      summary: 'Who is signed in',
      limit: 'staff',
      roles: PERMISSIONS['staff.self'],
      response: me,
      handle: async ({ staff: signedIn, cookie }) => {
        const session = await staff.session(cookie(sessionCookieName(tls)) ?? '');
        return json({ member: signedIn, csrf: session?.csrf ?? '', first: null });
      },
    }),
    staffRoute({
      id: 'staff.sessions',
      method: 'get',
      path: '/api/staff/sessions',
      summary: 'Own open sessions',
      limit: 'staff',
      roles: PERMISSIONS['staff.self'],
      handle: async ({ staff: { id }, sessionId }) =>
        json({ sessions: await staff.sessions(id), current: sessionId }),
    }),
    staffRoute({
      id: 'staff.sessions.end',
      method: 'delete',
      path: '/api/staff/sessions/:id',
      summary: 'End one of the own sessions',
      limit: 'staff',
      roles: PERMISSIONS['staff.self'],
      params: z.strictObject({ id: z.string().max(40) }),
      handle: async ({ staff: { id }, params }) => {
        await staff.endSession(id, params.id);
        return empty();
      },
    }),
  ];
}

// These also serve sessions that may do nothing else yet: they check cookie and token themselves.
function secretRoutes({ staff, tls }: StaffSessionDeps): readonly Route[] {
  const mine = { limit: 'login', method: 'post' } as const;
  return [
    signedRoute({
      ...mine,
      id: 'staff.password',
      path: '/api/staff/password',
      summary: 'Change the own password; all other sessions end',
      body: z.strictObject({ old: password, chosen: z.string().max(256) }),
      handle: async (request) => {
        const session = await own(staff, tls, request);
        await staff.changePassword(session, request.body.old, request.body.chosen);
        return empty();
      },
    }),
    signedRoute({
      ...mine,
      id: 'staff.second-factor.offer',
      path: '/api/staff/second-factor',
      summary: 'A secret for an authenticator; counts once it is confirmed',
      handle: async (request) =>
        json(await staff.offerSecondFactor(await own(staff, tls, request))),
    }),
    signedRoute({
      ...mine,
      id: 'staff.second-factor.confirm',
      path: '/api/staff/second-factor/confirm',
      summary: 'Confirm the authenticator; gives recovery codes once',
      body: z.strictObject({ secret: z.string().max(64), code: z.string().max(10) }),
      handle: async (request) => {
        const session = await own(staff, tls, request);
        const { secret, code } = request.body;
        return json({ recoveryCodes: await staff.confirmSecondFactor(session, secret, code) });
      },
    }),
  ];
}

function meOf({ member, csrf, limit, secondFactor }: SignedIn): z.input<typeof me> {
  return { member, csrf, first: limit, secondFactor };
}

async function own(
  staff: Staff,
  tls: boolean,
  { cookie, header }: Pick<RouteRequest<unknown, unknown, unknown>, 'cookie' | 'header'>,
): Promise<OpenSession> {
  const session = await staff.anySession(cookie(sessionCookieName(tls)) ?? '');
  if (!session) throw new AppError('auth.required');
  if (!timingSafeEqual(digest(header(CSRF_HEADER) ?? ''), digest(session.csrf)))
    throw new AppError('csrf.failed');
  return session;
}

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
