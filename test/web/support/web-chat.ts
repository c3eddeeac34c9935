import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VERSION = '4.18.1';
const FILE = 'package/dist/webchat.js';
const DIGEST = '0a68ad0a64fc04d621197da10c3eec0f843e16f7d03f6bcbed29b47517cf9bff';
const CACHE = join(process.cwd(), 'node_modules/.cache/mingbai', `webchat-${VERSION}.js`);

/**
 * Microsoft's Web Chat as it ships: the one bundle out of the package's archive (installed, it would bring 486 MB). Fetched
 * once, kept beside the other caches, and taken only with the digest that it had when this was written. Null where no
 * registry can be reached and none is kept.
 */
export function webChatBundle(): Buffer | null {
  if (!existsSync(CACHE) && !fetched()) {
    if (process.env['CI'] === 'true') throw new Error('Web Chat could not be fetched');
    process.stderr.write('  ! Web Chat not tested: no registry to fetch it from\n');
    return null;
  }
  const bundle = readFileSync(CACHE);
  const digest = createHash('sha256').update(bundle).digest('hex');
  if (digest !== DIGEST) throw new Error(`this is another Web Chat: ${digest}`);
  return bundle;
}

function fetched(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'webchat-'));
  const quietly = { cwd: folder, stdio: 'ignore', timeout: 120_000 } as const;
  try {
    execFileSync('npm', ['pack', `botframework-webchat@${VERSION}`], quietly);
    execFileSync('tar', ['xzf', `botframework-webchat-${VERSION}.tgz`, FILE], quietly);
    mkdirSync(join(CACHE, '..'), { recursive: true });
    // Moved as a whole: another run that looks meanwhile never sees half of it.
    const whole = `${CACHE}.${String(process.pid)}`;
    execFileSync('cp', [join(folder, FILE), whole], quietly);
    renameSync(whole, CACHE);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
