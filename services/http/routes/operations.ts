import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { type HttpMetrics } from '../metrics.ts';
import { bytes, json } from '../reply.ts';
import { publicRoute, type Route, signedRoute } from '../route.ts';

export interface OperationsDeps {
  /** Rejects while something that is needed to serve does not answer. */
  readonly ready: () => Promise<void>;
  readonly metrics: HttpMetrics;
  /** Null: there are no figures to be had. */
  readonly metricsToken: string | null;
}

const PROMETHEUS = 'text/plain; version=0.0.4; charset=utf-8';

/** What machines ask that watch over the service. */
export function operationsRoutes({
  ready,
  metrics,
  metricsToken,
}: OperationsDeps): readonly Route[] {
  return [
    publicRoute({
      id: 'health',
      method: 'get',
      path: '/healthz',
      summary: 'The process runs',
      limit: 'none',
      response: z.object({ status: z.literal('ok') }),
      handle: () => json({ status: 'ok' as const }),
    }),
    publicRoute({
      id: 'ready',
      method: 'get',
      path: '/readyz',
      summary: 'Database, index and dictionary are ready',
      limit: 'none',
      response: z.object({ status: z.literal('ready') }),
      handle: async () => {
        await ready();
        return json({ status: 'ready' as const });
      },
    }),
    signedRoute({
      id: 'metrics',
      method: 'get',
      path: '/metrics',
      summary: 'Prometheus text; needs the token of METRICS_TOKEN as bearer',
      limit: 'none',
      produces: PROMETHEUS,
      handle: async ({ bearer }) => {
        if (metricsToken === null) throw new AppError('not-found');
        if (bearer === null || !same(bearer, metricsToken)) throw new AppError('auth.required');
        return bytes(PROMETHEUS, Buffer.from(await metrics.text()));
      },
    }),
  ];
}

function same(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
