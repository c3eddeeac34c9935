import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../errors.ts';

// About a second's worth of hashes.
const MOST_WAITING = 25;
const MAX_BYTES = 256;
export const MIN_LENGTH = 10;

// One at a time: hashes share processors and thread pool with the chat and the database, and two at once took a machine
// of two processors away from everybody else. Whoever comes when many wait is told to come again.
let running = false;
const waiting: (() => void)[] = [];

async function oneByOne<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= MOST_WAITING)
    throw new AppError('overloaded', undefined, { retryAfterSeconds: 3 });
  if (running) await new Promise<void>((go) => waiting.push(go));
  else running = true;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running = false;
  }
}

const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** argon2id of a password, spelled one way whatever the keyboard. Throws `overloaded` when too many wait. */
export function hashPassword(password: string): Promise<string> {
  return oneByOne(() => hash(prepared(password), OPTIONS));
}

/** Takes as long for an account that does not exist (`stored` null) as for one that does. Throws `overloaded`. */
export async function checkPassword(stored: string | null, password: string): Promise<boolean> {
  const fits = await oneByOne(() => verify(stored ?? NOBODYS, prepared(password)));
  return stored !== null && fits;
}

// A valid hash of a random password that nobody knows.
const NOBODYS =
  '$argon2id$v=19$m=19456,t=2,p=1$EHoAZH1r7QP99pjy/452bA$oAUeMZ0vonDpGdbaI+aqn0ly8U/OeDJW8IpnKKMvlXU';

function prepared(password: string): string {
  const spelled = password.normalize('NFC');
  return Buffer.byteLength(spelled) > MAX_BYTES ? '' : spelled;
}

export type PasswordProblem = 'too-short' | 'too-long' | 'like-login' | 'too-plain';

/** What is wrong with a chosen password; null when nothing is. */
export function passwordProblem(password: string, login: string): PasswordProblem | null {
  const spelled = password.normalize('NFC');
  if (Buffer.byteLength(spelled) > MAX_BYTES) return 'too-long';
  if (spelled.length < MIN_LENGTH) return 'too-short';
  if (spelled.toLowerCase().includes(login.toLowerCase())) return 'like-login';
  return new Set(spelled).size < 5 || isRun(spelled) ? 'too-plain' : null;
}

// 1234567890, abcdefghij, qwertyuiop …
function isRun(text: string): boolean {
  const runs = [
    '01234567890123456789',
    '98765432109876543210',
    'abcdefghijklmnopqrstuvwxyz',
    'qwertyuiopasdfghjklzxcvbnm',
  ];
  const lower = text.toLowerCase();
  return runs.some((run) => run.includes(lower));
}

const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';

/** A password to be shown once: 20 letters in groups, about 98 bits. */
export function oneTimePassword(): string {
  const letters = Array.from({ length: 20 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return letters.replace(/(.{5})(?=.)/g, '$1-');
}
