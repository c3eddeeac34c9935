import { once } from 'node:events';
import winston from 'winston';
import { type Clock, beijingTime } from '../clock.ts';
import { maskPersonalData } from '../privacy/personal-data.ts';
import { DailyFile } from './daily-file.ts';
import { type Facts, writable } from './facts.ts';
import { Gathered } from './gathered.ts';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * The operational log. `event` is a fixed name of ours (`http.done`, `enquiry.answered`), never a sentence; facts are
 * limited to the keys of `facts.ts`. It is no proof of anything: proof is in the audit chain.
 */
export interface Log {
  info(event: string, facts?: Facts): void;
  warn(event: string, facts?: Facts): void;
  error(event: string, facts?: Facts): void;
  debug(event: string, facts?: Facts): void;
  /** The same log with facts that every line repeats. */
  child(facts: Facts): Log;
  /** Writes out what is buffered; nothing may be logged afterwards. */
  close(): Promise<void>;
}

export interface LogConfig {
  readonly level: LogLevel;
  /** Folder of the daily files; null writes to stdout only. */
  readonly dir: string | null;
  readonly retentionDays: number;
  readonly stdout: boolean;
}

const EVENT = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/u;

/** Opens the log: JSON lines to stdout and one file a day. */
export function createLog(config: LogConfig, clock: Clock): Log {
  const file = config.dir === null ? null : new DailyFile({ ...config, dir: config.dir, clock });
  const out = config.stdout ? new Gathered(process.stdout) : null;
  const logger = winston.createLogger({
    level: config.level === 'silent' ? 'error' : config.level,
    silent: config.level === 'silent',
    format: winston.format.combine(
      winston.format.errors({ stack: true }),
      maskStrings(),
      jsonLine(),
    ),
    transports: [
      ...(out ? [new winston.transports.Stream({ stream: out })] : []),
      ...(file ? [new winston.transports.Stream({ stream: file })] : []),
    ],
  });
  if (logger.transports.length === 0) logger.silent = true;
  const close = async (): Promise<void> => {
    const handedOver = once(logger, 'finish');
    logger.end();
    await handedOver;
    const streams = [out, file].filter((stream) => stream !== null);
    const written = streams.map((stream) => once(stream, 'finish'));
    for (const stream of streams) stream.end();
    await Promise.all(written);
  };
  return logOver(logger, { clock, close, always: {} });
}

interface Underneath {
  readonly clock: Clock;
  readonly close: () => Promise<void>;
  readonly always: Facts;
}

function logOver(logger: winston.Logger, under: Underneath): Log {
  const at =
    (level: 'info' | 'warn' | 'error' | 'debug') =>
    (event: string, facts: Facts = {}): void => {
      const message = EVENT.test(event) ? event : 'event.unnamed';
      const time = beijingTime(under.clock.now());
      logger.log({ level, message, time, ...writable({ ...under.always, ...facts }) });
    };
  return {
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    debug: at('debug'),
    child: (facts) => logOver(logger, { ...under, always: { ...under.always, ...facts } }),
    close: under.close,
  };
}

/** The second net behind the list of keys: stands after `errors()` so that stacks pass through it too. */
const maskStrings = winston.format((info) => maskInside(info) as winston.Logform.TransformableInfo);

// winston's own symbol for the line as it is written.
const LINE = Symbol.for('message');

/** Facts are plain by now: the general format, which expects anything, costs a chat turn several times as much. */
const jsonLine = winston.format((info) => {
  info[LINE] = JSON.stringify(info);
  return info;
});

function maskInside(value: unknown): unknown {
  if (typeof value === 'string') return maskPersonalData(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(maskInside);
  // Symbols are winston's own (level, message): they must survive, so the object is changed in place.
  for (const [key, inner] of Object.entries(value))
    (value as Record<string, unknown>)[key] = maskInside(inner);
  return value;
}

/** A log that writes nothing, for tools and tests. */
export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
  child: () => silentLog,
  close: () => Promise.resolve(),
};
