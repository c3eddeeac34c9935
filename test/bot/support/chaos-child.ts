/**
 * The whole service in a process of its own for `npm run chaos`: as `bot/main.ts` starts it, but with a policy of one question
 * (so that it can be killed hundreds of times) and a clock that its parent can move (`{ advanceMs }`); `{ stop: true }` ends it in good
 * order.
 */
import { composeService } from '../../../bot/compose.ts';
import { readConfig } from '../../../services/config/env.ts';
import { ConfigError } from '../../../services/config/config.ts';
import { configMessage, readConfigWords } from '../../../services/config/config-words.ts';
import { readStartWords } from '../../../services/config/start-words.ts';
import { createLog } from '../../../services/log/log.ts';
import { type Knowledge } from '../../../knowledge/index.ts';
import { cloudMasGateway } from '../../../services/notices/cloud-mas.ts';
import { type SmsGateway } from '../../../services/notices/notice.ts';
import { smallPolicy } from './small-service.ts';

process.umask(0o077);
let ahead = 0;
let stop = (): void => process.exit(1);
process.on('message', (told: { advanceMs: number } | { stop: true }) => {
  if ('stop' in told) stop();
  else ahead += told.advanceMs;
});
const clock = { now: (): Date => new Date(Date.now() + ahead) };
const NOTHING_HEARD: ReturnType<Knowledge['readComplaint']> = {
  ...{
    kind: '投诉',
    complains: 0,
    category: '拖延不办',
    confidence: 0,
    because: [],
    alternatives: [],
  },
  ...{ programme: null, district: null, town: null, incidentDate: null, urgency: '一般' },
  ...{ anonymous: true, anonymityAsked: false, confidential: false, phone: null, name: null },
  ...{ inScope: true, redirect: null, isConsultation: false, unit: null, wish: null },
};
const root = process.cwd();
const content = `${root}/knowledge/content`;

/** The configuration takes https only; the gateway of a scenario is a plain server beside us. */
function gatewayOf(url: string | undefined): SmsGateway | null {
  const account = { ecName: 'chaos', apId: 'chaos', secretKey: 'chaos', sign: 's', addSerial: '' };
  return url === undefined ? null : cloudMasGateway({ ...account, url, timeoutMs: 1500 });
}

try {
  const config = readConfig(root);
  const log = createLog(config.log, clock);
  const policy: Knowledge = { ...smallPolicy(), readComplaint: () => NOTHING_HEARD };
  const sms = gatewayOf(process.env['CHAOS_SMS_URL']);
  const service = await composeService({
    ...{ config, log, root, clock, policy, version: 'chaos' },
    ...(sms === null ? {} : { sms }),
  });
  stop = () => {
    void service
      .close()
      .then(() => log.close())
      .then(() => process.exit(0));
  };
  process.on('SIGTERM', () => stop());
  const port = await service.listen();
  const words = readStartWords(content);
  if (service.firstAdministrator)
    process.stdout.write(`${words.firstAdministrator(service.firstAdministrator)}\n`);
  process.stdout.write(`http://127.0.0.1:${port}/\n`);
} catch (thrown) {
  const sentence =
    thrown instanceof ConfigError
      ? configMessage(thrown, readConfigWords(content))
      : readStartWords(content).failed(thrown);
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
