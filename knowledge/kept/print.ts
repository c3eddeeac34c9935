/** Prints that change with the code and the content: what was computed from others is never taken for theirs. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Libraries whose answers go into what is kept. */
const LIBRARIES = ['nodejieba', 'lunr', 'opencc-js', 'yaml'];

let ofCode: string | null = null;

/** A print of this room's own code, its libraries and the general dictionary. */
export function codePrint(dictionary: readonly string[]): string {
  ofCode ??= print((add) => {
    const room = fileURLToPath(new URL('..', import.meta.url));
    for (const name of filesBelow(room)) {
      if (/\.[jt]s$/u.test(name)) add(name, readFileSync(join(room, name)));
    }
    const require = createRequire(import.meta.url);
    for (const library of LIBRARIES) add(library, versionOf(require.resolve(library)));
    for (const file of dictionary) add('dictionary', readFileSync(file));
  });
  return ofCode;
}

/** A print of everything in a content folder and of the code that reads it. */
export function contentPrint(dir: string, code: string): string {
  return print((add) => {
    add('code', code);
    for (const name of filesBelow(dir)) add(name, readFileSync(join(dir, name)));
  });
}

function print(fill: (add: (name: string, bytes: Uint8Array | string) => void) => void): string {
  const hash = createHash('sha256');
  fill((name, bytes) => hash.update(`${name}\0${String(bytes.length)}\0`).update(bytes));
  return hash.digest('base64url').slice(0, 22);
}

function filesBelow(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.includes('node_modules') && statSync(join(dir, name)).isFile())
    .sort();
}

/** The version in the nearest package file above that names one. */
function versionOf(file: string): string {
  for (let dir = join(file, '..'); dir !== join(dir, '..'); dir = join(dir, '..')) {
    const path = join(dir, 'package.json');
    if (statSync(path, { throwIfNoEntry: false }) === undefined) continue;
    const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version?: string };
    if (version !== undefined) return version;
  }
  return '';
}
