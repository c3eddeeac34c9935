import { type z } from 'zod';
import { type Role, type StaffMember } from '../staff/role.ts';
import { type Reply } from './reply.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Who may call a route. Signed routes check a signature or token of their own in the handler. */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'staff'; readonly roles: readonly Role[] }
  | { readonly kind: 'signed' };

/** Which rate limit a call counts against; `none` only for health checks and pages that cost nothing. */
export type LimitName =
  'ask' | 'read' | 'file' | 'upload' | 'look-up' | 'login' | 'staff' | 'chat' | 'none';

/**
 * How a body may arrive: `form` is what pages without JavaScript post; `form-with-files` the same or multipart, its files
 * under `files`; `parts` is multipart, part by part.
 */
export type BodyForm = 'json' | 'form' | 'bytes' | 'form-with-files' | 'parts';

/** One request after its checks. Strings in `body` hold neither NUL nor lone surrogates. */
export interface RouteRequest<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The body as it came, for signatures; empty without one. */
  readonly rawBody: Buffer;
  readonly requestId: string;
  readonly ip: string;
  /** The bearer token of the `Authorization` header, or null. */
  readonly bearer: string | null;
  readonly header: (name: string) => string | undefined;
  readonly cookie: (name: string) => string | undefined;
  /** Fires when the caller went away. */
  readonly gone: AbortSignal;
}

export interface StaffRequest<Params, Query, Body> extends RouteRequest<Params, Query, Body> {
  readonly staff: StaffMember;
  readonly sessionId: string;
}

type Shape = z.ZodType;

interface RouteParts<P extends Shape, Q extends Shape, B extends Shape, R extends Shape> {
  /** Stable name, `ask` or `tickets.file`: operation id, metrics label, log fact. */
  readonly id: string;
  readonly method: Method;
  /** Express path; every `:name` must stand in `params`. */
  readonly path: `/${string}`;
  /** One English line for the interface description. */
  readonly summary: string;
  readonly limit: LimitName;
  /** Checked before the handler; a path that does not fit is `not-found`. */
  readonly params?: P;
  readonly query?: Q;
  /** A strict object for everything that writes. */
  readonly body?: B;
  readonly bodyForm?: BodyForm;
  /** A request without a body counts as an empty object. */
  readonly bodyOptional?: boolean;
  /** Bytes; 64 KiB unless told otherwise. */
  readonly bodyLimit?: number;
  /** What a JSON reply holds; absent for pages, files and streams. */
  readonly response?: R;
  /** Of the usual reply; 200 unless told otherwise. */
  readonly status?: number;
  /** Media type of anything but JSON. */
  readonly produces?: string;
}

interface PublicSpec<
  P extends Shape,
  Q extends Shape,
  B extends Shape,
  R extends Shape,
> extends RouteParts<P, Q, B, R> {
  readonly handle: (
    request: RouteRequest<z.output<P>, z.output<Q>, z.output<B>>,
  ) => Promise<Reply<z.input<R>>> | Reply<z.input<R>>;
}

interface StaffSpec<
  P extends Shape,
  Q extends Shape,
  B extends Shape,
  R extends Shape,
> extends RouteParts<P, Q, B, R> {
  readonly roles: readonly Role[];
  readonly handle: (
    request: StaffRequest<z.output<P>, z.output<Q>, z.output<B>>,
  ) => Promise<Reply<z.input<R>>> | Reply<z.input<R>>;
}

/** A declared route: from this one value come the checks, the interface description and the role matrix. */
export interface Route extends RouteParts<Shape, Shape, Shape, Shape> {
  readonly access: Access;
  readonly handle: (
    request: StaffRequest<unknown, unknown, unknown>,
  ) => Promise<Reply<unknown>> | Reply<unknown>;
}

/** A route that anyone may call. */
export function publicRoute<
  P extends Shape = z.ZodUndefined,
  Q extends Shape = z.ZodUndefined,
  B extends Shape = z.ZodUndefined,
  R extends Shape = z.ZodUnknown,
>(spec: PublicSpec<P, Q, B, R>): Route {
  return { ...spec, access: { kind: 'public' }, handle: spec.handle as Route['handle'] };
}

/** A route whose handler checks a signature or token itself, before anything else. */
export function signedRoute<
  P extends Shape = z.ZodUndefined,
  Q extends Shape = z.ZodUndefined,
  B extends Shape = z.ZodUndefined,
  R extends Shape = z.ZodUnknown,
>(spec: PublicSpec<P, Q, B, R>): Route {
  return { ...spec, access: { kind: 'signed' }, handle: spec.handle as Route['handle'] };
}

/** A route for signed-in staff of the given roles; anything but GET needs the session's CSRF token as well. */
export function staffRoute<
  P extends Shape = z.ZodUndefined,
  Q extends Shape = z.ZodUndefined,
  B extends Shape = z.ZodUndefined,
  R extends Shape = z.ZodUnknown,
>({ roles, ...spec }: StaffSpec<P, Q, B, R>): Route {
  return { ...spec, access: { kind: 'staff', roles }, handle: spec.handle as Route['handle'] };
}
