import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto';
import { type AuditHead } from './chain.ts';

/** A signed statement of how long the log was and where it ended; worth something once it is out of our hands. */
export interface Checkpoint extends AuditHead {
  readonly at: string;
  /** Signature of the checkpoint before, or null for the first. */
  readonly prev: string | null;
  readonly signature: string;
}

/** A new Ed25519 key pair as PEM. */
export function newSigningKey(): { readonly privatePem: string; readonly publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/** The public half that the supervisor keeps. */
export function publicPemOf(privatePem: string): string {
  return createPublicKey(privatePem).export({ type: 'spki', format: 'pem' }).toString();
}

/** Signs the present head. */
export function signCheckpoint(
  head: AuditHead,
  at: string,
  prev: string | null,
  privatePem: string,
): Checkpoint {
  const key: KeyObject = createPrivateKey(privatePem);
  const text = JSON.stringify(['checkpoint/v1', head.log, head.seq, head.hash, at, prev]);
  const signature = sign(null, Buffer.from(text, 'utf8'), key).toString('base64');
  return { log: head.log, seq: head.seq, hash: head.hash, at, prev, signature };
}
