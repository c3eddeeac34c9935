import express, { type Request, type RequestHandler, type Response } from 'express';
import { AppError } from '../errors.ts';
import { cleanJson, cleanText } from './clean-json.ts';
import { type FileIn } from '../tickets/papers.ts';
import { boundaryOf, type Part, readMultipart } from './multipart.ts';
import { type BodyForm, type Route } from './route.ts';

const USUAL_LIMIT = 64 * 1024;

const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data';

/** Media types of each form of body. */
export const BODY_TYPES: Readonly<Record<BodyForm, readonly [string, ...string[]]>> = {
  json: ['application/json'],
  form: [FORM],
  bytes: ['application/octet-stream'],
  'form-with-files': [MULTIPART, FORM],
  parts: [MULTIPART],
};

/** Reads the body of one route: the declared type only, within its limit, cleaned. */
export function readBody({
  body,
  bodyForm = 'json',
  bodyOptional = false,
  bodyLimit = USUAL_LIMIT,
}: Route): RequestHandler {
  if (!body) return refuseBody;
  const type = [...BODY_TYPES[bodyForm]];
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
    request.body = PARSERS[bodyForm](raw, request.headers['content-type'] ?? '');
    next();
  } catch (thrown) {
    next(
      thrown instanceof AppError ? thrown : new AppError('request.malformed', 'unreadable body'),
    );
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

const PARSERS: Readonly<Record<BodyForm, (raw: Buffer, type: string) => unknown>> = {
  json: (raw) => cleanJson(JSON.parse(strictUtf8.decode(raw))),
  form: (raw) => formFields(strictUtf8.decode(raw)),
  bytes: (raw) => raw,
  'form-with-files': (raw, type) =>
    type.toLowerCase().startsWith(MULTIPART)
      ? filledForm(partsOf(raw, type))
      : formFields(strictUtf8.decode(raw)),
  parts: partsOf,
};

function partsOf(raw: Buffer, type: string): readonly Part[] {
  const boundary = boundaryOf(type);
  if (boundary === null) throw new AppError('request.malformed', 'no boundary');
  return readMultipart(raw, boundary);
}

/** Fields as a form without files has them, and the chosen files under `files`. */
function filledForm(parts: readonly Part[]): Record<string, unknown> {
  const fields = new URLSearchParams();
  const files: FileIn[] = [];
  for (const { name, fileName, bytes } of parts) {
    if (fileName === null) fields.append(name, strictUtf8.decode(bytes));
    // A field in which no file was chosen comes without name and content.
    else if (fileName !== '' || bytes.length > 0) files.push({ name: cleanText(fileName), bytes });
  }
  return { ...formFields(fields.toString()), files };
}

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
