/**
 * Every fault and refusal that leaves a room carries one of these codes. The table gives the HTTP status;
 * the words that a person reads are in `knowledge/content/words/errors.yaml`, by the same codes.
 */
export const ERROR_STATUS = {
  'request.malformed': 400,
  'request.too-deep': 400,
  'auth.required': 401,
  'auth.failed': 401,
  'auth.locked': 429,
  'auth.second-factor': 401,
  'access.denied': 403,
  'csrf.failed': 403,
  'not-found': 404,
  'method.not-allowed': 405,
  conflict: 409,
  'version.conflict': 409,
  'idempotency.conflict': 409,
  'request.too-large': 413,
  'media-type.unsupported': 415,
  'request.invalid': 422,
  'question.empty': 422,
  'question.too-long': 413,
  'chat.token-invalid': 401,
  'chat.token-expired': 403,
  'chat.other-conversation': 403,
  'chat.gone': 404,
  'chat.full': 409,
  'transition.refused': 422,
  'rate.limited': 429,
  internal: 500,
  'storage.busy': 503,
  'storage.full': 503,
  'storage.failed': 503,
  'storage.damaged': 503,
  'storage.unreadable': 503,
  'storage.read-only': 503,
  unavailable: 503,
  overloaded: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** One field that failed validation; `message` is Chinese and plain. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

interface AppErrorDetails {
  readonly fields?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** A fault or refusal with a stable code. Its message is for the log and never holds what a person typed. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly fields: readonly FieldProblem[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string = code, details: AppErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.fields = details.fields ?? [];
    this.retryAfterSeconds = details.retryAfterSeconds;
  }

  get status(): number {
    return ERROR_STATUS[this.code];
  }
}
