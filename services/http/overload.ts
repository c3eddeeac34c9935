import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type RequestHandler } from 'express';
import { AppError } from '../errors.ts';

export interface LoadWatch {
  /** True while newcomers should be turned away. */
  isOverloaded(): boolean;
  close(): void;
}

export interface LoadWatchOptions {
  /** Milliseconds by which the event loop may lag, as the mean of one look. */
  readonly maxLagMs?: number;
  readonly everyMs?: number;
}

const RESOLUTION_MS = 10;

/** Nobody is turned away. */
export const unwatchedLoad: LoadWatch = { isOverloaded: () => false, close: () => undefined };

/** Watches how late the event loop runs. A busy loop answers everyone late; turning some away keeps the rest in time. */
export function watchLoad({ maxLagMs = 500, everyMs = 1000 }: LoadWatchOptions = {}): LoadWatch {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let overloaded = false;
  const timer = setInterval(() => {
    // The histogram counts the timer's own resolution as delay; nanoseconds.
    const lag = delay.mean / 1e6 - RESOLUTION_MS;
    overloaded = lag > maxLagMs;
    delay.reset();
  }, everyMs);
  timer.unref();
  return {
    isOverloaded: () => overloaded,
    close: () => {
      clearInterval(timer);
      delay.disable();
    },
  };
}

const ALWAYS_SERVED = /^\/(?:healthz|readyz|metrics)$/u;

/** Turns requests away with 503 and `Retry-After` while the watch says so; health checks are always answered. */
export function shedLoad(watch: LoadWatch): RequestHandler {
  return (request, _response, next) => {
    if (!watch.isOverloaded() || ALWAYS_SERVED.test(request.path)) next();
    else next(new AppError('overloaded', undefined, { retryAfterSeconds: 3 }));
  };
}
