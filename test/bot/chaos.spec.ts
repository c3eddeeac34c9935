import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { compare } from '../../scripts/chaos/compare.ts';
import { besiege, type Siege, sqlitePlace } from '../../scripts/chaos/kill.ts';
import { acknowledged } from '../../scripts/chaos/ledger.ts';
import { randomFrom } from '../../scripts/chaos/random.ts';
import { type ChaosContext } from '../../scripts/chaos/scenario.ts';
import { openDatabase } from '../../services/storage/database.ts';

const context: ChaosContext = {
  service: { args: ['--import', 'tsx', 'test/bot/support/chaos-child.ts'], movableClock: true },
  times: ({ short }) => short,
  random: randomFrom(7),
  note: () => undefined,
};

/** The short form of `npm run chaos`: one SIGKILL while everybody is at work. */
describe('The ledger of `npm run chaos`', function () {
  this.timeout(240_000);
  let siege: Siege;

  before(async () => {
    siege = await besiege(context, sqlitePlace());
    await siege.under('k', async (service) => {
      await sleep(300);
      await service.kill();
    });
    await siege.again();
  });
  after(async () => {
    await siege.service().stop();
    await siege.place.remove();
  });

  const compared = () =>
    compare({
      ...{ base: siege.service().base, ledger: siege.ledger, staff: siege.staff },
      databaseUrl: siege.place.databaseUrl,
    });

  it('finds nothing lost, doubled or falsely told after a kill', async () => {
    expect(acknowledged(siege.ledger)).to.be.at.least(10);
    expect(await compared()).to.deep.equal({
      ...{ lost: 0, doubled: 0, chain: 0, falselyTold: 0, faults: 0, findings: [] },
    });
  });

  it('finds a message that is gone, a ticket too many, a changed record and a number that nobody gave', async () => {
    const { ledger, place } = siege;
    const db = await openDatabase({ url: place.databaseUrl });
    await db
      .q('activities')
      .where({ id: [...ledger.saidDone.values()][0] })
      .delete();
    const ticket = await db.q('tickets').first<Record<string, unknown>>();
    await db.q('tickets').insert({ ...ticket, number: '20200101-000019', query_print: 'another' });
    await db.q.raw('DROP TRIGGER audit_events_no_update');
    await db.q('audit_events').where({ seq: 3 }).update({ actor: 'somebody else' });
    await db.close();
    ledger.toldInChat.push({ number: '20200101-000027', queryCode: 'AAAA-AAAA' });
    ledger.faults.push('a fault');
    const found = await compared();
    expect(found).to.include({ chain: 1, falselyTold: 1, faults: 1 });
    expect(found.lost).to.be.at.least(1);
    expect(found.doubled).to.be.at.least(1);
    expect(found.findings).to.include('a fault');
  });
});
