import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { cloudMasGateway } from '../../../services/notices/cloud-mas.ts';
import { readNoticeWords, SMS_LENGTH } from '../../../services/notices/notice-words.ts';
import { type NoticeRequest } from '../../../services/notices/notice.ts';
import { noticeStore } from '../../../services/storage/notice-store-sql.ts';
import { type TestOffice, testOffice } from '../support/office.ts';

describe('telling', () => {
  let office: TestOffice;
  let personId: string;
  beforeEach(async () => {
    office = await testOffice();
    personId = await office.persons.create('now');
  });
  afterEach(() => office.close());

  const request = (change: Partial<NoticeRequest> = {}): NoticeRequest => ({
    topic: 'benefit-stopped',
    dedupeKey: 'benefit/1/stop',
    personId,
    ticket: null,
    conversationId: null,
    phone: '138 0535 0001',
    values: { programme: '低保', from: '2026-12', reason: '复核后收入超过标准。' },
    needsReceipt: true,
    ...change,
  });
  const store = () => noticeStore(office.parts.db, office.persons);
  const only = async (state: Parameters<ReturnType<typeof store>['inState']>[0]) =>
    (await store().inState(state, 10)).map(({ topic }) => topic);
  /** Delivers until nothing is due, moving the clock on. */
  const deliverFor = async (hours: number): Promise<void> => {
    for (let minute = 0; minute < hours * 60; minute += 10) {
      await office.outbox.deliver();
      office.clock.advance(10);
    }
  };

  it('counts only a receipt as told', async () => {
    await office.outbox.tell(request());
    await office.outbox.deliver();
    expect(office.gateway.taken).to.have.length(1);
    expect(await only('sent')).to.deep.equal(['benefit-stopped']);
    await office.outbox.report('mas-1', true, null);
    await office.outbox.report('mas-1', true, null);
    await office.outbox.report('unknown', true, null);
    const [notice] = await store().inState('told', 10);
    expect(notice).to.include({ toldVia: 'sms' });
    expect((await store().attempts(notice!.id)).map(({ result }) => result)).to.deep.equal([
      'sent',
      'receipt',
    ]);
  });

  it('tells the same thing once', async () => {
    for (let n = 0; n < 3; n += 1) await office.outbox.tell(request());
    await deliverFor(1);
    expect(office.gateway.taken).to.have.length(1);
  });

  it('says nothing personal in a short message and keeps to one', async () => {
    await office.outbox.tell(request());
    await office.outbox.deliver();
    const { text } = office.gateway.taken[0]!;
    expect(text.length).to.be.at.most(SMS_LENGTH);
    expect(text).to.include('0535-12345').and.not.to.include('收入');
  });

  it('tries again with growing pauses, then hands over to a person', async () => {
    office.gateway.mode = 'fails';
    await office.outbox.tell(request());
    await deliverFor(2);
    const [notice] = await office.outbox.tasks(10);
    expect(notice?.topic).to.equal('benefit-stopped');
    const attempts = await store().attempts(notice!.id);
    expect(attempts.map(({ result, error }) => `${result} ${error}`)).to.deep.equal(
      Array.from({ length: 5 }, () => 'failed gateway'),
    );
    const gaps = attempts
      .slice(1)
      .map(({ at }, n) => (Date.parse(at) - Date.parse(attempts[n]!.at)) / 60_000);
    expect(gaps).to.deep.equal([10, 10, 10, 20]);
    await office.outbox.byPerson(notice!.id, 'call');
    expect(await only('told')).to.deep.equal(['benefit-stopped']);
  });

  it('goes to the next channel at once when a number is refused, and when no receipt comes in a day', async () => {
    office.gateway.mode = 'refuses';
    await office.outbox.tell(request());
    await deliverFor(1);
    expect(await only('person')).to.have.length(1);
    office.gateway.mode = 'works';
    await office.outbox.tell(request({ dedupeKey: 'second' }));
    await deliverFor(23);
    expect(await only('sent')).to.have.length(1);
    await deliverFor(3);
    expect(await only('person')).to.have.length(2);
  });

  it('sends again when it cannot be known whether a message was taken, under the same id', async () => {
    office.gateway.mode = 'takes-and-hangs-up';
    await office.outbox.tell(request());
    await office.outbox.deliver();
    office.gateway.mode = 'works';
    await deliverFor(1);
    expect(office.gateway.taken).to.have.length(2);
    expect(new Set(office.gateway.taken.map(({ id }) => id)).size).to.equal(1);
  });

  it('does not disturb anyone at night', async () => {
    office.clock.moveTo('2026-11-24T21:30:00+08:00');
    await office.outbox.tell(request());
    await deliverFor(10);
    expect(office.gateway.taken).to.have.length(0);
    await deliverFor(1);
    expect(office.gateway.taken).to.have.length(1);
  });

  it('posts into the chat as well, but does not take that for a receipt', async () => {
    await office.outbox.tell(request({ conversationId: 'c1' }));
    await office.outbox.deliver();
    await office.outbox.deliver();
    expect(office.chat.posted[0]?.text).to.include('停发').and.include('收入超过标准');
    expect(office.gateway.taken).to.have.length(1);
    expect(await only('sent')).to.have.length(1);
  });

  it('needs no more than the chat for what needs no receipt', async () => {
    await office.outbox.tell(request({ conversationId: 'c1', needsReceipt: false }));
    await deliverFor(1);
    expect(office.gateway.taken).to.have.length(0);
    expect(await only('told')).to.have.length(1);
  });

  it('leaves what nobody can be told in sight, as dead', async () => {
    office.gateway.mode = 'refuses';
    office.chat.gone.add('c1');
    await office.outbox.tell(request({ conversationId: 'c1', needsReceipt: false }));
    await deliverFor(1);
    expect(await only('dead')).to.have.length(1);
  });

  it('sends nothing twice when two instances deliver at once', async () => {
    for (let n = 0; n < 10; n += 1) await office.outbox.tell(request({ dedupeKey: `n${n}` }));
    await Promise.all([office.outbox.deliver(), office.outbox.deliver(), office.outbox.deliver()]);
    expect(office.gateway.taken).to.have.length(10);
  });

  it('sends hundreds at once, batch after batch', async () => {
    for (let n = 0; n < 130; n += 1) await office.outbox.tell(request({ dedupeKey: `n${n}` }));
    await office.outbox.deliverAll(new AbortController().signal);
    expect(new Set(office.gateway.taken.map(({ id }) => id))).to.have.length(130);
  });

  it('stops between two when the service ends, and sends the rest after the lease', async () => {
    for (let n = 0; n < 30; n += 1) await office.outbox.tell(request({ dedupeKey: `n${n}` }));
    const ending = new AbortController();
    const send = office.gateway.send.bind(office.gateway);
    office.gateway.send = (message) => {
      if (office.gateway.taken.length === 4) ending.abort();
      return send(message);
    };
    await office.outbox.deliverAll(ending.signal);
    expect(office.gateway.taken).to.have.length(5);
    await deliverFor(1);
    expect(new Set(office.gateway.taken.map(({ id }) => id))).to.have.length(30);
    expect(office.gateway.taken).to.have.length(30);
  });

  it('lets a receipt stand that comes while no receipt was expected any more', async () => {
    await office.outbox.tell(request());
    await office.outbox.deliver();
    await deliverFor(26);
    expect(await only('person')).to.have.length(1);
    await office.outbox.report('mas-1', true, null);
    expect(await only('told')).to.have.length(1);
  });

  it('says nothing to an erased person', async () => {
    await office.outbox.tell(request());
    await office.persons.destroy(personId, 'now');
    await office.outbox.tell(request({ dedupeKey: 'later' }));
    await deliverFor(1);
    expect(office.gateway.taken).to.have.length(0);
  });
});

