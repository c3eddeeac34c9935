import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { type Request, type RequestHandler, type Response } from 'express';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const YEAR_SECONDS = 365 * 24 * 3600;
const WIDGET = '/widget.js';
// Drawings are asked for again with every icon that a page adds: an hour spares that.
const HOUR_SECONDS = 3600;
const HASHED = /-[\w-]{8,}\.\w+$/u;

interface BuiltFile {
  readonly type: string;
  readonly tag: string;
  readonly cache: string;
  readonly plain: Buffer;
  readonly br: Buffer | null;
  readonly gzip: Buffer | null;
}

/**
 * Serves the built pages of a folder: only files that stood there at start, so no path can lead outside.
 * Names that carry a hash are kept for a year; others are asked for again each time and answered 304.
 * A page with an `index.html` of its own (`/supervision`) also answers for the addresses below it.
 */
export function builtFiles(folder: string): RequestHandler {
  const files = readFolder(folder);
  return (request, response, next) => {
    const file = files.get(request.path) ?? pageFor(files, request);
    if (file === undefined || !['GET', 'HEAD'].includes(request.method)) next();
    else send(file, request, response);
  };
}

function readFolder(folder: string): ReadonlyMap<string, BuiltFile> {
  const files = new Map<string, BuiltFile>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const plain = readFileSync(path);
    files.set(`/${relative(folder, path).split(sep).join('/')}`, {
      ...{ type, plain },
      tag: createHash('sha256').update(plain).digest('base64url').slice(0, 22),
      cache: cacheOf(entry.name),
      br: packed(`${path}.br`),
      gzip: packed(`${path}.gz`),
    });
  }
  return files;
}

function cacheOf(name: string): string {
  if (HASHED.test(name)) return `public, max-age=${YEAR_SECONDS}, immutable`;
  return name.endsWith('.svg') ? `public, max-age=${HOUR_SECONDS}` : 'no-cache';
}

function packed(path: string): Buffer | null {
  return existsSync(path) ? readFileSync(path) : null;
}

// Addresses inside a page are made by its own script; names with a dot are files, and those either exist or do not.
function pageFor(files: ReadonlyMap<string, BuiltFile>, { path }: Request): BuiltFile | undefined {
  const app = /^\/([a-z]+)(?:\/[^.]*)?$/u.exec(path)?.[1];
  return app === undefined ? undefined : files.get(`/${app}/index.html`);
}

function send(file: BuiltFile, request: Request, response: Response): void {
  const encodings = request.acceptsEncodings();
  const encoding = file.br && encodings.includes('br') ? 'br' : gzipOf(file, encodings);
  // One tag an encoding: a cache must not answer one with the other.
  const tag = `"${file.tag}${encoding ?? ''}"`;
  response.locals['route'] = 'files';
  response.setHeader('cache-control', file.cache);
  response.setHeader('vary', 'accept-encoding');
  response.setHeader('etag', tag);
  // The one file that pages of others may load.
  if (request.path === WIDGET) response.setHeader('cross-origin-resource-policy', 'cross-origin');
  if (request.get('if-none-match')?.includes(tag)) {
    response.status(304).end();
    return;
  }
  const content = encoding === null ? file.plain : (file[encoding] ?? file.plain);
  response.setHeader('content-type', file.type);
  if (encoding !== null) response.setHeader('content-encoding', encoding);
  response.setHeader('content-length', content.length);
  response.end(request.method === 'HEAD' ? undefined : content);
}

function gzipOf(file: BuiltFile, encodings: readonly string[]): 'gzip' | null {
  return file.gzip && encodings.includes('gzip') ? 'gzip' : null;
}
