import { createAudit, type Verification } from '../../services/audit/audit.ts';
import { systemClock } from '../../services/clock.ts';
import { type Keys } from '../../services/config/keys.ts';
import { createFieldCrypto } from '../../services/privacy/field-crypto.ts';
import { assertKeysFit } from '../../services/privacy/person-keys.ts';
import { auditStore } from '../../services/storage/audit-store-sql.ts';
import { openDatabase } from '../../services/storage/database.ts';
import { personKeyStore } from '../../services/storage/person-key-store-sql.ts';
import { type Say } from './command-words.ts';

/** Opens a database with the keys that belong to it and follows its whole record. Throws for keys that do not fit. */
export async function verifyRecord(url: string, keys: Keys): Promise<Verification> {
  const db = await openDatabase({ url });
  try {
    const crypto = createFieldCrypto(keys.ring);
    await assertKeysFit({ crypto, store: personKeyStore(db) });
    return await createAudit({
      store: auditStore(db),
      clock: systemClock,
      macKey: keys.auditMac,
      signingKeyPem: keys.signingKeyPem,
      // Nothing is signed here: a check must not leave a checkpoint behind.
      folder: { last: () => Promise.resolve(null), write: () => Promise.resolve() },
    }).verify();
  } finally {
    await db.close();
  }
}

/** What the verification found, as one line for a person; true when everything agrees. */
export function tellRecord(found: Verification, say: Say): boolean {
  if (found.ok) console.log(say('record-verified', { rows: found.rows, hash: found.head.hash }));
  else console.error(say('record-altered', { problem: JSON.stringify(found.problem) }));
  return found.ok;
}
