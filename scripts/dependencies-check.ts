/**
 * `npm run dependencies:check`: every package of the lock file comes from a registry with a digest, has a
 * licence on the list, and runs no install script that was not written down. Asks nobody: `npm audit` needs the internet.
 */
import { existsSync, readFileSync } from 'node:fs';
import { readCommandLine } from './command-line.ts';

readCommandLine({ usage: 'npm run dependencies:check' });

interface Package {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
  readonly optional?: boolean;
}

/** Licences that ask for no more than naming the author. */
const LICENCES = new Set([
  ...['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'],
  ...[
    'CC0-1.0',
    'CC-BY-4.0',
    'Python-2.0',
    'PSF-2.0',
    'Unlicense',
    'WTFPL',
    'Zlib',
    'MIT-0',
    'OFL-1.1',
  ],
]);
/** Used by tests and tools only and never shipped; their licence asks for their own source to stay open. */
const DEV_ONLY = new Set(['MPL-2.0']);
const REGISTRY = /^https:\/\/[^/]+\/.+\.tgz$/u;

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, Package & { dev?: boolean }>;
};
const { allowScripts = {} } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  allowScripts?: Record<string, boolean>;
};
const problems: string[] = [];
let count = 0;
for (const [path, found] of Object.entries(lock.packages)) {
  if (path === '' || found.link === true) continue;
  count += 1;
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const say = (what: string): number => problems.push(`${name}@${found.version ?? '?'}: ${what}`);
  // The lock file names no host: each installation has a registry of its own, the digest decides.
  if (found.resolved !== undefined && !REGISTRY.test(found.resolved)) say('comes from elsewhere');
  if (!(found.integrity ?? '').startsWith('sha512-')) say('has no SHA-512 digest');
  const licence = licenceOf(path, found);
  if (!allowed(licence, found.dev === true)) say(`licence ${licence}`);
  if (found.hasInstallScript === true && found.optional !== true && !(name in allowScripts))
    say('runs an install script that package.json does not decide on');
}
console.log(`${count} packages, ${problems.length} problems`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

function licenceOf(path: string, { license }: Package): string {
  if (license !== undefined) return license;
  const { license: own, licenses } = JSON.parse(readFileSync(`${path}/package.json`, 'utf8')) as {
    license?: string | { type: string };
    licenses?: readonly { type: string }[];
  };
  const named = typeof own === 'string' ? own : (own?.type ?? licenses?.[0]?.type);
  if (named !== undefined) return named;
  const file = `${path}/LICENSE`;
  return existsSync(file) && readFileSync(file, 'utf8').startsWith('MIT License')
    ? 'MIT'
    : 'unknown';
}

/** One of several is enough where the package offers a choice; all are needed where they are joined. */
function allowed(expression: string, dev: boolean): boolean {
  const known = (one: string): boolean =>
    LICENCES.has(one.trim()) || (dev && DEV_ONLY.has(one.trim()));
  const bare = expression.replace(/[()]/gu, '');
  if (bare.includes(' AND ')) return bare.split(' AND ').every(known);
  return bare.split(' OR ').some(known);
}
