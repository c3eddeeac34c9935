import { type Request, type RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit, type Store } from 'express-rate-limit';
import { AppError } from '../errors.ts';
import { type RateCounts } from '../rate-counts.ts';
import { type LimitName } from './route.ts';
import { sharedStore } from './shared-rates.ts';

interface Limit {
  readonly windowSeconds: number;
  readonly most: number;
}

/**
 * Calls of one address. Whole villages and offices share one, so reading and asking are generous; guessing a query
 * code or a password is not. Staff are limited by session count and second factor instead.
 */
export const LIMITS: Readonly<Record<Exclude<LimitName, 'none'>, Limit>> = {
  ask: { windowSeconds: 60, most: 120 },
  chat: { windowSeconds: 60, most: 600 },
  read: { windowSeconds: 60, most: 600 },
  file: { windowSeconds: 600, most: 30 },
  upload: { windowSeconds: 600, most: 60 },
  'look-up': { windowSeconds: 600, most: 60 },
  login: { windowSeconds: 600, most: 30 },
  staff: { windowSeconds: 60, most: 1200 },
};

/** One counter per limit, shared with other instances where there are any. Refuses with `rate.limited` and the seconds to wait. */
export function rateLimiters(
  on: boolean,
  shared: RateCounts | null,
): (name: LimitName) => RequestHandler {
  const pass: RequestHandler = (_request, _response, next) => {
    next();
  };
  if (!on) return () => pass;
  const made = new Map<LimitName, RequestHandler>();
  return (name) => {
    if (name === 'none') return pass;
    const store =
      shared && sharedStore(shared, { name, exact: EXACT.has(name), windowMs: windowMs(name) });
    const limiter = made.get(name) ?? limiterFor(LIMITS[name], store);
    made.set(name, limiter);
    return limiter;
  };
}

const windowMs = (name: Exclude<LimitName, 'none'>): number => LIMITS[name].windowSeconds * 1000;

/** Guessing and flooding: each call is added up among all instances before it is let through. */
const EXACT: ReadonlySet<LimitName> = new Set(['file', 'look-up', 'login']);

function limiterFor({ windowSeconds, most }: Limit, store: Store | null): RequestHandler {
  return rateLimit({
    ...(store ? { store } : {}),
    windowMs: windowSeconds * 1000,
    limit: most,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // A whole IPv6 subnet is one caller: it costs nothing to have 2^64 addresses.
    keyGenerator: (request) => ipKeyGenerator(request.ip ?? ''),
    handler: (request, _response, next) => {
      next(new AppError('rate.limited', undefined, { retryAfterSeconds: waitOf(request) }));
    },
    // Unset proxies are told in our own log, once, instead.
    validate: false,
  });
}

function waitOf(request: Request): number {
  const { rateLimit: info } = request as { rateLimit?: { resetTime?: Date } };
  const now = performance.timeOrigin + performance.now();
  const left = (info?.resetTime?.getTime() ?? now) - now;
  return Math.max(1, Math.ceil(left / 1000));
}
