import { type RequestHandler } from 'express';

const DAY_SECONDS = 24 * 3600;

/**
 * Lets pages of the named origins, where a chat of theirs stands, call the chat's doors. Nothing is opened to others: who
 * may embed us may speak with us. No cookie is involved: every call carries its own token.
 */
export function crossOrigin(origins: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers;
    if (origins.length > 0) response.vary('origin');
    if (origin === undefined || !origins.includes(origin)) {
      next();
      return;
    }
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', 'retry-after');
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    response.setHeader('access-control-allow-methods', 'GET, POST');
    response.setHeader(
      'access-control-allow-headers',
      'authorization, content-type, x-ms-bot-agent, x-requested-with',
    );
    response.setHeader('access-control-max-age', String(DAY_SECONDS));
    response.status(204).end();
  };
}
