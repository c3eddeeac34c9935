import { type RequestHandler } from 'express';
import helmet from 'helmet';
import { type HttpSettings } from './settings.ts';

const HALF_YEAR_SECONDS = 180 * 24 * 3600;

/**
 * Everything from ourselves and nothing inline. HSTS and upgrading only with TLS: over plain HTTP they would make the
 * browser ask for our own scripts where nobody listens.
 */
export function securityHeaders({ tls, embedOrigins }: HttpSettings): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'", ...embedOrigins],
        ...(tls ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: tls ? { maxAge: HALF_YEAR_SECONDS } : false,
    frameguard: embedOrigins.length === 0 ? { action: 'sameorigin' } : false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: tls,
    originAgentCluster: tls,
  });
}
