import express, { type Request, type RequestHandler, type Response } from 'express';
import { AppError } from '../errors.ts';
import { cleanJson, cleanText } from './clean-json.ts';
import { type BodyForm, type Route } from './route.ts';

const USUAL_LIMIT = 64 * 1024;

const TYPES: Readonly<Record<BodyForm, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  bytes: 'application/octet-stream',
};

/** Reads the body of one route: the declared type only, within its limit, cleaned. */
export function readBody({
  body,
  bodyForm = 'json',
  bodyOptional = false,
  bodyLimit = USUAL_LIMIT,
}: Route): RequestHandler {
  if (!body) return refuseBody;
  const type = TYPES[bodyForm];
  const read: RequestHandler = express.raw({ type, limit: bodyLimit });
  return (request, response, next) => {
    if (bodyOptional && !wasSent(request)) {
      request.body = {};
      next();
      return;
    }
    if (!request.is(type)) {
      const hasBody = request.headers['content-type'] !== undefined;
      next(
        new AppError(hasBody ? 'media-type.unsupported' : 'request.malformed', 'no usable body'),
      );
      return;
    }
    if (!isUtf8(request)) {
      next(new AppError('media-type.unsupported', 'not UTF-8'));
      return;
    }
    read(request, response, (thrown?: unknown) => {
      if (thrown !== undefined) next(thrown);
      else parseInto(request, response, { bodyForm, next });
    });
  };
}

/** The body of this request as it came. */
export function rawBodyOf(response: Response): Buffer {
  return (response.locals['rawBody'] as Buffer | undefined) ?? Buffer.alloc(0);
}

interface Parsing {
  readonly bodyForm: BodyForm;
  readonly next: (thrown?: unknown) => void;
}

function parseInto(request: Request, response: Response, { bodyForm, next }: Parsing): void {
  const raw: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  response.locals['rawBody'] = raw;
  try {
    request.body = PARSERS[bodyForm](raw);
    next();
  } catch (thrown) {
    next(
      thrown instanceof AppError ? thrown : new AppError('request.malformed', 'unreadable body'),
    );
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

const PARSERS: Readonly<Record<BodyForm, (raw: Buffer) => unknown>> = {
  json: (raw) => cleanJson(JSON.parse(strictUtf8.decode(raw))),
  form: (raw) => formFields(strictUtf8.decode(raw)),
  bytes: (raw) => raw,
};

/** Fields of a form; one that stands twice is refused instead of silently becoming a list. */
function formFields(text: string): Record<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (fields.has(name)) throw new AppError('request.malformed', 'a field stands twice');
    fields.set(name, cleanText(value).replace(/\r\n/gu, '\n'));
  }
  return Object.fromEntries(fields);
}

function isUtf8(request: Request): boolean {
  const charset = /charset\s*=\s*"?([\w-]+)/iu.exec(request.headers['content-type'] ?? '')?.[1];
  return charset === undefined || /^utf-?8$/iu.test(charset);
}

function wasSent({ headers }: Request): boolean {
  return Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
}

const refuseBody: RequestHandler = (request, _response, next) => {
  next(
    wasSent(request) && request.method !== 'GET'
      ? new AppError('request.malformed', 'no body here')
      : undefined,
  );
};
