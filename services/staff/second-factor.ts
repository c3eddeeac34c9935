import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { toDataURL } from 'qrcode';

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

/** A secret that counts once it was confirmed. */
export interface SecondFactorOffer {
  readonly secret: string;
  /** What an authenticator reads (RFC 6238). */
  readonly uri: string;
  /** The same as a picture to scan: `data:image/png;base64,…`. */
  readonly qr: string;
}

/** A new secret for an authenticator. */
export async function newSecondFactor(login: string): Promise<SecondFactorOffer> {
  const secret = new Secret({ size: 20 }).base32;
  const uri = totp(secret, login).toString();
  return { secret, uri, qr: await toDataURL(uri, { margin: 2, scale: 5 }) };
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
