import { join } from 'node:path';
import { silentLog } from '../../services/log/log.ts';
import { policyShelf } from '../../services/policy-shelf.ts';

/** Where the tests keep the policy that was computed: the first file that needs it computes it, the others load it. */
export const testShelfFolder = join(process.cwd(), 'node_modules/.cache/mingbai/policy');

export const testShelf = policyShelf({ folder: testShelfFolder, built: null, log: silentLog });
