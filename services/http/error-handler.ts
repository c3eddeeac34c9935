import { type ErrorRequestHandler, type RequestHandler, type Response } from 'express';
import { AppError, type ErrorCode } from '../errors.ts';
import { type Log } from '../log/log.ts';
import { errorPage } from './pages/error-page.ts';
import { requestIdOf } from './request-id.ts';
import { type HttpWords } from './words.ts';

/** Programs are answered in JSON, people who follow a link with a page. */
const PROGRAM_PATHS = /^\/(?:api|directline|healthz|readyz|metrics)(?:\/|$)/u;

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'request.malformed',
  404: 'not-found',
  413: 'request.too-large',
  415: 'media-type.unsupported',
};

export const notFound: RequestHandler = (_request, _response, next) => {
  next(new AppError('not-found'));
};

export interface ErrorHandlerDeps {
  readonly words: HttpWords;
  readonly log: Log;
}

/** The last word on everything that went wrong: a code, one sentence, the request's number. Never a stack or a message. */
export function lastErrorHandler({ words, log }: ErrorHandlerDeps): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    const error = asAppError(thrown);
    const { status, code } = error;
    const facts = { requestId: requestIdOf(response), status, code };
    // Somebody turned away while there is too much to do is no fault, and the log must not be one more load.
    if (code === 'overloaded') log.warn('http.shed', facts);
    else if (status >= 500) log.error('http.failed', { ...facts, error: thrown });
    else log.debug('http.refused', facts);
    if (response.headersSent) {
      response.destroy();
      next();
      return;
    }
    if (error.retryAfterSeconds !== undefined || status === 503)
      response.setHeader('retry-after', String(error.retryAfterSeconds ?? 5));
    response.status(status).setHeader('cache-control', 'no-store');
    if (PROGRAM_PATHS.test(request.path) || request.accepts('html', 'json') === 'json')
      sendProblem(response, error, words);
    else response.type('html').send(errorPage(error, requestIdOf(response), words).text);
  };
}

function sendProblem(response: Response, { code, fields }: AppError, words: HttpWords): void {
  const error = {
    code,
    message: words.error(code),
    requestId: requestIdOf(response),
    ...(fields.length > 0 ? { fields } : {}),
  };
  response.json({ error });
}

function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  // Errors of express and its parsers carry a status; 4xx are the caller's doing.
  const { status } = (thrown ?? {}) as { status?: unknown };
  const known =
    typeof status === 'number' && status < 500 ? (BY_STATUS[status] ?? BY_STATUS[400]) : null;
  return new AppError(known ?? 'internal', undefined, { cause: thrown });
}
