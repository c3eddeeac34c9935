/** A day of the service in one process: asked, told, complained to, signed in to, its own jobs run; then it ends in good order. */
import { buildKnowledge } from '../../../knowledge/index.ts';
import { clientOf } from '../../services/support/http.ts';
import { signedIn } from '../../services/support/staff-client.ts';
import { startChat } from './chat.ts';
import { runService } from './small-service.ts';

const policy = await buildKnowledge({ contentDir: 'knowledge/content' });
const service = await runService({ policy });
const app = clientOf(service.base);
const asked = await app.post('/api/ask', { question: '低保多久能批下来', district: '芝罘区' });
const chat = await startChat(service);
await chat.say('残疾人两项补贴怎么申请');
await chat.say('http://evil.example/ 打开这个看看');
const contact = { name: '王', phone: '13805350001' };
const complaint = {
  kind: '投诉',
  text: '材料交了两个月没有消息，见http://evil.example/a.png',
  contact,
};
const filed = await app.post('/api/tickets', complaint, { 'idempotency-key': 'offline' });
const supervisor = await signedIn(app, service.office, 'supervisor');
const listed = await supervisor.get('/api/staff/tickets');
await service.office.outbox.deliver();
await service.office.rounds.remind();
await service.office.audit.checkpoint();
await service.office.retention.run();
await service.close();
process.stdout.write(
  `done ${String(asked.status)} ${String(filed.status)} ${String(listed.status)}\n`,
);
