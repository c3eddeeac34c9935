import { AppError } from '../errors.ts';
import { maskPersonalData } from '../privacy/personal-data.ts';

/**
 * The only things that may stand in an operational log: identifiers, counts, times and words of closed lists.
 * Nothing that a person typed or said has a key here. Add keys only of the same nature.
 */
export const FACT_KEYS = [
  'requestId',
  'conversationId',
  'enquiryId',
  'ticket',
  'noticeId',
  'staffId',
  'role',
  'route',
  'method',
  'status',
  'ms',
  'steps',
  'channel',
  'outcome',
  'programme',
  'aspect',
  'district',
  'decision',
  'questionIds',
  'personalData',
  'code',
  'count',
  'attempt',
  'state',
  'job',
  'version',
  'engine',
  'host',
  'port',
  'signal',
  'variable',
  'error',
] as const;
export type FactKey = (typeof FACT_KEYS)[number];

type FactValue = string | number | boolean | null | undefined | readonly string[];
/** What is told with an event. `steps` are milliseconds by name; `error` is whatever was thrown. */
export type Facts = Partial<Record<Exclude<FactKey, 'error' | 'steps'>, FactValue>> & {
  readonly error?: unknown;
  readonly steps?: Readonly<Record<string, number>>;
};

const ALLOWED: ReadonlySet<string> = new Set(FACT_KEYS);
const LONGEST = 200;

/** What of the facts may be written: unknown keys are dropped, strings cut and masked. */
export function writable(facts: Facts): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(facts)) {
    if (ALLOWED.has(key) && value != null)
      kept[key] = key === 'error' ? aboutError(value) : plain(value);
  }
  return kept;
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return maskPersonalData(value.slice(0, LONGEST));
  if (typeof value === 'number') return Math.round(value * 1000) / 1000;
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.slice(0, 20).map((item) => plain(String(item)));
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      typeof inner === 'number' ? [[name, plain(inner)]] : [],
    ),
  );
}

/**
 * Kind, code and frames of an error. The message is told for our own errors only: those of the runtime quote
 * what they stumbled over (JSON.parse shows the text of the request).
 */
function aboutError(thrown: unknown): Record<string, unknown> {
  if (!(thrown instanceof Error)) return { name: typeof thrown };
  const { code } = thrown as { code?: unknown };
  const ours = thrown instanceof AppError;
  return {
    name: thrown.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(ours ? { message: plain(thrown.message) } : {}),
    frames: framesOf(thrown),
    ...(thrown.cause === undefined ? {} : { cause: aboutError(thrown.cause) }),
  };
}

function framesOf({ stack = '' }: Error): readonly string[] {
  const frames = stack.split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/u.test(line));
  return frames.slice(0, 12).map((line) => line.trim().slice(0, LONGEST));
}
