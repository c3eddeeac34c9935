import { AppError, type ErrorCode } from '../errors.ts';

const CODES: Readonly<Record<string, ErrorCode>> = {
  SQLITE_BUSY: 'storage.busy',
  SQLITE_LOCKED: 'storage.busy',
  SQLITE_FULL: 'storage.full',
  SQLITE_CORRUPT: 'storage.damaged',
  SQLITE_NOTADB: 'storage.damaged',
  SQLITE_READONLY: 'storage.read-only',
  SQLITE_CANTOPEN: 'storage.read-only',
  '25006': 'storage.read-only',
  SQLITE_CONSTRAINT: 'conflict',
  '23505': 'conflict',
  '23503': 'conflict',
  '53100': 'storage.full',
  '55P03': 'storage.busy',
  '57014': 'storage.busy',
  '40001': 'storage.busy',
  '40P01': 'storage.busy',
  // The server is stopping, starting, or full: it will be back.
  '57P01': 'storage.busy',
  '57P02': 'storage.busy',
  '57P03': 'storage.busy',
  '53300': 'storage.busy',
  ECONNREFUSED: 'storage.busy',
  ECONNRESET: 'storage.busy',
  EPIPE: 'storage.busy',
};

interface DriverError {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly name?: unknown;
}

/** What pg and knex say of a connection that broke or does not answer: such errors carry no code; knex puts the statement before it. */
const BROKEN =
  /(?:^| - )(?:Connection terminated|Client (?:was closed|has encountered)|Query read timeout|timeout expired|Transaction query already complete|Unable to acquire a connection)/u;

/** The connection went away under the statement: whether it counted is not known, and asking again will tell. */
function isBroken(thrown: unknown): boolean {
  return thrown instanceof Error && BROKEN.test(thrown.message);
}

/**
 * Turns whatever a driver threw into an AppError that keeps only its code: knex and pg put bound values
 * (names, ID numbers) into messages, so neither the message nor the original is carried on.
 */
export function withoutDriverText(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { code, name } = (thrown ?? {}) as DriverError;
  if (name === 'KnexTimeoutError') return new AppError('storage.busy', 'no connection in time');
  if (isBroken(thrown)) return new AppError('storage.busy', 'the connection broke');
  const known = typeof code === 'string' ? code : 'unknown';
  return new AppError(CODES[known] ?? 'storage.failed', `driver code ${known}`);
}

/** SQLite's codes, PostgreSQL's five characters, and what TLS says of a certificate. */
const OF_A_DRIVER = /^(?:SQLITE_|[0-9A-Z]{5}$|ERR_TLS|[A-Z_]*CERT|UNABLE_TO_VERIFY)/u;

/** True for what a database driver or knex threw, as opposed to our own faults inside a transaction. */
export function isDriverError(thrown: unknown): boolean {
  if (thrown instanceof AppError || thrown == null || typeof thrown !== 'object') return false;
  const { code, errno, name } = thrown as DriverError;
  return (
    name === 'KnexTimeoutError' ||
    isBroken(thrown) ||
    (typeof code === 'string' && OF_A_DRIVER.test(code)) ||
    typeof errno === 'number'
  );
}
