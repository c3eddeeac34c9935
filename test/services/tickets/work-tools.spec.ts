import { expect } from 'chai';
import { strFromU8, unzipSync } from 'fflate';
import { type RunningApp } from '../support/http.ts';
import { complaint, type TestOffice, testOffice, wholeOutcome } from '../support/office.ts';
import { officeApp, signedIn, type StaffClient } from '../support/staff-client.ts';

const PNG = Buffer.from('89504e470d0a1a0a00000000', 'hex');

describe('the tools of the office, through the doors', () => {
  let office: TestOffice;
  let app: RunningApp;
  let operator: StaffClient;
  let supervisor: StaffClient;
  let handler: StaffClient;
  let administrator: StaffClient;

  const file = async (key: string, change: object = {}): Promise<Filed> => {
    const { json } = await app.post(
      '/api/tickets',
      { ...complaint, ...change },
      { 'idempotency-key': key },
    );
    return json as unknown as Filed;
  };
  const listed = async (client: StaffClient, query: string): Promise<string[]> => {
    const { json } = await client.get(`/api/staff/tickets?${query}`);
    return (json['tickets'] as { number: string }[]).map(({ number }) => number);
  };
  const counts = async (client: StaffClient): Promise<Record<string, number>> =>
    (await client.get('/api/staff/counts')).json['counts'] as Record<string, number>;

  beforeEach(async () => {
    office = await testOffice();
    app = await officeApp(office);
    [operator, supervisor, handler, administrator] = await Promise.all([
      signedIn(app, office, 'operator'),
      signedIn(app, office, 'supervisor'),
      signedIn(app, office, 'handler'),
      signedIn(app, office, 'administrator'),
    ]);
  });
  afterEach(async () => {
    await app.close();
    await office.close();
  });

  it('accepts many at once and says of each what became of it', async () => {
    const [one, two] = [await file('a'), await file('b')];
    await operator.act(two.number, {
      action: 'refuse',
      reason: '不归我们管',
      whereToTurn: '医保局',
    });
    const { status, json } = await operator.send('POST', '/api/staff/bulk', {
      tickets: [
        { number: one.number, version: 1 },
        { number: two.number, version: 2 },
        { number: one.number, version: 1 },
        { number: '20261124-999993', version: 1 },
      ],
      command: { action: 'accept' },
    });
    expect(status).to.equal(200);
    expect((json['results'] as { code: string | null }[]).map(({ code }) => code)).to.deep.equal([
      null,
      'transition.refused',
      'version.conflict',
      'not-found',
    ]);
    expect(await listed(operator, 'status=已受理')).to.deep.equal([one.number]);
  });

  it('takes no command for many that has to be thought over one by one', async () => {
    const { number } = await file('a');
    for (const action of ['approve', 'close', 'draft-outcome', 'refuse', 'merge'])
      expect(
        (
          await supervisor.send('POST', '/api/staff/bulk', {
            tickets: [{ number, version: 1 }],
            command: { action },
          })
        ).status,
        action,
      ).to.equal(422);
  });

  it('counts each list as it is shown', async () => {
    const { number } = await file('a');
    await file('b');
    expect(await counts(supervisor)).to.include({ open: 2, unassigned: 2, overdue: 0 });
    await operator.act(number, { action: 'accept' });
    await supervisor.act(number, { action: 'assign', unit: '甲镇', handler: handler.id });
    expect(await counts(handler)).to.include({ open: 1, unassigned: 0, supervised: 0 });
    await supervisor.act(number, { action: 'supervise', text: '请说明', answerBy: '2026-11-26' });
    expect(await counts(handler)).to.include({ supervised: 1 });
    expect(await listed(handler, 'due=supervised&mine=true')).to.deep.equal([number]);
    await handler.act(number, { action: 'answer-supervision', text: '已联系申请人' });
    expect(await counts(handler)).to.include({ supervised: 0 });
    const { supervision } = (await supervisor.get(`/api/staff/tickets/${number}`)).json as {
      supervision: object;
    };
    expect(supervision).to.include({ text: '请说明', answer: '已联系申请人' });
  });

  it('narrows a list by kind, district, category and day, and keeps a filter under a name', async () => {
    const { number } = await file('a', { kind: '举报', district: '福山区', category: '骗保举报' });
    await file('b');
    for (const query of [
      'kind=举报',
      'district=福山区',
      'category=骗保举报',
      'from=2026-11-24&to=2026-11-24&kind=举报',
    ])
      expect(await listed(supervisor, query), query).to.deep.equal([number]);
    expect(await listed(supervisor, 'from=2026-11-25')).to.deep.equal([]);
    const kept = await supervisor.send('POST', '/api/staff/filters', {
      name: '福山举报',
      query: { kind: '举报', district: '福山区' },
    });
    expect(kept.status).to.equal(201);
    const withPhone = { name: '电话', query: { q: '13805350001' } };
    expect((await supervisor.send('POST', '/api/staff/filters', withPhone)).status).to.equal(422);
    expect((await supervisor.get('/api/staff/filters')).json['filters']).to.have.length(1);
    expect((await operator.get('/api/staff/filters')).json['filters']).to.have.length(0);
    const path = `/api/staff/filters/${String(kept.json['id'])}`;
    expect((await operator.send('DELETE', path)).status).to.equal(404);
    expect((await supervisor.send('DELETE', path)).status).to.equal(204);
  });

  it('hands out a list as a sheet in which no cell is a formula', async () => {
    const { number } = await file('a', { district: '=HYPERLINK("x")', programme: '＋1' });
    const csv = await supervisor.get('/api/staff/export?format=csv');
    expect(csv.text).to.include(`"${number}"`).and.include(`"'=HYPERLINK(""x"")"`);
    expect(csv.text).to.include(`"'＋1"`);
    const book = unzipSync(await supervisor.bytes('/api/staff/export?format=xlsx'));
    const sheet = strFromU8(book['xl/worksheets/sheet1.xml']!);
    expect(sheet).to.include(number).and.not.include('<f>');
    expect((await operator.get('/api/staff/export?format=csv')).status).to.equal(403);
    const log = await supervisor.get('/api/staff/audit/export');
    expect(log.text).to.include('"action":"export-list"').and.include('\\"rows\\":1');
  });

  it('says before anything is saved what an outcome lacks', async () => {
    const { number } = await file('a');
    await operator.act(number, { action: 'accept' });
    await supervisor.act(number, { action: 'assign', unit: '甲镇', handler: handler.id });
    const check = async (outcome: object): Promise<Record<string, unknown>> =>
      (await handler.send('POST', `/api/staff/tickets/${number}/outcome-check`, { outcome })).json;
    const nothing = await check({});
    expect(nothing['missing']).to.include.members(['found', 'class', 'clauses']);
    expect(nothing['plain'], 'no line with a hole').not.match(/我们查到|结论|依据/u);
    const whole = await check(wholeOutcome);
    expect(whole).to.deep.include({ missing: [], earliestLastDay: '2026-12-24', notInForce: [] });
    expect(whole['plain']).to.include('您反映');
    const stiff = await check({ ...wholeOutcome, plain: '兹予以研判。' });
    expect((stiff['advice'] as string[]).join())
      .to.include('予以')
      .and.include('最后一天');
    expect(await check({ ...wholeOutcome, clauseIds: ['没有的'] })).to.deep.include({
      notInForce: ['没有的'],
      missing: ['clauses'],
    });
    expect((await handler.get(`/api/staff/tickets/${number}`)).json['outcome']).to.equal(null);
  });

  it('finds clauses by words and names the people of a timeline', async () => {
    const { clauses } = (await handler.get('/api/staff/clauses?q=受理&on=2026-11-24')).json as {
      clauses: object[];
    };
    expect(clauses[0]).to.include({ article: '第二十二条' });
    const { colleagues } = (await handler.get('/api/staff/colleagues')).json as {
      colleagues: { id: string; unit: string | null }[];
    };
    expect(colleagues.find(({ id }) => id === handler.id)).to.include({ unit: '甲镇' });
    expect(JSON.stringify(colleagues)).not.to.include('login');
  });

  it('shows every try to tell, with its receipt', async () => {
    const { number } = await file('a');
    await office.outbox.deliver();
    const { notices } = (await supervisor.get(`/api/staff/tickets/${number}/notices`)).json as {
      notices: { topic: string; attempts: object[] }[];
    };
    expect(notices).to.have.length(1);
    expect(notices[0]?.attempts[0]).to.include({ channel: 'sms', result: 'sent' });
    expect(JSON.stringify(notices)).not.to.include('13805350001');
    expect((await handler.get(`/api/staff/tickets/${number}/notices`)).status).to.equal(404);
  });

  it('counts open deadlines again when the calendar is edited, and says how many moved', async () => {
    const { number, queryCode, dueDate } = await file('a');
    const day = { working: false, name: '临时放假', source: '烟政办〔2026〕示例' };
    const put = await administrator.send('PUT', '/api/staff/calendar/2026-12-01', day);
    expect(put.json).to.deep.include({ moved: 1 });
    const progress = await app.send(`/api/tickets/${number}?code=${queryCode}`);
    expect(progress.json['dueDate']).to.equal('2026-12-14').and.not.equal(dueDate);
    expect((await operator.send('PUT', '/api/staff/calendar/2026-12-02', day)).status).to.equal(
      403,
    );
    const gone = await supervisor.send('DELETE', '/api/staff/calendar/2026-12-01');
    expect(gone.json).to.deep.equal({ days: [], moved: 1 });
    expect((await supervisor.send('DELETE', '/api/staff/calendar/2026-12-01')).status).to.equal(
      404,
    );
    const log = (await supervisor.get('/api/staff/audit/export')).text;
    expect(log.match(/"action":"calendar"/g)).to.have.length(2);
  });

  it('keeps photos and PDF with a ticket, and nothing else', async () => {
    const { number, queryCode } = await file('a');
    const hand = (code: string, name: string, content: Buffer) =>
      app.send(`/api/tickets/${number}/attachments`, {
        method: 'POST',
        headers: {
          'content-type': 'application/octet-stream',
          'x-query-code': code,
          'x-file-name': encodeURIComponent(name),
        },
        body: content,
      });
    expect((await hand(queryCode, '../回执.svg', PNG)).json).to.include({ name: '回执.png' });
    expect((await hand('WRONG-CODES', 'a.png', PNG)).status).to.equal(404);
    for (const [name, content] of [
      ['a.svg', Buffer.from('<svg onload="x"/>')],
      ['a.png', Buffer.from('<html>')],
      ['a.exe', Buffer.from('MZ')],
      ['a.zip', Buffer.from('PK\u0003\u0004')],
      ['empty.png', Buffer.alloc(0)],
      ['long'.repeat(30), PNG],
    ] as const)
      expect((await hand(queryCode, name, content)).status, name).to.equal(422);
    const { attachments } = (await operator.get(`/api/staff/tickets/${number}/attachments`))
      .json as { attachments: { id: string; by: string }[] };
    expect(attachments).to.have.length(1);
    const path = `/api/staff/tickets/${number}/attachments/${attachments[0]!.id}`;
    const got = await operator.get(path);
    expect(got.headers.get('content-disposition')).to.include('attachment');
    expect(Buffer.from(await operator.bytes(path)).equals(PNG)).to.equal(true);
    const zip = unzipSync(await supervisor.bytes(`/api/staff/tickets/${number}/evidence`));
    expect(Object.keys(zip).some((name) => name.startsWith('attachments/'))).to.equal(true);
  });

  it('shows the papers of a confidential ticket to no unit', async () => {
    const { number } = await file('a', { confidential: true });
    const added = await operator.upload(`/api/staff/tickets/${number}/attachments`, 'a.png', PNG);
    await operator.act(number, { action: 'accept' });
    await supervisor.act(number, { action: 'assign', unit: '甲镇' });
    const path = `/api/staff/tickets/${number}/attachments/${String(added.json['id'])}`;
    expect((await handler.get(path)).status).to.equal(403);
    expect((await supervisor.get(path)).status).to.equal(200);
  });

  it('tells open pages at once what changed, and only whom it concerns', async () => {
    const { number } = await file('a');
    const news = { supervisor: [] as string[], handler: [] as string[] };
    const stop = new AbortController();
    const [forSupervisor, forHandler] = [
      { role: 'supervisor', unit: null },
      { role: 'handler', unit: '甲镇' },
    ].map((one) => ({ id: 'x', login: 'x', name: 'x', ...one }));
    const following = [
      office.changes.follow(forSupervisor as never, stop.signal, ({ action }) => {
        news.supervisor.push(action);
      }),
      office.changes.follow(forHandler as never, stop.signal, ({ action }) => {
        news.handler.push(action);
      }),
    ];
    await supervisor.peek('/api/staff/stream');
    await operator.act(number, { action: 'accept' });
    await until(() => news.supervisor.includes('accept'));
    await supervisor.act(number, { action: 'assign', unit: '甲镇' });
    await until(() => news.handler.includes('assign'));
    expect(news.handler).to.deep.equal(['assign']);
    stop.abort();
    await Promise.all(following);
  });

  it('lets an administrator see and end the sessions of an account', async () => {
    const path = `/api/staff/accounts/${operator.id}/sessions`;
    const { sessions } = (await administrator.get(path)).json as { sessions: object[] };
    expect(sessions.length).to.be.greaterThan(0);
    expect((await administrator.send('DELETE', path)).status).to.equal(204);
    expect((await operator.get('/api/staff/me')).status).to.equal(401);
  });

  it('lets the automatic answers be turned off and on, on the record', async () => {
    const on = async (): Promise<unknown> =>
      (await administrator.get('/api/staff/settings')).json['assistantOn'];
    expect(await on()).to.equal(true);
    const turn = (client: StaffClient, to: boolean) =>
      client.send('PUT', '/api/staff/settings/assistant', { on: to });
    expect((await turn(operator, false)).status).to.equal(403);
    expect((await turn(administrator, false)).status).to.equal(204);
    expect(await on()).to.equal(false);
    expect(await office.switches.assistantOn()).to.equal(false);
    expect((await turn(supervisor, true)).status).to.equal(204);
    const log = (await supervisor.get('/api/staff/audit/export')).text;
    expect(log.match(/"action":"turn-switch"/g)).to.have.length(2);
  });

  it('gives everybody counts in which nobody can be found', async () => {
    for (let n = 0; n < 5; n += 1) await file(`k${n}`);
    await file('rare', { kind: '举报', district: '福山区' });
    const { json } = await app.send('/api/statistics');
    expect(json['filed']).to.equal(6);
    expect(json['kinds']).to.deep.equal([
      { name: '投诉', count: 5 },
      { name: '举报', count: null },
    ]);
    expect(json['told']).to.equal(null);
  });

  it('counts volumes, days to close and months for the supervisor', async () => {
    const { number } = await file('a');
    await operator.act(number, { action: 'accept' });
    await supervisor.act(number, { action: 'assign', unit: '甲镇' });
    await handler.act(number, { action: 'draft-outcome', outcome: wholeOutcome });
    await supervisor.act(number, { action: 'approve' });
    await supervisor.act(number, { action: 'close' });
    const { json } = await supervisor.get('/api/staff/statistics?from=2026-11-20&to=2026-11-26');
    expect(json['days']).to.have.length(7);
    expect((json['days'] as object[])[4]).to.deep.equal({ day: '2026-11-24', filed: 1, closed: 1 });
    expect(json['closing']).to.deep.equal({ count: 1, median: 0, ninetieth: 0 });
    expect(json['months']).to.have.length(1);
    const wrong = await supervisor.get('/api/staff/statistics?from=2026-11-20&to=2026-11-01');
    expect(wrong.status).to.equal(422);
  });
});

interface Filed {
  readonly number: string;
  readonly queryCode: string;
  readonly dueDate: string;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}
