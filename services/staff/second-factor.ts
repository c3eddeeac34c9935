import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;
const DRIFT_STEPS = 1;
const RECOVERY_CODES = 10;

const totp = (secret: string, label: string): TOTP =>
  new TOTP({
    issuer: 'Mingbai',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });

/** A new secret and the address that an authenticator reads from a QR code (RFC 6238). */
export function newSecondFactor(login: string): { readonly secret: string; readonly uri: string } {
  const secret = new Secret({ size: 20 }).base32;
  return { secret, uri: totp(secret, login).toString() };
}

/** The step that a code belongs to, or null. A step counts once: give the last one used. */
export function stepOfCode(
  secret: string,
  code: string,
  at: Date,
  lastStep: number,
): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const timestamp = at.getTime();
  const delta = totp(secret, '').validate({ token: code, timestamp, window: DRIFT_STEPS });
  if (delta === null) return null;
  const step = Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
  return step > lastStep ? step : null;
}

/** Codes for the day on which the telephone is lost; each works once. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () =>
    randomBytes(5)
      .toString('hex')
      .replace(/(.{5})/, '$1-'),
  );
}
