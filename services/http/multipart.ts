import { AppError } from '../errors.ts';

/** One part of a `multipart/form-data` body. */
export interface Part {
  readonly name: string;
  /** As the sender says; null for a field that is no file. */
  readonly fileName: string | null;
  /** Without parameters, in small letters; `text/plain` when none was given. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** More parts than any form of ours sends. */
const MOST_PARTS = 60;
const LONGEST_HEAD = 4096;
const HEAD_END = Buffer.from('\r\n\r\n');

/** The boundary of a content type; null where there is none that may be used (RFC 2046). */
export function boundaryOf(contentType: string): string | null {
  const [, quoted, plain] =
    /;\s*boundary=(?:"([^"\r\n]{1,70})"|([\w'()+,./:=?-]{1,70}))/iu.exec(contentType) ?? [];
  return quoted ?? plain ?? null;
}

/**
 * Reads a whole `multipart/form-data` body. Nothing is guessed: a missing end, a part without name, a head that is too
 * long or broken, and too many parts are refused with `request.malformed`.
 */
export function readMultipart(body: Buffer, boundary: string): readonly Part[] {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const first = delimiter.subarray(2);
  if (!body.subarray(0, first.length).equals(first)) throw malformed('no first boundary');
  const parts: Part[] = [];
  let at = first.length;
  while (!isEnd(body, at)) {
    if (parts.length >= MOST_PARTS) throw malformed('too many parts');
    if (body[at] !== 0x0d || body[at + 1] !== 0x0a) throw malformed('a broken boundary');
    const next = body.indexOf(delimiter, at);
    if (next < 0) throw malformed('no end');
    parts.push(partOf(body.subarray(at + 2, next)));
    at = next + delimiter.length;
  }
  return parts;
}

const isEnd = (body: Buffer, at: number): boolean => body[at] === 0x2d && body[at + 1] === 0x2d;

function partOf(part: Buffer): Part {
  const headEnd = part.subarray(0, LONGEST_HEAD).indexOf(HEAD_END);
  if (headEnd < 0) throw malformed('a part without head');
  const head = strictUtf8(part.subarray(0, headEnd));
  const disposition = lineOf(head, 'content-disposition');
  const name = parameterOf(disposition, 'name');
  if (!/^form-data\s*;/iu.test(disposition) || name === null)
    throw malformed('a part without name');
  return {
    name,
    fileName: parameterOf(disposition, 'filename'),
    type: (lineOf(head, 'content-type') || 'text/plain').replace(/;.*$/su, '').trim().toLowerCase(),
    bytes: part.subarray(headEnd + HEAD_END.length),
  };
}

function lineOf(head: string, name: string): string {
  const line = head.split('\r\n').find((one) => one.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}

/** Browsers write quotes and line ends of a name in percent form, everything else as it is. */
function parameterOf(line: string, name: string): string | null {
  const found = new RegExp(`;\\s*${name}="([^"]*)"`, 'iu').exec(line)?.[1];
  return (
    found?.replace(/%(?:22|0D|0A)/giu, (code) =>
      String.fromCharCode(parseInt(code.slice(1), 16)),
    ) ?? null
  );
}

function strictUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('a head that is not UTF-8');
  }
}

const malformed = (message: string): AppError => new AppError('request.malformed', message);
