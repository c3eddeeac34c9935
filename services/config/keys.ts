import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { newSigningKey } from '../audit/checkpoint.ts';
import { type KeyRing, newKeyRing, readKeyRing, writeKeyRing } from '../privacy/field-crypto.ts';
import { ConfigError } from './config.ts';

/** Every secret of the service. They lie outside the database, so that a stolen copy of it tells nothing. */
export interface Keys {
  readonly ring: KeyRing;
  /** Ed25519 private key (PEM) that signs checkpoints of the record. */
  readonly signingKeyPem: string;
  /** Key of the record's keyed check. */
  readonly auditMac: string;
  /** Signs chat tokens. */
  readonly chatSecret: string;
}

const FILES = ['ring.json', 'signing.pem', 'secrets.json'] as const;
type KeyFile = (typeof FILES)[number];

const secrets = z.strictObject({ auditMac: z.string().min(40), chatSecret: z.string().min(40) });
const OTHERS_MAY = 0o077;
/**
 * systemd (from 254 on) hands a credential as root's file with an access list for the service; the list's mask stands where the
 * rights of the group would, and the group is root's.
 */
const OTHERS_MAY_WITH_ROOT = 0o007;

/** Writes a complete new set into a folder that holds none. Files are for the owner's eyes only. */
export function makeKeys(dir: string): void {
  const taken = FILES.find((file) => existsSync(join(dir, file)));
  if (taken !== undefined) throw new Error(`${taken} exists already`);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const secret = (): string => randomBytes(32).toString('base64url');
  const content: Readonly<Record<KeyFile, string>> = {
    'ring.json': writeKeyRing(newKeyRing()),
    'signing.pem': newSigningKey().privatePem,
    'secrets.json': `${JSON.stringify({ auditMac: secret(), chatSecret: secret() }, null, 2)}\n`,
  };
  for (const file of FILES)
    writeFileSync(join(dir, file), content[file], { mode: 0o600, flag: 'wx' });
}

/**
 * Reads the keys. With `mayMake`, a folder without any gets a new set (the first local run); a set with holes is never
 * filled, since a new key would not open the old data. Throws `ConfigError` for files that are missing, broken or
 * readable by others.
 */
export function readKeys(dir: string, mayMake: boolean): Keys {
  if (mayMake && FILES.every((file) => !existsSync(join(dir, file)))) makeKeys(dir);
  const problem = (file: KeyFile, rule: string): ConfigError =>
    new ConfigError([{ variable: 'KEYS_DIR', rule, file }]);
  for (const file of FILES) {
    const path = join(dir, file);
    if (!existsSync(path)) throw problem(file, 'keys.missing');
    const { mode, uid, gid } = statSync(path);
    const others = uid === 0 && gid === 0 ? OTHERS_MAY_WITH_ROOT : OTHERS_MAY;
    if ((mode & others) !== 0 && process.platform !== 'win32') throw problem(file, 'keys.open');
  }
  const text = (file: KeyFile): string => readFileSync(join(dir, file), 'utf8');
  const read = <T>(file: KeyFile, parse: (content: string) => T): T => {
    try {
      return parse(text(file));
    } catch {
      throw problem(file, 'keys.broken');
    }
  };
  return {
    ring: read('ring.json', readKeyRing),
    signingKeyPem: text('signing.pem'),
    ...read('secrets.json', (content) => secrets.parse(JSON.parse(content))),
  };
}

/** Looks at the key ring again; null while it cannot be read. */
export function ringReader(dir: string): () => KeyRing | null {
  return () => {
    try {
      return readKeyRing(readFileSync(join(dir, 'ring.json'), 'utf8'));
    } catch {
      // The ring that we started with goes on.
      return null;
    }
  };
}

/** Puts a changed ring in place of the old one: whoever reads meanwhile sees the one or the other. */
export function replaceRing(dir: string, ring: KeyRing): void {
  const file = join(dir, 'ring.json');
  const half = `${file}.part`;
  const handle = openSync(half, 'w', 0o600);
  try {
    writeSync(handle, writeKeyRing(ring));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(half, file);
}