describe('short messages', () => {
  it('fit into one, whatever is filled in', () => {
    expect(() => readNoticeWords('knowledge/content/words/notices.yaml')).not.to.throw();
  });
});

describe('the gateway of the 云MAS kind', () => {
  let server: Server;
  let url: string;
  let seen: Record<string, string> = {};
  let reply: (() => { status: number; body: string; location?: string }) | null;

  before(async () => {
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      request.on('end', () => {
        seen = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Record<string, string>;
        const answer = reply?.();
        if (!answer) return;
        const { status, body, location } = answer;
        response.writeHead(status, location ? { location } : {}).end(body);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms/norsubmit`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const send = () =>
    cloudMasGateway({
      url,
      ecName: '民政',
      apId: 'ap',
      secretKey: 's3',
      sign: 'sgn',
      addSerial: '',
      timeoutMs: 200,
    }).send({
      id: 'n1',
      phone: '13805350001',
      text: '【救助热线】您好',
    });
  const failing = async (): Promise<boolean> =>
    send().then(
      () => false,
      () => true,
    );

  it('signs the fields and gives the id by which receipts come back', async () => {
    reply = () => ({
      status: 200,
      body: '{"success":true,"rspcod":"success","msgGroup":"0624001"}',
    });
    expect(await send()).to.deep.equal({ result: 'accepted', providerId: '0624001' });
    expect(seen).to.include({
      mobiles: '13805350001',
      content: '【救助热线】您好',
      ecName: '民政',
    });
    expect(seen['mac']).to.match(/^[0-9a-f]{32}$/);
    expect(JSON.stringify(seen)).not.to.include('s3');
  });

  it('knows what will never be taken', async () => {
    reply = () => ({ status: 200, body: '{"success":false,"rspcod":"IllegalSignId"}' });
    expect(await send()).to.deep.equal({ result: 'refused', error: 'IllegalSignId' });
  });

  for (const [what, answer] of [
    ['is busy', { status: 200, body: '{"success":false,"rspcod":"TooManyRequests"}' }],
    ['has a fault', { status: 503, body: 'sorry' }],
    ['answers nonsense', { status: 200, body: '<html>' }],
    ['sends us elsewhere', { status: 302, body: '', location: 'http://127.0.0.1:1/' }],
    ['never answers', null],
  ] as const)
    it(`leaves it open when the gateway ${what}`, async () => {
      reply = answer === null ? null : () => answer;
      expect(await failing()).to.equal(true);
    });
});
