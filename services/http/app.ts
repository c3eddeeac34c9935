import { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import express, { type RequestHandler } from 'express';
import { type Log } from '../log/log.ts';
import { crossOrigin } from './cross-origin.ts';
import { lastErrorHandler, notFound } from './error-handler.ts';
import { type HttpMetrics } from './metrics.ts';
import { type RateCounts } from '../rate-counts.ts';
import { type LoadWatch, shedLoad } from './overload.ts';
import { rateLimiters } from './rate-limits.ts';
import { registerRoutes } from './register.ts';
import { giveRequestId, requestIdOf } from './request-id.ts';
import { type LimitName, type Route } from './route.ts';
import { securityHeaders } from './security.ts';
import { type HttpSettings } from './settings.ts';
import { type StaffGate } from './staff-gate.ts';
import { type HttpWords } from './words.ts';

/** A protocol that brings its own handler (Bot Framework): gets the parsed JSON body and answers by itself. */
export interface Mount {
  readonly path: `/${string}`;
  readonly limit: LimitName;
  readonly handle: (
    request: IncomingMessage & { readonly body?: unknown },
    response: ServerResponse,
  ) => Promise<void>;
}

export interface HttpAppDeps {
  readonly settings: HttpSettings;
  readonly words: HttpWords;
  readonly log: Log;
  readonly routes: readonly Route[];
  readonly mounts?: readonly Mount[];
  /** Built pages and other files; asked after the routes. */
  readonly files?: RequestHandler;
  readonly gate?: StaffGate;
  readonly load?: LoadWatch;
  readonly metrics?: HttpMetrics;
  /** Calls that other instances counted; null or absent for one that is alone. */
  readonly rateCounts?: RateCounts | null;
}

const MOUNT_BODY_LIMIT = 256 * 1024;

/** The doors of the service, as a handler for a Node server. */
export function createHttpApp(deps: HttpAppDeps): RequestListener {
  const { settings, words, log, routes, mounts = [], gate = null } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', settings.trustProxy);
  app.set('query parser', 'simple');
  app.set('etag', false);
  const limiter = rateLimiters(settings.rateLimits, deps.rateCounts ?? null);
  app.use(giveRequestId, securityHeaders(settings));
  app.use(logged(deps));
  app.use('/directline', crossOrigin(settings.embedOrigins));
  if (deps.load) app.use(shedLoad(deps.load));
  registerRoutes(app, routes, { settings, words, limiter, gate });
  for (const { path, limit, handle } of mounts)
    app.post(path, limiter(limit), express.json({ limit: MOUNT_BODY_LIMIT }), (req, res) =>
      handle(req, res),
    );
  if (deps.files) app.use(deps.files);
  app.use(notFound);
  app.use(lastErrorHandler({ words, log }));
  return app;
}

/** One line and one measurement a request, when it is over. */
function logged({ log, metrics, settings }: HttpAppDeps): RequestHandler {
  let warned = false;
  return (request, response, next) => {
    const began = performance.now();
    if (!warned && settings.trustProxy === 0 && request.headers['x-forwarded-for'] !== undefined) {
      warned = true;
      log.warn('http.proxy-not-trusted');
    }
    response.once('close', () => {
      const ms = performance.now() - began;
      const route = String(response.locals['route'] ?? 'none');
      const status = response.statusCode;
      metrics?.requestDone({ route, status, ms });
      log.info('http.done', {
        requestId: requestIdOf(response),
        method: request.method,
        route,
        status,
        ms,
      });
    });
    next();
  };
}
