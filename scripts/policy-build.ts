/**
 * `npm run build:policy` (compiled): computes what a start would compute from the shipped content, and keeps it beside the compiled
 * code, so that even the first start only loads it.
 */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildKnowledge } from '../knowledge/index.ts';
import { policyShelf } from '../services/policy-shelf.ts';
import { silentLog } from '../services/log/log.ts';

const [contentDir = 'knowledge/content'] = process.argv.slice(2);
const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'policy');

rmSync(folder, { recursive: true, force: true });
await buildKnowledge({ contentDir, shelf: policyShelf({ folder, built: null, log: silentLog }) });
