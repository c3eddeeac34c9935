import { timingSafeEqual } from 'node:crypto';
import { type Express, type Request, type RequestHandler, type Response } from 'express';
import { type z } from 'zod';
import { AppError } from '../errors.ts';
import { readBody, rawBodyOf } from './body.ts';
import { requestIdOf } from './request-id.ts';
import { type LimitName, type Route, type StaffRequest } from './route.ts';
import { goneSignal, sendReply } from './send.ts';
import { type HttpSettings } from './settings.ts';
import { CSRF_HEADER, type StaffGate, type StaffSession, sessionCookieName } from './staff-gate.ts';
import { validated } from './validate.ts';
import { type HttpWords } from './words.ts';

export interface RegisterDeps {
  readonly settings: HttpSettings;
  readonly words: HttpWords;
  readonly limiter: (name: LimitName) => RequestHandler;
  /** Null while nobody can sign in: staff routes then answer `auth.required`. */
  readonly gate: StaffGate | null;
}

/** Registers the routes, and `method.not-allowed` for every other method of their paths. */
export function registerRoutes(app: Express, routes: readonly Route[], deps: RegisterDeps): void {
  const methods = new Map<string, Set<string>>();
  for (const route of routes) {
    const { method, path } = route;
    const used = methods.get(path) ?? new Set();
    if (used.has(method)) throw new Error(`two routes at ${method} ${path}`);
    methods.set(path, used.add(method));
    app[method](path, deps.limiter(route.limit), guard(route, deps), readBody(route), (req, res) =>
      answer(route, deps, { request: req, response: res }),
    );
  }
  for (const [path, used] of methods) app.all(path, methodNotAllowed(used));
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

async function answer(route: Route, deps: RegisterDeps, exchange: Exchange): Promise<void> {
  const { response } = exchange;
  const reply = await route.handle(checkedRequest(route, deps.words, exchange));
  if (deps.settings.checkReplies && reply.kind === 'json' && route.response) {
    const result = route.response.safeParse(reply.body);
    if (!result.success)
      throw new AppError('internal', `${route.id} broke its reply schema: ${result.error.message}`);
  }
  await sendReply(response, reply, route.status ?? 200);
}

function checkedRequest(
  route: Route,
  words: HttpWords,
  { request, response }: Exchange,
): StaffRequest<unknown, unknown, unknown> {
  return {
    params: route.params ? pathParams(route.params, request) : undefined,
    query: queryOf(route, request, words),
    body: route.body ? validated(route.body, request.body, words) : undefined,
    rawBody: rawBodyOf(response),
    requestId: requestIdOf(response),
    ip: request.ip ?? '',
    bearer: /^Bearer ([\w.~+/=-]+)$/iu.exec(request.headers.authorization ?? '')?.[1] ?? null,
    header: (name) => request.get(name),
    cookie: (name) => cookieOf(request, name),
    // Only who makes somebody wait, or pours, asks for it.
    get gone() {
      return goneSignal(response);
    },
    ...(route.access.kind === 'staff' ? staffOf(response) : NOBODY),
  };
}

const NOBODY = {} as Pick<StaffRequest<never, never, never>, 'staff' | 'sessionId'>;

// Only the handlers of staff routes are told of these fields, and those have passed the gate.
function staffOf(
  response: Response,
): Pick<StaffRequest<never, never, never>, 'staff' | 'sessionId'> {
  const { member, id } = response.locals['session'] as StaffSession;
  return { staff: member, sessionId: id };
}

function pathParams(schema: z.ZodType, request: Request): unknown {
  const result = schema.safeParse(request.params);
  if (!result.success) throw new AppError('not-found');
  return result.data;
}

function queryOf({ query }: Route, request: Request, words: HttpWords): unknown {
  const given = request.query;
  for (const [name, value] of Object.entries(given))
    if (Array.isArray(value))
      throw new AppError('request.malformed', 'a parameter stands twice', {
        fields: [{ field: name.slice(0, 80), message: words.field('twice') }],
      });
  // Pages are linked from elsewhere with parameters of others (utm_…): unknown ones matter only where we declared some.
  return query ? validated(query, { ...given }, words) : undefined;
}

/** Who may pass: the session, its role, and the CSRF token for whatever changes something. */
function guard({ id, access, method }: Route, { gate, settings }: RegisterDeps): RequestHandler {
  return async (request, response, next) => {
    response.locals['route'] = id;
    if (access.kind !== 'staff') {
      next();
      return;
    }
    const token = cookieOf(request, sessionCookieName(settings.tls));
    const session = token && gate ? await gate.session(token) : null;
    if (!session) throw new AppError('auth.required');
    if (!access.roles.includes(session.member.role)) throw new AppError('access.denied');
    if (method !== 'get' && !same(request.get(CSRF_HEADER) ?? '', session.csrf))
      throw new AppError('csrf.failed');
    response.locals['session'] = session;
    next();
  };
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function cookieOf(request: Request, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function methodNotAllowed(used: ReadonlySet<string>): RequestHandler {
  const allowed = [...used, ...(used.has('get') ? ['head'] : [])].map((one) => one.toUpperCase());
  return (request, response, next) => {
    response.setHeader('allow', allowed.join(', '));
    if (request.method === 'OPTIONS') response.status(204).end();
    else next(new AppError('method.not-allowed'));
  };
}
