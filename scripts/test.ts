import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCommandLine } from './command-line.ts';

/**
 * `npm test`: every spec once. First most of them, compiled into `build/` and with their coverage held against the floors
 * of package.json; compiled, because what tsx makes of a file counts lines that nobody wrote. `npm run coverage` ends here.
 * Then those that drive a browser, or start and harm whole processes: what they reach the others reach as well.
 */
const { values } = readCommandLine({
  usage: 'npm test [-- --covered]',
  options: { covered: { type: 'boolean', default: false } },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const build = join(root, 'build');
const ROOMS = ['bot', 'knowledge', 'services', 'scripts', 'test'];
const OUTSIDE = [
  'test/web/**/*.spec',
  'test/scripts/**/*.spec',
  'test/bot/{another-city,chaos,crash,ending,hostile,offline,two-processes}.spec',
  'test/services/tickets/crash.spec',
];
const MOCHA = 'mocha/bin/mocha.js';
/** Not compiled for Node, so there is nothing in it that could be mixed up. */
const LINKED = new Set(['services/web']);

function run(command: string, args: readonly string[], options = ''): void {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', command), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_OPTIONS: options },
  });
  if (status !== 0) process.exit(status ?? 1);
}

const isCode = (name: string): boolean => name.endsWith('.ts');

/** Puts what is not code beside what was compiled, so that every path relative to a file holds there too. */
function mirror(path: string): void {
  for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory() && (LINKED.has(inner) || !holdsCode(inner))) {
      symlinkSync(join(root, inner), join(build, inner), 'dir');
    } else if (entry.isDirectory()) {
      mkdirSync(join(build, inner), { recursive: true });
      mirror(inner);
    } else if (!isCode(entry.name)) {
      cpSync(join(root, inner), join(build, inner));
    }
  }
}

function holdsCode(path: string): boolean {
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' }).some(isCode);
}

function compile(): void {
  rmSync(build, { recursive: true, force: true });
  run('typescript/bin/tsc', ['-p', 'test/tsconfig.json', '--noEmit', 'false', '--outDir', 'build']);
  for (const room of ROOMS) mirror(room);
  cpSync(join(root, 'package.json'), join(build, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(build, 'node_modules'), 'dir');
}

function covered(): void {
  const leftOut = OUTSIDE.flatMap((specs) => ['--exclude', `build/${specs}.js`]);
  const mocha = ['--no-config', '--no-package', '--timeout', '90000', '--recursive', ...leftOut];
  run(
    'c8/bin/c8.js',
    [process.execPath, join(root, 'node_modules', MOCHA), ...mocha, 'build/test/**/*.spec.js'],
    '--enable-source-maps',
  );
}

compile();
covered();
if (!values.covered)
  run(
    MOCHA,
    OUTSIDE.map((specs) => `${specs}.ts`),
  );
