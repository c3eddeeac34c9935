/**
 * `npm run staff:add -- --login LOGIN --name NAME --role ROLE [--unit UNIT]`: adds an account from the machine itself and
 * prints its one-time password once. For the case that no administrator can sign in any more.
 */
import { createAudit } from '../services/audit/audit.ts';
import { publicPemOf } from '../services/audit/checkpoint.ts';
import { checkpointFolder } from '../services/audit/checkpoint-folder.ts';
import { systemClock } from '../services/clock.ts';
import { readConfig } from '../services/config/env.ts';
import { readKeys } from '../services/config/keys.ts';
import { createFieldCrypto } from '../services/privacy/field-crypto.ts';
import { createStaff } from '../services/staff/accounts.ts';
import { ROLES, type Role } from '../services/staff/role.ts';
import { readStaffWords } from '../services/staff/staff-words.ts';
import { auditStore } from '../services/storage/audit-store-sql.ts';
import { openDatabase } from '../services/storage/database.ts';
import { staffStore } from '../services/storage/staff-store-sql.ts';
import { readCommandLine, usageError } from './command-line.ts';
import { readCommandWords } from './operations/command-words.ts';

const USAGE = `npm run staff:add -- --login LOGIN --name NAME --role ${ROLES.join('|')} [--unit UNIT]`;
const { values } = readCommandLine({
  usage: USAGE,
  options: {
    login: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    unit: { type: 'string' },
  },
});
const { login, name, unit = null } = values;
const role = ROLES.find((one) => one === values.role);
if (login === undefined || name === undefined || role === undefined) usageError(USAGE);
const config = readConfig(process.cwd());
const keys = readKeys(config.keysDir, config.mayMakeKeys);
const db = await openDatabase({ url: config.databaseUrl });
try {
  const staff = createStaff({
    crypto: createFieldCrypto(keys.ring),
    audit: createAudit({
      store: auditStore(db),
      clock: systemClock,
      macKey: keys.auditMac,
      signingKeyPem: keys.signingKeyPem,
      folder: checkpointFolder(config.checkpointsDir, publicPemOf(keys.signingKeyPem)),
    }),
    store: staffStore(db),
    unitOfWork: db,
    clock: systemClock,
    secondFactorRequired: config.secondFactorRequired,
    words: readStaffWords(`${config.contentDir}/words/staff.yaml`),
  });
  const { password } = await staff.add(commandLine(), { login, name, role, unit });
  console.log(readCommandWords(config.contentDir)('one-time-password', { login, password }));
} finally {
  await db.close();
}

/** Who acts when somebody sits at the machine: named on the record like everybody else. */
function commandLine(): { id: string; login: string; name: string; role: Role; unit: null } {
  return { id: 'command-line', login: 'command-line', name: '', role: 'administrator', unit: null };
}
