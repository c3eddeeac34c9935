import { expect } from 'chai';
import { officeRoutes } from '../../../services/http/routes/office.ts';
import { type Route } from '../../../services/http/route.ts';
import { type Role, ROLES } from '../../../services/staff/role.ts';
import { type Answered, type RunningApp } from '../support/http.ts';
import { complaint, type TestOffice, testOffice } from '../support/office.ts';
import { officeApp, signedIn, type StaffClient } from '../support/staff-client.ts';

/** Bodies that would pass, so that a 403 is the gate's and not the schema's. */
const BODIES: Readonly<Record<string, unknown>> = {
  'staff.tickets.file': { kind: '投诉', text: '代来电人登记' },
  'staff.tickets.act': { action: 'note', text: '记一笔', version: 1 },
  'staff.bulk': { tickets: [{ number: 'x', version: 1 }], command: { action: 'archive' } },
  'staff.filters.keep': { name: '我的', query: { due: 'overdue' } },
  'staff.tickets.outcome-check': { outcome: {} },
  'staff.settings.assistant': { on: true },
  'staff.calendar.put': { working: false, name: '放假', source: '通知' },
  'staff.tickets.unmask': { reason: '核对' },
  'staff.accounts.add': { login: 'new.one', name: '新人', role: 'operator' },
  'staff.accounts.change': { disabled: true },
  'staff.accounts.reset': {},
  'staff.benefits.look-up': { phone: '13805350001', reason: '来电' },
  'staff.benefits.start': {
    programme: '低保',
    district: '芝罘区',
    name: '王',
    phone: '13805350001',
    from: '2026-03',
    amount: '1',
    payDay: 1,
  },
  'staff.benefits.event': { type: 'paid', month: '2026-11' },
  'staff.notices.told': { via: 'call' },
  'staff.person-requests.ask': {
    kind: 'copy',
    number: 'no-such-thing',
    identity: 'query-code',
    reason: '本人要',
  },
  'staff.person-requests.decide': { approve: false, version: 1 },
};
const QUERIES: Readonly<Record<string, string>> = {
  'staff.statistics': '?from=2026-11-01&to=2026-11-30',
  'staff.export': '?format=csv',
  'staff.clauses': '?q=低保&on=2026-11-24',
};

const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex');

/** Which of these tickets a role may see at all; everything else must look as if it did not exist. */
const OBJECTS = ['own', 'other-unit', 'accused', 'missing'] as const;
const SEES: Readonly<Record<Role, readonly string[]>> = {
  operator: ['own', 'other-unit', 'accused'],
  supervisor: ['own', 'other-unit', 'accused'],
  auditor: ['own', 'other-unit', 'accused'],
  handler: ['own'],
  editor: [],
  administrator: [],
};

