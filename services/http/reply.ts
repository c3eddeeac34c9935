import { type Html } from './html.ts';

export interface ReplyOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whole `Set-Cookie` values. */
  readonly cookies?: readonly string[];
}

/** Writes to an open stream; resolves when the other side can take more. */
export interface StreamSink {
  write(chunk: string | Uint8Array): Promise<void>;
}

/** What a handler hands back. Handlers know no express: a reply is a value until the app sends it. */
export type Reply<Body> = ReplyOptions &
  (
    | { readonly kind: 'json'; readonly body: Body }
    | { readonly kind: 'page'; readonly html: Html }
    | { readonly kind: 'empty' }
    | { readonly kind: 'bytes'; readonly type: string; readonly bytes: Uint8Array }
    | {
        readonly kind: 'stream';
        readonly type: string;
        /** Runs until the stream is complete or `gone` fires. */
        readonly pour: (sink: StreamSink, gone: AbortSignal) => Promise<void>;
      }
  );

export function json<Body>(body: Body, options: ReplyOptions = {}): Reply<Body> {
  return { kind: 'json', body, ...options };
}

export function page(html: Html, options: ReplyOptions = {}): Reply<never> {
  return { kind: 'page', html, ...options };
}

export function empty(options: ReplyOptions = {}): Reply<never> {
  return { kind: 'empty', status: 204, ...options };
}

export function bytes(type: string, content: Uint8Array, options: ReplyOptions = {}): Reply<never> {
  return { kind: 'bytes', type, bytes: content, ...options };
}

/** A file to keep: always `attachment`, so that a browser never runs it as a page of ours. */
export function download(
  type: string,
  fileName: string,
  content: Uint8Array,
  options: ReplyOptions = {},
): Reply<never> {
  const headers = { ...options.headers, ...asFile(fileName) };
  return { kind: 'bytes', type, bytes: content, ...options, headers };
}

function asFile(name: string): Readonly<Record<string, string>> {
  return { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` };
}

/** The same for what is made while it is sent. Whatever fails on the way breaks the connection off: half a file is no file. */
export function downloadParts(
  type: string,
  fileName: string,
  parts: AsyncIterable<Uint8Array>,
): Reply<never> {
  const pour = async (sink: StreamSink, gone: AbortSignal): Promise<void> => {
    for await (const part of parts) {
      if (gone.aborted) return;
      await sink.write(part);
    }
  };
  return stream(type, pour, { headers: asFile(fileName) });
}

/** The same for lines that end themselves, many in one part: a part a line took half an hour for a record of years. */
export function downloadLines(
  type: string,
  fileName: string,
  lines: AsyncIterable<string>,
): Reply<never> {
  return downloadParts(type, fileName, inParts(lines));
}

const PART_LENGTH = 65_536;

async function* inParts(lines: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  const encoder = new TextEncoder();
  let part = '';
  for await (const line of lines) {
    part += line;
    if (part.length < PART_LENGTH) continue;
    yield encoder.encode(part);
    part = '';
  }
  if (part !== '') yield encoder.encode(part);
}

/** Anything long: server-sent events (`text/event-stream`), exports line by line. */
export function stream(
  type: string,
  pour: (sink: StreamSink, gone: AbortSignal) => Promise<void>,
  options: ReplyOptions = {},
): Reply<never> {
  return { kind: 'stream', type, pour, ...options };
}
