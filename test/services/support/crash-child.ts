/** Works as hard as it can over one database and says each thing on stdout once it is done; made to be killed. */
import { readFileSync } from 'node:fs';
import { composeOffice } from '../../../bot/compose-office.ts';
import { readKeyRing } from '../../../services/privacy/field-crypto.ts';
import { systemClock } from '../../../services/clock.ts';
import { openDatabase } from '../../../services/storage/database.ts';
import { type CommandInput } from '../../../services/tickets/tickets.ts';
import { FakeGateway, member, officeParts, wholeOutcome } from './office.ts';

const [folder = '', round = ''] = process.argv.slice(2);
const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);
const db = await openDatabase({ url: `${folder}/mingbai.db` });
const gateway = new FakeGateway();
const office = await composeOffice({
  ...officeParts({ db, folder, clock: systemClock, gateway, chat: null }),
  keyRing: readKeyRing(readFileSync(`${folder}/keys.json`, 'utf8')),
  signingKeyPem: readFileSync(`${folder}/signing.pem`, 'utf8'),
});
const supervisor = member('supervisor');
const handler = member('handler');

async function one(n: number): Promise<void> {
  const key = `round-${round}-${n}`;
  say({ trying: key });
  const text = `第${round}轮第${n}件，材料交了没有消息`;
  const { number } = await office.tickets.file(
    { kind: '投诉', text, contact: { phone: '13805350001' } },
    key,
  );
  say({ filed: number, key });
  const lastDay = '2099-12-31';
  const outcome = { ...wholeOutcome, review: { ...wholeOutcome.review, lastDay } };
  const steps: [typeof supervisor, CommandInput][] = [
    [supervisor, { action: 'accept' }],
    [supervisor, { action: 'assign', unit: '甲镇' }],
    [handler, { action: 'draft-outcome', outcome }],
    [supervisor, { action: 'approve' }],
    [supervisor, { action: 'close' }],
  ];
  let version = 1;
  for (const [staff, command] of steps) {
    const result = await office.tickets.act(staff, number, command, version);
    if (!result.ok) throw new Error(`${command.action}: ${result.missing.join(' ')}`);
    version = result.ticket.version;
  }
  say({ closed: number });
  await office.outbox.deliver();
}

for (let n = 0; ; n += 4) await Promise.all([one(n), one(n + 1), one(n + 2), one(n + 3)]);
