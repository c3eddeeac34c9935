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
    name: 'pages',
    sources: ['services/web', 'package.json'],
    stamp: 'services/web/dist/.built',
    command: ['node_modules/vite/bin/vite.js', 'build', '--config', 'services/web/vite.config.ts'],
    needed: () => existsSync(join(root, 'services/web/vite.config.ts')),
  },
];

for (const part of parts) if (part.needed() && isStale(part)) build(part);

function isStale({ sources, stamp }: Part): boolean {
  const file = join(root, stamp);
  if (!existsSync(file)) return true;
  const built = statSync(file).mtimeMs;
  return sources.some((source) => newest(join(root, source)) > built);
}

/** Milliseconds of the newest source below; data files change nothing that is built. */
function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => name !== 'dist' && name !== 'content')
    .map(({ name }) => newest(join(path, name)));
  return Math.max(stat.mtimeMs, ...inside);
}

function build({ name, command, stamp }: Part): void {
  console.log(`building ${name} …`);
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  const file = join(root, stamp);
  writeFileSync(file, '');
  const now = new Date();
  utimesSync(file, now, now);
}
