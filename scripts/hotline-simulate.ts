/**
 * `npm run hotline:simulate -- FILE.yaml [--base URL] [--only ID] [--speed N] [--operator LOGIN]`: plays scripted calls
 * as a call centre would send them, at real speed (`--speed 10` is ten times as fast). The shared secret is read from
 * HOTLINE_SECRET. Numbers and texts of the scripts are made up.
 */
import { randomUUID } from 'node:crypto';
import { readCommandLine, usageError } from './command-line.ts';
import { readCallScripts } from './hotline/call-script.ts';
import { exchange, playCall } from './hotline/exchange.ts';

const USAGE =
  'HOTLINE_SECRET=… npm run hotline:simulate -- FILE.yaml [--base URL] [--only ID] [--speed N] [--operator LOGIN]';
const { values, positionals } = readCommandLine({
  usage: USAGE,
  names: [1, 1],
  options: {
    base: { type: 'string', default: 'http://localhost:3978' },
    only: { type: 'string' },
    speed: { type: 'string', default: '1' },
    operator: { type: 'string' },
  },
});
const secret = process.env['HOTLINE_SECRET'] ?? '';
const [file = ''] = positionals;
const speed = Number(values.speed);
if (secret === '' || !(speed > 0)) usageError(USAGE);

const send = exchange(values.base, secret);
for (const script of readCallScripts(file)) {
  if (values.only !== undefined && script.id !== values.only) continue;
  const callId = `${script.id}-${randomUUID().slice(0, 8)}`;
  console.log(`${callId}: ${script.caller}`);
  await playCall(send, script, { callId, speed, operator: values.operator });
}
