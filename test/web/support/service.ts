import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeService, type Service } from '../../../bot/compose.ts';
import { systemClock } from '../../../services/clock.ts';
import { configFrom } from '../../../services/config/config.ts';
import { silentLog } from '../../../services/log/log.ts';
import { testShelf } from '../../support/shelf.ts';

const ROOT = process.cwd();
const WEB = join(ROOT, 'services/web');

/** The whole service on a port of its own, as `npm start` brings it up, over an empty database. */
export interface RunningService extends Pick<
  Service,
  'office' | 'knowledge' | 'routes' | 'conversations'
> {
  readonly base: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}

export async function runService(
  env: Readonly<Record<string, string>> = {},
): Promise<RunningService> {
  buildPages();
  const folder = mkdtempSync(join(tmpdir(), 'pages-'));
  const given = { PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder, RATE_LIMITS: 'off', ...env };
  const config = configFrom(given, ROOT);
  const service = await composeService({
    ...{ config, root: ROOT, clock: systemClock, log: silentLog },
    version: 'test',
    shelf: testShelf,
  });
  const port = await service.listen();
  return {
    ...service,
    port,
    base: `http://127.0.0.1:${port}`,
    close: async () => {
      await service.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Builds the pages when a source is younger than the build: the tests show what people get. */
function buildPages(): void {
  const built = join(WEB, 'dist/residents.json');
  if (existsSync(built) && statSync(built).mtimeMs >= newest(WEB)) return;
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const config = join(WEB, 'vite.config.ts');
  execFileSync(process.execPath, [vite, 'build', '--config', config], { stdio: 'pipe' });
}

const SOURCES = [
  ...['resident', 'shared', 'pages', 'widget'],
  ...['staff', 'desk', 'supervision', 'handling', 'admin', 'knowledge'],
];

function newest(folder: string): number {
  const files = SOURCES.flatMap((name) =>
    readdirSync(join(folder, name), { recursive: true, withFileTypes: true }),
  ).filter((entry) => entry.isFile());
  return Math.max(...files.map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs));
}

export interface PageAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

/** Reads a page as a browser without script would. */
export async function getPage(base: string, path: string): Promise<PageAnswer> {
  return read(base + path, { headers: { accept: 'text/html' } });
}

// A busy machine may turn a newcomer away; people press again, and so do the tests.
async function read(url: string, init: RequestInit): Promise<PageAnswer> {
  for (let tries = 0; ; tries += 1) {
    const response = await fetch(url, { ...init, redirect: 'manual' });
    const html = await response.text();
    if (response.status !== 503 || tries === 50)
      return { status: response.status, headers: response.headers, html };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Sends a form of a page as a browser without script would. */
export async function postForm(
  base: string,
  path: string,
  fields: Readonly<Record<string, string>> | FormData,
  headers: Readonly<Record<string, string>> = {},
): Promise<PageAnswer> {
  return read(base + path, {
    method: 'POST',
    headers: { accept: 'text/html', origin: base, ...headers },
    body: fields instanceof FormData ? fields : new URLSearchParams(fields),
  });
}

/** The value that stands in a field of a page; empty when there is none. */
export function valueOf(html: string, name: string): string {
  const tag = new RegExp(`<input[^>]*name="${name}"[^>]*>`, 'u').exec(html)?.[0] ?? '';
  return /value="([^"]*)"/u.exec(tag)?.[1] ?? '';
}

/** What a page says, without its tags. */
export function textOf(html: string): string {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/gu, ' ')
    .replace(/<[^>]+>/gu, ' ')
    .replace(/\s+/gu, ' ');
}
