import { randomUUID } from 'node:crypto';
import { type RequestHandler, type Response } from 'express';

export const REQUEST_ID_HEADER = 'x-request-id';

/** Gives every request a number of ours; a caller's own is not believed, it would stand in our log. */
export const giveRequestId: RequestHandler = (_request, response, next) => {
  response.locals['requestId'] = randomUUID();
  response.setHeader(REQUEST_ID_HEADER, requestIdOf(response));
  next();
};

export function requestIdOf(response: Response): string {
  return String(response.locals['requestId'] ?? '');
}
