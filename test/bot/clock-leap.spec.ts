import { expect } from 'chai';
import { jobsOf } from '../../bot/jobs.ts';
import { clientOf } from '../services/support/http.ts';
import { signedIn, type StaffClient } from '../services/support/staff-client.ts';
import { type Role } from '../../services/staff/role.ts';
import { type Chat, call, startChat } from './support/chat.ts';
import { runService, type RunningService } from './support/small-service.ts';

const DAY = 24 * 60;
/** A greeting, a question, its answer. */
const SAID = 3;
const METRICS = 'metrics-token-0123456789';
const SETTINGS = '/api/staff/settings';
const complaint = { kind: '投诉', text: '材料九月初交到镇上，到现在没有消息，窗口让等着' };

describe('A clock that leaps', function () {
  this.timeout(60_000);
  let service: RunningService;
  let chat: Chat;
  let filed: unknown;

  beforeEach(async () => {
    service = await runService({ env: { METRICS_TOKEN: METRICS } });
    await everyJob();
    chat = await startChat(service);
    await chat.say('低保多久能批下来');
    filed = await file();
  });
  afterEach(() => service.close());

  /** What the service does by itself, once each, now. */
  async function everyJob(): Promise<void> {
    const { office, conversations, clock } = service;
    const jobs = jobsOf({
      ...{ office, host: conversations.host, handOvers: conversations.handOvers, clock },
      live: { refresh: () => Promise.resolve() },
      config: { conversationDays: 180 },
      counts: null,
    });
    for (const { job } of jobs) await job(new AbortController().signal);
  }
  /** Always with the same key: the answer of the first time comes back for as long as it is kept. */
  const file = async (): Promise<unknown> => {
    const options = { method: 'POST', body: JSON.stringify(complaint) };
    const key = { 'idempotency-key': 'leap-1', 'content-type': 'application/json' };
    const answered = await fetch(`${service.base}/api/tickets`, { ...options, headers: key });
    return ((await answered.json()) as { number: string }).number;
  };
  const staff = (role: Role): Promise<StaffClient> =>
    signedIn(clientOf(service.base), service.office, role);
  const leap = async (): Promise<unknown> => {
    const { json } = await (await staff('administrator')).get(SETTINGS);
    return (json['clock'] as { leap: unknown }).leap;
  };
  const said = async (): Promise<number> =>
    (await service.conversations.host.transcript(chat.id, 10)).length;
  const figure = async (): Promise<string> => {
    const headers = { authorization: `Bearer ${METRICS}` };
    const text = await (await fetch(`${service.base}/metrics`, { headers })).text();
    return /^mingbai_clock_believed (\d)$/mu.exec(text)?.[1] ?? '';
  };
  const confirm = async (role: Role, shown = service.clock.now().toISOString()): Promise<number> =>
    (await (await staff(role)).send('PUT', `${SETTINGS}/clock`, { now: shown })).status;
  const acts = async (): Promise<readonly string[]> =>
    (await service.office.audit.since(0, 10_000))
      .filter(({ objectType }) => objectType === 'clock')
      .map(({ action }) => action);

  for (const days of [4, 400])
    it(`${String(days)} days ahead removes nothing, says so, and is believed again when it comes back`, async () => {
      service.clock.advance(days * DAY);
      await everyJob();
      expect(await said()).to.equal(SAID);
      expect(await file()).to.equal(filed);
      expect([await leap(), await figure()]).to.deep.equal(['ahead', '0']);
      expect((await call(service.base, '/readyz')).status).to.equal(200);
      service.clock.advance(-days * DAY);
      await everyJob();
      expect([await leap(), await figure()]).to.deep.equal([null, '1']);
      expect(await said()).to.equal(SAID);
      expect(await acts()).to.deep.equal(['clock-ahead', 'clock-believed-again']);
    });

  it('removes what is old once a person has said that the time is right, and goes on by itself', async () => {
    service.clock.advance(400 * DAY);
    await everyJob();
    expect(await confirm('operator')).to.equal(403);
    expect(await confirm('administrator', '2026-11-26T02:00:00.000Z')).to.equal(409);
    await everyJob();
    expect(await said()).to.equal(SAID);
    expect(await confirm('administrator')).to.equal(204);
    await everyJob();
    expect(await said()).to.equal(0);
    expect([await leap(), await figure()]).to.deep.equal([null, '1']);
    expect(await acts()).to.deep.equal(['clock-ahead', 'confirm-clock']);
  });

  it('put back by days is not believed even when it is right again: what was written meanwhile looks old', async () => {
    service.clock.advance(-400 * DAY);
    await everyJob();
    expect(await leap()).to.equal('behind');
    const wrong = await startChat(service);
    await wrong.say('低保多久能批下来');
    service.clock.advance(400 * DAY);
    await everyJob();
    expect(await leap()).to.equal('behind');
    expect(await service.conversations.host.transcript(wrong.id, 10)).to.have.length(SAID);
    expect(await confirm('supervisor')).to.equal(204);
    expect(await leap()).to.equal(null);
  });

  it('is no leap after a weekend without the service, and no leap when days pass one by one', async () => {
    service.clock.advance(2.5 * DAY);
    await everyJob();
    for (let days = 0; days < 190; days += 2) {
      service.clock.advance(2 * DAY);
      await service.office.clockWatch.believes();
    }
    await everyJob();
    expect(await leap()).to.equal(null);
    expect(await said()).to.equal(0);
    expect(await acts()).to.deep.equal([]);
  });
});