describe('who may pass which door', () => {
  let office: TestOffice;
  let app: RunningApp;
  let routes: readonly Route[];
  const clients = new Map<Role, StaffClient>();
  /** One attachment of each ticket. */
  const papers: Record<string, string> = {};
  const numbers: Record<string, string> = { missing: '20261124-999993' };

  before(async function () {
    this.timeout(30_000);
    office = await testOffice();
    app = await officeApp(office);
    routes = officeRoutes({
      ...office,
      words: office.ticketDeps.words,
      tls: false,
      receiptToken: null,
    });
    for (const role of ROLES) clients.set(role, await signedIn(app, office, role));
    const operator = clients.get('operator')!;
    for (const [name, unit, accusedUnit] of [
      ['own', '甲镇', undefined],
      ['other-unit', '乙镇', undefined],
      ['accused', '乙镇', '甲镇'],
    ] as const) {
      const { number } = await office.tickets.file(complaint, `matrix-${name}`);
      await operator.act(number, { action: 'accept', ...(accusedUnit ? { accusedUnit } : {}) });
      await operator.act(number, { action: 'assign', unit });
      numbers[name] = number;
      const file = await operator.upload(
        `/api/staff/tickets/${number}/attachments`,
        '证明.png',
        PNG,
      );
      papers[number] = String(file.json['id']);
    }
  });
  after(async () => {
    await app.close();
    await office.close();
  });

  const pathOf = ({ id, path }: Route, target: string): string =>
    path
      .replace(':date', '2026-12-01')
      .replace(/:\w+/, target)
      .replace(/:\w+/, () => papers[target] ?? 'none') + (QUERIES[id] ?? '');

  const call = (
    client: StaffClient | null,
    route: Route,
    target: string,
  ): Promise<Pick<Answered, 'status'>> => {
    const { id, method } = route;
    const filled = pathOf(route, target);
    const body = BODIES[id];
    if (client && route.produces === 'text/event-stream') return client.peek(filled);
    if (client && route.bodyForm === 'bytes') return client.upload(filled, 'a.png', PNG);
    if (client) return client.send(method.toUpperCase(), filled, body);
    return app.send(filled, {
      method: method.toUpperCase(),
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  };

  it('asks everyone to sign in first', async () => {
    const staffDoors = routes.filter(({ access }) => access.kind === 'staff');
    expect(staffDoors.length).to.be.greaterThan(20);
    for (const route of staffDoors)
      expect((await call(null, route, 'x')).status, route.id).to.equal(401);
  });

  it('lets each role through its own doors only', async function () {
    this.timeout(60_000);
    let checks = 0;
    for (const route of routes) {
      if (route.access.kind !== 'staff') continue;
      for (const role of ROLES) {
        const may = route.access.roles.includes(role);
        // A door that would change the accounts under test is tried only by those who must be turned away.
        if (may && route.id.startsWith('staff.accounts.') && route.method !== 'get') continue;
        const { status } = await call(clients.get(role)!, route, 'no-such-thing');
        expect(
          may ? status !== 403 && status !== 401 : status === 403,
          `${role} at ${route.id}: ${status}`,
        ).to.equal(true);
        checks += 1;
      }
    }
    expect(checks).to.be.greaterThan(100);
  });

  it('refuses every change without the CSRF token', async () => {
    const { headers, json } = await app.post('/api/staff/session', await freshLogin());
    expect(json['csrf']).to.be.a('string');
    const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
    for (const route of routes)
      if (route.access.kind === 'staff' && route.method !== 'get') {
        const sent = await app.send(route.path.replace(/:\w+/, 'x'), {
          method: route.method.toUpperCase(),
          headers: { cookie, 'content-type': 'application/json', 'x-csrf-token': 'guessed' },
          body: JSON.stringify(BODIES[route.id] ?? {}),
        });
        expect([401, 403], route.id).to.include(sent.status);
      }
  });

  async function freshLogin(): Promise<object> {
    const login = 'csrf.one';
    const admin = { id: 'x', login: 'x', name: 'x', role: 'administrator', unit: null } as const;
    const { password } = await office.staff.add(admin, {
      login,
      name: '某',
      role: 'supervisor',
      unit: null,
    });
    return { login, password };
  }

  for (const role of ROLES)
    for (const object of OBJECTS)
      it(`${SEES[role].includes(object) ? 'shows' : 'hides'} the ticket "${object}" ${SEES[role].includes(object) ? 'to' : 'from'} ${role}`, async () => {
        const client = clients.get(role)!;
        for (const route of routes) {
          if (route.access.kind !== 'staff' || !route.path.includes('/tickets/:number')) continue;
          const { status } = await call(client, route, numbers[object]!);
          const passes = route.access.roles.includes(role);
          const expected = !passes
            ? [403]
            : SEES[role].includes(object)
              ? [200, 201, 403, 409, 422]
              : [404];
          expect(expected, `${route.id}: ${status}`).to.include(status);
          if (passes && route.id === 'staff.tickets.view')
            expect(status).to.equal(SEES[role].includes(object) ? 200 : 404);
        }
      });

  it('takes no field that nobody declared, on any door that writes', async () => {
    const planted = {
      role: 'administrator',
      status: '办结',
      assignee: 'x',
      createdAt: 'x',
      deptId: 1,
      id: 'x',
      verified: true,
    };
    for (const route of routes) {
      const body = BODIES[route.id];
      if (body === undefined || route.access.kind !== 'staff') continue;
      const role = route.access.roles[0]!;
      for (const [name, value] of Object.entries(planted)) {
        if (name in (body as object)) continue;
        const path = pathOf(route, numbers['own']!);
        const { status, error } = await clients
          .get(role)!
          .send(route.method.toUpperCase(), path, { ...(body as object), [name]: value });
        if (route.id === 'staff.accounts.change' && name === 'role') continue;
        expect([status, error.code], `${route.id} ${name}`).to.deep.equal([422, 'request.invalid']);
      }
    }
  });
});
