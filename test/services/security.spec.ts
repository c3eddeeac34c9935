import { expect } from 'chai';
import { type Answered, type RunningApp, runApp } from './support/http.ts';
import { complaint, type TestOffice, testOffice } from './support/office.ts';
import { officeApp, signedIn } from './support/staff-client.ts';
import { officeRoutes } from '../../services/http/routes/office.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex');

/** What went wrong in comparable products; `services/http/README.md` names them. */
describe('what happened to others', function () {
  this.timeout(60_000);
  let office: TestOffice;
  let app: RunningApp;
  before(async () => {
    office = await testOffice();
    app = await officeApp(office);
  });
  after(async () => {
    await app.close();
    await office.close();
  });

  for (const header of [
    ...['x-forwarded-user', 'x-remote-user', 'remote-user', 'x-auth-request-user', 'x-user'],
    ...['x-webauth-user', 'x-ssl-client-s-dn', 'x-client-verify', 'x-original-url', 'x-role'],
  ])
    it(`an identity header opens nothing that a session does not: ${header}`, async () => {
      const headers = { [header]: 'admin', authorization: 'Basic YWRtaW46YWRtaW4=' };
      for (const path of ['/api/staff/me', '/api/staff/accounts', '/api/staff/tickets'])
        expect((await app.send(path, { headers })).status, path).to.equal(401);
    });

  it('an address in X-Forwarded-For is believed only behind a proxy that was configured', async () => {
    const supervisor = await signedIn(app, office, 'supervisor');
    const headers = { ...supervisor.headers, 'x-forwarded-for': '6.6.6.6' };
    const { json } = await app.send('/api/staff/sessions', { headers });
    expect(JSON.stringify(json)).not.to.include('6.6.6.6');
  });

  it('authorises every number inside a body, not only the one in the address', async () => {
    const operator = await signedIn(app, office, 'operator');
    const handler = await signedIn(app, office, 'handler', '甲镇');
    const numbers: string[] = [];
    for (const [at, unit] of ['甲镇', '乙镇'].entries()) {
      const { number } = await office.tickets.file(complaint, `body-${String(at)}`);
      await operator.act(number, { action: 'accept' });
      await operator.act(number, { action: 'assign', unit });
      numbers.push(number);
    }
    const [own = '', other = ''] = numbers;
    const file = await operator.upload(`/api/staff/tickets/${other}/attachments`, 'a.png', PNG);
    const before = (await operator.get(`/api/staff/tickets/${other}`)).json['version'];
    const tries: readonly Answered[] = [
      await handler.act(own, { action: 'merge', into: other, reason: '同一件事' }),
      await handler.send('POST', '/api/staff/bulk', {
        tickets: [{ number: other, version: before }],
        command: { action: 'archive' },
      }),
      await handler.get(`/api/staff/tickets/${own}/attachments/${String(file.json['id'])}`),
      await handler.send('POST', '/api/staff/person-requests', {
        ...{ kind: 'copy', number: other, identity: 'in-person', reason: '要看' },
      }),
    ];
    for (const { status, text } of tries) expect(status, text).to.be.oneOf([403, 404, 422]);
    const after = await operator.get(`/api/staff/tickets/${other}`);
    expect(after.json).to.deep.include({ version: before, mergedInto: null });
  });

  it('the cookie of a session belongs to this host, to TLS, and to no script', async () => {
    const { words } = office.ticketDeps;
    const routes = officeRoutes({ ...office, words, tls: true, receiptToken: null });
    const overTls = await runApp({ routes, gate: office.staff });
    try {
      const by = { id: 'x', login: 'x', name: 'x', role: 'administrator', unit: null } as const;
      const account = { login: 'cookie.one', name: '某', role: 'operator', unit: null } as const;
      const { password } = await office.staff.add(by, account);
      const signIn = { login: 'cookie.one', password };
      const { headers } = await overTls.post('/api/staff/session', signIn);
      const [cookie = ''] = headers.getSetCookie();
      expect(cookie).to.match(/^__Host-mingbai=[\w-]{22,};/u);
      for (const flag of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict'])
        expect(cookie.split('; '), flag).to.include(flag);
      expect(cookie).not.to.match(/domain=/iu);
    } finally {
      await overTls.close();
    }
  });

  it('signing out empties what the browser kept, and nothing of the office is ever kept by one', async () => {
    const supervisor = await signedIn(app, office, 'supervisor');
    const kept = await supervisor.get('/api/staff/tickets');
    expect(kept.headers.get('cache-control')).to.include('no-store');
    const out = await supervisor.send('DELETE', '/api/staff/session');
    expect(out.headers.get('clear-site-data')).to.equal('"cache", "storage"');
    expect((await supervisor.get('/api/staff/tickets')).status).to.equal(401);
  });

  it('a sign-in that fails is on the record, also for a login that does not exist, without the login', async () => {
    const login = 'nobody.here';
    await app.post('/api/staff/session', { login, password: 'wrong' });
    const rows = await office.audit.since(0, 10_000);
    expect(rows.at(-1)).to.include({ action: 'sign-in', outcome: 'refused' });
    expect(JSON.stringify(rows)).not.to.include(login);
  });
});
