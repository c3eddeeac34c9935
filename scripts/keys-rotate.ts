/**
 * `npm run keys:rotate -- [--prepare]`: a new key of the office seals from now on, and everything that the old ones sealed is
 * sealed anew, while the service runs. Killed on the way, run it again. Where several machines hold KEYS_DIR: `--prepare`
 * first, carry ring.json to all of them, then without it. The old keys stay in the ring: backups need them.
 */
import { accessSync, constants } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../services/config/env.ts';
import { readKeys, replaceRing } from '../services/config/keys.ts';
import {
  createFieldCrypto,
  extendKeyRing,
  type KeyRing,
  rotateKeyRing,
} from '../services/privacy/field-crypto.ts';
import { assertKeysFit } from '../services/privacy/person-keys.ts';
import { type Database, openDatabase } from '../services/storage/database.ts';
import { personKeyStore } from '../services/storage/person-key-store-sql.ts';
import { sealAnew, sealedWith } from '../services/storage/rekey.ts';
import { readCommandLine } from './command-line.ts';
import { readCommandWords } from './operations/command-words.ts';

const { values } = readCommandLine({
  usage: 'npm run keys:rotate -- [--prepare]',
  options: { prepare: { type: 'boolean', default: false } },
});
const { databaseUrl, keysDir, contentDir } = readConfig(process.cwd());
const say = readCommandWords(contentDir);
const { ring } = readKeys(keysDir, false);

if (!isWritable(keysDir)) {
  console.error(say('keys-not-writable', { dir: keysDir }));
  process.exitCode = 2;
} else if (values.prepare) {
  const added = extendKeyRing(ring);
  replaceRing(keysDir, added);
  console.log(say('key-prepared', { key: [...added.keys.keys()].at(-1) ?? '' }));
} else {
  const db = await openDatabase({ url: databaseUrl });
  try {
    await assertKeysFit({ crypto: createFieldCrypto(ring), store: personKeyStore(db) });
    if (!(await rotate(db, ring))) process.exitCode = 1;
  } finally {
    await db.close();
  }
}

/** The service itself has its keys to read only, in a container as under systemd. */
function isWritable(dir: string): boolean {
  try {
    accessSync(dir, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The running service takes up the new key within ten seconds: what it sealed before is found by a later pass. */
async function rotate(db: Database, present: KeyRing): Promise<boolean> {
  const [passes, pauseMs] = [6, 5000];
  const unfinished = (await sealedWith(db, oldIdsOf(present))).length > 0;
  const next = unfinished ? present : rotateKeyRing(present);
  if (!unfinished) replaceRing(keysDir, next);
  const crypto = createFieldCrypto(next);
  let changed = 0;
  for (let pass = 0; pass < passes; pass += 1) {
    if (pass > 0) await sleep(pauseMs);
    changed += await sealAnew(db, crypto, oldIdsOf(next));
    // A service that has not looked yet writes under the old key: two passes without a find are the end.
    if (pass > 1 && (await sealedWith(db, oldIdsOf(next))).length === 0) {
      console.log(say('keys-rotated', { key: next.current, rows: changed }));
      return true;
    }
  }
  const left = (await sealedWith(db, oldIdsOf(next))).join(' ');
  console.error(say('keys-not-rotated', { places: left }));
  return false;
}

function oldIdsOf({ keys, current }: KeyRing): string[] {
  return [...keys.keys()].filter((id) => id !== current);
}
