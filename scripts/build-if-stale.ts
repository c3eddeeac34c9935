/** `npm start` begins here: builds what is older than its sources, and nothing else. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

interface Part {
  readonly name: string;
  readonly sources: readonly string[];
  /** Touched after a build that succeeded. */
  readonly stamp: string;
  readonly command: readonly string[];
  readonly needed: () => boolean;
  /** Data count as sources. */
  readonly withContent?: boolean;
  /** The service can do without it: it computes then what it does not find, and tells what is wrong. */
  readonly optional?: boolean;
}

const parts: readonly Part[] = [
  {
    name: 'service',
    sources: ['bot', 'knowledge', 'services', 'scripts', 'tsconfig.json', 'package.json'],
    stamp: 'dist/.built',
    command: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
    needed: () => true,
  },
  {
    name: 'policy',
    sources: ['dist/.built', 'knowledge/content'],
    stamp: 'dist/policy/.built',
    command: ['dist/scripts/policy-build.js', 'knowledge/content'],
    needed: () => true,
    ...{ withContent: true, optional: true },
  },
  {
    name: 'pages',
    sources: ['services/web', 'package.json'],
    stamp: 'services/web/dist/.built',
    command: ['node_modules/vite/bin/vite.js', 'build', '--config', 'services/web/vite.config.ts'],
    needed: () => existsSync(join(root, 'services/web/vite.config.ts')),
  },
];

for (const part of parts) if (part.needed() && isStale(part)) build(part);

function isStale({ sources, stamp, withContent = false }: Part): boolean {
  const file = join(root, stamp);
  if (!existsSync(file)) return true;
  const built = statSync(file).mtimeMs;
  return sources.some((source) => newest(join(root, source), withContent) > built);
}

/** Milliseconds of the newest source below; data files change nothing that is compiled. */
function newest(path: string, withContent: boolean): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => name !== 'dist' && (withContent || name !== 'content'))
    .map(({ name }) => newest(join(path, name), withContent));
  return Math.max(stat.mtimeMs, ...inside);
}

function build({ name, command, stamp, optional = false }: Part): void {
  console.log(`building ${name} …`);
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (status !== 0 && optional) return;
  if (status !== 0) process.exit(status ?? 1);
  const file = join(root, stamp);
  writeFileSync(file, '');
  const now = new Date();
  utimesSync(file, now, now);
}
