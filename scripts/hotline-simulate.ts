/**
 * `npm run hotline:simulate -- FILE.yaml [--base URL] [--only ID] [--speed N] [--operator LOGIN]`: plays scripted calls
 * as a call centre would send them, at real speed (`--speed 10` is ten times as fast). The shared secret is read from
 * HOTLINE_SECRET. Numbers and texts of the scripts are made up.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type CallEvent } from '../services/desk/call.ts';
import { eventsOf, readCallScripts } from './hotline/call-script.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: 'string', default: 'http://localhost:3978' },
    only: { type: 'string' },
    speed: { type: 'string', default: '1' },
    operator: { type: 'string' },
  },
});
const secret = process.env['HOTLINE_SECRET'] ?? '';
const [file] = positionals;
const speed = Number(values.speed);
if (file === undefined || secret === '' || !(speed > 0)) {
  console.error(
    'usage: HOTLINE_SECRET=… npm run hotline:simulate -- FILE.yaml [--base URL] [--only ID] [--speed N]',
  );
  process.exit(2);
}

for (const script of readCallScripts(file)) {
  if (values.only !== undefined && script.id !== values.only) continue;
  const callId = `${script.id}-${randomUUID().slice(0, 8)}`;
  console.log(`${callId}: ${script.caller}`);
  let before = 0;
  for (const { after, event } of eventsOf(script, values.operator)) {
    await wait(((after - before) * 1000) / speed);
    before = after;
    await post({ ...event, callId, at: new Date().toISOString() });
  }
}

async function post(event: CallEvent): Promise<void> {
  const body = JSON.stringify(event);
  const stamp = String(Math.floor(Date.now() / 1000));
  const mac = createHmac('sha256', secret).update(`${stamp}.${body}`).digest('hex');
  const response = await fetch(`${values.base}/api/hotline/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-mingbai-timestamp': stamp,
      'x-mingbai-signature': `v1=${mac}`,
    },
    body,
  });
  if (!response.ok) {
    console.error(`refused: HTTP ${response.status} ${await response.text()}`);
    process.exit(1);
  }
}
