import { expect } from 'chai';
import { buildKnowledge } from '../../knowledge/index.ts';
import { readDemo } from '../../scripts/demo/demo-data.ts';
import { type DemoAccount, seedDemo, settleNotices } from '../../scripts/demo/seed.ts';
import { ROLES } from '../../services/staff/role.ts';
import { STATES } from '../../services/tickets/ticket.ts';
import { policyClauses } from '../../services/tickets/policy-clauses.ts';
import { testShelf } from '../support/shelf.ts';
import { member, type TestOffice, testOffice } from '../services/support/office.ts';

describe('the demonstration', () => {
  let office: TestOffice;
  let accounts: readonly DemoAccount[];
  before(async function () {
    this.timeout(120_000);
    const policy = await buildKnowledge({ contentDir: 'knowledge/content', shelf: testShelf });
    office = await testOffice('2026-11-24T16:00:00+08:00', undefined, policyClauses(policy));
    const { clock } = office;
    const set = (at: Date): void => clock.moveTo(at.toISOString());
    accounts = await seedDemo(
      office,
      { now: () => clock.now(), set },
      readDemo('scripts/demo/demo.yaml'),
    );
    let seen = 0;
    const gateway = {
      taken: () => {
        const fresh = office.gateway.taken.slice(seen);
        seen += fresh.length;
        return fresh.map(({ providerId }) => providerId);
      },
    };
    await settleNotices(office, { now: () => clock.now(), set }, gateway);
  });
  after(() => office.close());

  it('has tickets in every state, each marked as an example', async () => {
    const { tickets } = await office.tickets.list(member('supervisor'), { size: 200 });
    expect(new Set(tickets.map(({ state }) => state))).to.deep.equal(new Set(STATES));
    for (const { number } of tickets)
      expect((await office.tickets.view(member('supervisor'), number)).text).to.match(/^【示例】/);
  });

  it('has someone of each role who can sign in at once', async () => {
    expect(new Set(accounts.map(({ role }) => role))).to.deep.equal(new Set(ROLES));
    for (const { login, password } of accounts)
      expect((await office.staff.signIn({ login, password, ip: '::1' })).limit).to.equal(null);
  });

  it('has work on every list', async () => {
    for (const due of [
      'overdue',
      'unassigned',
      'awaiting-approval',
      'call-backs',
      'supervised',
      'passed',
    ] as const)
      expect(
        (await office.tickets.list(member('supervisor'), { due })).tickets,
        due,
      ).not.to.have.length(0);
  });

  it('leaves a chain that holds', async () => {
    expect(await office.audit.verify()).to.have.property('ok', true);
  });
});
