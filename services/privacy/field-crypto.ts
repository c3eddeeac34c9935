import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { AppError } from '../errors.ts';
import { type Cell, type Sealer } from './sealer.ts';

const VERSION = 'v1';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const KEY_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** The keys that live outside the database. `index` is for blind indexes and commitments, never for encryption. */
export interface KeyRing {
  readonly current: string;
  readonly keys: ReadonlyMap<string, Buffer>;
  readonly index: Buffer;
}

/** Field encryption with the office's own keys. */
export interface FieldCrypto extends Sealer {
  /** A fresh data key for one person, wrapped by the current key. */
  newDataKey(owner: string): string;
  /** A sealer that uses a person's own data key. Throws `internal` when it was wrapped for someone else. */
  withDataKey(wrapped: string, owner: string): Sealer;
  /** Takes up a ring that was changed since: what is written from now on is under its current key. */
  refresh(): void;
  /** Searchable without being readable: HMAC of the normalised value, keyed per column. */
  blindIndex(column: string, value: string): string;
  /** HMAC for secrets that are compared and never shown again (query codes). */
  fingerprint(purpose: string, value: string): string;
}

/** A new ring with one key. */
export function newKeyRing(): KeyRing {
  return {
    current: 'k1',
    keys: new Map([['k1', randomBytes(KEY_BYTES)]]),
    index: randomBytes(KEY_BYTES),
  };
}

/** The text form that is kept in the key file. */
export function writeKeyRing(ring: KeyRing): string {
  const keys = Object.fromEntries([...ring.keys].map(([id, key]) => [id, key.toString('base64')]));
  return `${JSON.stringify({ current: ring.current, keys, index: ring.index.toString('base64') }, null, 2)}\n`;
}

/** Reads a key file. Throws `unavailable` for anything but a complete ring, without quoting it. */
export function readKeyRing(text: string): KeyRing {
  try {
    const { current, keys, index } = JSON.parse(text) as {
      current: string;
      keys: Record<string, string>;
      index: string;
    };
    const ring: KeyRing = {
      current,
      keys: new Map(Object.entries(keys).map(([id, key]) => [id, Buffer.from(key, 'base64')])),
      index: Buffer.from(index, 'base64'),
    };
    const whole =
      ring.keys.has(current) &&
      ring.index.length === KEY_BYTES &&
      [...ring.keys].every(([id, key]) => KEY_ID.test(id) && key.length === KEY_BYTES);
    if (whole) return ring;
  } catch {
    // Falls through: what was in the file must not reach a log.
  }
  throw new AppError('unavailable', 'the key file is not a key ring');
}

/** Adds a key that only reads for now, so that it can be carried to every machine first. */
export function extendKeyRing(ring: KeyRing): KeyRing {
  const added = `k${ring.keys.size + 1}`;
  return { ...ring, keys: new Map([...ring.keys, [added, randomBytes(KEY_BYTES)]]) };
}

/** Makes the newest key the one that writes, adding one where it writes already; the old ones go on reading. */
export function rotateKeyRing(ring: KeyRing): KeyRing {
  const newest = [...ring.keys.keys()].at(-1);
  if (newest !== undefined && newest !== ring.current) return { ...ring, current: newest };
  return rotateKeyRing(extendKeyRing(ring));
}

/**
 * Field encryption over a key ring. Where `readAgain` is given, the ring is read again when something was sealed with a key
 * that came after our start.
 */
export function createFieldCrypto(
  ring: KeyRing,
  readAgain: () => KeyRing | null = () => null,
): FieldCrypto {
  let present = ring;
  const refresh = (): void => {
    const again = readAgain();
    // A ring of another installation is not a newer one.
    if (again?.index.equals(ring.index)) present = again;
  };
  const find = (id: string): Buffer | undefined => {
    if (!present.keys.has(id)) refresh();
    return present.keys.get(id);
  };
  const { seal, open } = sealerOver(() => present.current, find);
  const subKeys = new Map<string, Buffer>();
  // Labels are columns and purposes of our own: few. Deriving one costs more than using it.
  const subKey = (label: string): Buffer => {
    const known = subKeys.get(label);
    if (known) return known;
    const made = Buffer.from(hkdfSync('sha256', ring.index, '', label, KEY_BYTES));
    subKeys.set(label, made);
    return made;
  };
  const keyCell = (owner: string): Cell => ({
    table: 'person_keys',
    column: 'wrapped',
    row: owner,
  });
  const dataKey = (wrapped: string, owner: string): Buffer =>
    Buffer.from(open(wrapped, keyCell(owner)), 'base64');
  return {
    seal,
    open,
    refresh,
    newDataKey: (owner) => seal(randomBytes(KEY_BYTES).toString('base64'), keyCell(owner)),
    withDataKey: (wrapped, owner) => {
      // Thousands of these are kept. A small Buffer would hold on to the 8 KB that it was cut from.
      const key = new Uint8Array(dataKey(wrapped, owner));
      return sealerOver(
        () => owner,
        (id) => (id === owner ? key : undefined),
      );
    },
    blindIndex: (column, value) =>
      createHmac('sha256', subKey(`blind|${column}`))
        .update(normalise(value))
        .digest('hex'),
    fingerprint: (purpose, value) =>
      createHmac('sha256', subKey(`fingerprint|${purpose}`))
        .update(value)
        .digest('hex'),
  };
}

/** True when two hex fingerprints agree; takes the same time whichever byte differs. */
export function sameFingerprint(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}

function sealerOver(currentId: () => string, find: (id: string) => Uint8Array | undefined): Sealer {
  return {
    seal: (plain, cell) => {
      const current = currentId();
      const key = find(current);
      if (!key) throw new AppError('internal', 'no key to seal with');
      const iv = freshIv();
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(boundTo(cell));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      const parts = [iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'));
      return [VERSION, current, ...parts].join('.');
    },
    open: (sealed, cell) => {
      const [version, id = '', iv = '', text = '', tag = ''] = sealed.split('.');
      const key = find(id);
      if (version !== VERSION || !key) throw new AppError('internal', 'sealed with an unknown key');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), {
          authTagLength: 16,
        });
        decipher.setAAD(boundTo(cell)).setAuthTag(Buffer.from(tag, 'base64url'));
        const plain = [decipher.update(Buffer.from(text, 'base64url')), decipher.final()];
        return Buffer.concat(plain).toString('utf8');
      } catch {
        throw new AppError('internal', `cannot open ${cell.table}.${cell.column}`);
      }
    },
  };
}

const IVS_AT_ONCE = 1024;
let ivs = Buffer.alloc(0);
let ivsUsed = 0;

/** Random numbers fetched many at a time: a call for each would cost as much as the sealing. None is used twice. */
function freshIv(): Buffer {
  if (ivsUsed === ivs.length) {
    ivs = randomBytes(IV_BYTES * IVS_AT_ONCE);
    ivsUsed = 0;
  }
  ivsUsed += IV_BYTES;
  return ivs.subarray(ivsUsed - IV_BYTES, ivsUsed);
}

function boundTo({ table, column, row }: Cell): Buffer {
  return Buffer.from([table, column, row].join('|'), 'utf8');
}

/** One spelling for what people write differently: width, spaces and dashes, case. */
function normalise(value: string): string {
  return value
    .normalize('NFKC')
    .replace(/[\s\-()·]/g, '')
    .replace(/^\+?86(?=1\d{10}$)/, '')
    .toUpperCase();
}
