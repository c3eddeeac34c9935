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
import { readCommandLine } from './command-line.ts';

const { positionals } = readCommandLine({ usage: 'npm run build:policy [-- DIR]', names: [0, 1] });
const [contentDir = 'knowledge/content'] = positionals;
const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'policy');

rmSync(folder, { recursive: true, force: true });
await buildKnowledge({ contentDir, shelf: policyShelf({ folder, built: null, log: silentLog }) });
