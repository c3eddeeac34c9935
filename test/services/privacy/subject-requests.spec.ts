import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { strFromU8, unzipSync } from 'fflate';
import { composeOffice } from '../../../bot/compose-office.ts';
import { callStore } from '../../../services/storage/call-store-sql.ts';
import { backupTo, restoreFrom } from '../../../services/storage/backup.ts';
import { openDatabase } from '../../../services/storage/database.ts';
import { type RunningApp } from '../support/http.ts';
import { complaint, member, type TestOffice, testOffice, wholeOutcome } from '../support/office.ts';
import { officeApp, signedIn, type StaffClient } from '../support/staff-client.ts';

const PHONE = complaint.contact.phone;
const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex');
const DOOR = '/api/staff/person-requests';

describe('a person’s own data', function () {
  this.timeout(60_000);
  let office: TestOffice;
  let app: RunningApp;
  let asking: StaffClient;
  let deciding: StaffClient;
  let filings = 0;

  beforeEach(async () => {
    office = await testOffice();
    app = await officeApp(office);
    asking = await signedIn(app, office, 'supervisor');
    deciding = await signedIn(app, office, 'supervisor');
  });
  afterEach(async () => {
    await app.close();
    await office.close();
  });

  const file = (change: object = {}): Promise<{ number: string; queryCode: string }> =>
    office.tickets.file({ ...complaint, ...change }, `own-data-${String((filings += 1))}`);
  /** A ticket that is told and done with. */
  const finished = async (change: object = {}): Promise<{ number: string; queryCode: string }> => {
    const filed = await file(change);
    const { number } = filed;
    const handler = await signedIn(app, office, 'handler');
    await asking.act(number, { action: 'accept' });
    await asking.act(number, { action: 'assign', unit: '甲镇' });
    await handler.act(number, { action: 'draft-outcome', outcome: wholeOutcome });
    await asking.act(number, { action: 'approve' });
    const closed = await asking.act(number, { action: 'close' });
    expect(closed.json['ticket']).to.include({ state: '办结' });
    return filed;
  };
  const ask = (kind: string, about: object) =>
    asking.send('POST', DOOR, { kind, identity: 'query-code', reason: '本人来电要求', ...about });
  const decide = (client: StaffClient, id: unknown, approve: boolean, version = 1) =>
    client.send('POST', `${DOOR}/${String(id)}/decision`, { approve, version });
  const actions = async (objectType: string, objectId: string): Promise<readonly string[]> =>
    (await office.audit.since(0, 10_000))
      .filter((row) => row.objectType === objectType && row.objectId === objectId)
      .map(({ action, outcome }) => (outcome === 'done' ? action : `${action} ${outcome}`));

  it('is handed out as a copy that one asks for and another approves', async () => {
    const { number, queryCode } = await finished();
    await office.attachments.hand(number, queryCode, { name: '存折.png', bytes: PNG });
    const { json } = await ask('copy', { number });
    expect(json).to.deep.include({ state: 'open', mayDecide: false, phone: null });
    expect((await asking.get(`${DOOR}/${String(json['id'])}/copy`)).status).to.equal(403);
    expect((await decide(asking, json['id'], true)).status).to.equal(403);
    expect((await decide(deciding, json['id'], true)).json).to.include({ state: 'approved' });
    expect((await decide(deciding, json['id'], true)).status).to.equal(409);
    const files = unzipSync(await asking.bytes(`${DOOR}/${String(json['id'])}/copy`));
    const text = strFromU8(files['信息.json']!);
    for (const own of [number, '王秀英', PHONE, '九月初', '漏转']) expect(text).to.include(own);
    // What the office wrote for itself and who worked on it is not the person's.
    for (const internal of [asking.id, deciding.id]) expect(text).not.to.include(internal);
    expect(files[`附件/${number}-1-存折.png`]).to.deep.equal(new Uint8Array(PNG));
    expect(await actions('person-request', String(json['id']))).to.deep.equal([
      ...[
        'ask-copy',
        'refused-copy refused',
        'refused-own-decision refused',
        'approve-copy',
        'hand-out-copy',
      ],
    ]);
  });

  it('is erased for good once another person approved, and the proof can be counted again', async () => {
    const { number, queryCode } = await finished({ conversationId: 'c1' });
    await office.attachments.hand(number, queryCode, { name: '存折.png', bytes: PNG });
    const other = await finished({ contact: { name: '李四', phone: '13805350002' } });
    const { json } = await ask('erase', { phone: PHONE });
    expect(json).to.deep.include({
      ...{ phone: '138****0001', found: { tickets: 1, calls: 0, benefits: 0 } },
    });
    expect((await decide(asking, json['id'], true)).status).to.equal(403);
    expect((await decide(deciding, json['id'], true)).json).to.include({ state: 'done' });

    const proof = await deciding.get(`${DOOR}/${String(json['id'])}/proof`);
    expect(proof.json).to.deep.include({ persons: 1, keysLeft: 0, opened: 0 });
    expect(proof.json['cells']).to.be.greaterThan(3);
    expect(proof.json['chain']).to.include({ ok: true });
    expect((await app.send(`/api/tickets/${number}?code=${queryCode}`)).status).to.equal(404);
    const view = await asking.get(`/api/staff/tickets/${number}`);
    expect(view.json).to.deep.include({ identity: 'erased', text: null, events: [] });
    for (const q of [PHONE, '王秀英'])
      expect((await asking.get(`/api/staff/tickets?q=${q}`)).json['tickets'], q).to.have.length(0);
    expect(
      (await app.send(`/api/tickets/${other.number}?code=${other.queryCode}`)).status,
    ).to.equal(200);
    expect(await actions('ticket', number)).to.include('erase');
  });

  it('stays while the office needs it by law: an open ticket is not erased, also when it was opened meanwhile', async () => {
    const open = await file();
    const refused = await ask('erase', { number: open.number });
    expect([refused.status, refused.error.fields?.[0]?.message]).to.deep.equal([
      ...[422, '还有没办完的工单，办结后才能删'],
    ]);
    const { number } = await finished({ contact: { name: '李四', phone: '13805350002' } });
    const { json } = await ask('erase', { number });
    await asking.act(number, { action: 'reopen', reason: '有新材料' });
    expect((await decide(deciding, json['id'], true)).status).to.equal(422);
    expect((await asking.get(`/api/staff/tickets/${number}`)).json['text']).to.be.a('string');
  });

  it('is asked for with one ticket or one phone that exists, and refused without a trace of the data', async () => {
    expect((await ask('copy', {})).status).to.equal(422);
    expect((await ask('copy', { number: '20260101-000018' })).status).to.equal(404);
    expect((await ask('copy', { phone: '13999999999' })).status).to.equal(404);
    const { number } = await file();
    expect((await ask('copy', { number, phone: PHONE })).status).to.equal(422);
    const { json } = await ask('copy', { number });
    expect((await decide(deciding, json['id'], false)).json).to.include({ state: 'refused' });
    expect((await asking.get(`${DOOR}/${String(json['id'])}/copy`)).status).to.equal(403);
    const rows = JSON.stringify(await office.audit.since(0, 10_000));
    for (const planted of ['王秀英', PHONE, '本人来电']) expect(rows).not.to.include(planted);
  });

  it('is decided by an administrator who sees no ticket, and read by an auditor who decides nothing', async () => {
    const { number } = await finished();
    const { json } = await ask('erase', { number });
    const [administrator, auditor] = [
      await signedIn(app, office, 'administrator'),
      await signedIn(app, office, 'auditor'),
    ];
    expect((await auditor.get(DOOR)).json['requests']).to.have.length(1);
    expect((await decide(auditor, json['id'], true)).status).to.equal(403);
    expect((await decide(administrator, json['id'], true)).json).to.include({ state: 'done' });
  });

  it('does not come back with a backup from before', async function () {
    if (office.parts.db.engine !== 'sqlite') this.skip();
    const { number } = await finished();
    const backup = join(office.folder, 'before.db');
    await backupTo(office.parts.db, backup);
    const { json } = await ask('erase', { number });
    await decide(deciding, json['id'], true);
    const restored = join(office.folder, 'restored.db');
    restoreFrom(backup, restored);
    const db = await openDatabase({ url: restored });
    try {
      const again = await composeOffice({ ...office.parts, db });
      const view = await again.tickets.view(member('supervisor'), number);
      expect(view).to.include({ identity: 'erased', text: null });
      const rows = await again.audit.since(0, 10_000);
      expect(rows.at(-1)).to.include({ action: 'erase-again', detail: '{"count":1}' });
      expect((await again.audit.verify()).ok).to.equal(true);
    } finally {
      await db.close();
      rmSync(restored);
    }
  });

  it('ends by itself when its time is over, each purpose for its own, and only what is done with', async () => {
    const [done, open] = [await finished(), await file()];
    const persons = office.persons;
    const calls = callStore(office.parts.db, persons);
    const personId = await persons.create('2026-11-24');
    const hand = await calls.atHand([]);
    await hand.begin({
      ...{ id: 'call-1', personId, state: 'ended', operator: null, lines: [] },
      caller: { kind: 'mobile', number: PHONE, extension: null },
      ...{ rangAt: '2026-11-24T02:00:00Z', answeredAt: null, answeredBy: null },
      ...{ endedAt: '2026-11-24T02:01:00Z', form: {}, ticket: null, wrapUp: null },
      ...{ wrongMarks: 0, version: 1 },
    });
    await office.parts.db.q('enquiries').insert({
      ...{ id: 'q1', at: '2026-11-24T02:00:00.000Z', channel: 'web', conversation_id: null },
      ...{ question: 'sealed', answer: '{}', outcome: 'answered', confidence: 1 },
    });
    const state = async (): Promise<unknown[]> => [
      (await office.tickets.view(member('supervisor'), done.number)).identity,
      (await office.tickets.view(member('supervisor'), open.number)).identity,
      (await calls.find('call-1')) === null ? 'erased' : 'kept',
      (await office.parts.db.q('enquiries').pluck('id')).length,
    ];
    office.clock.moveTo('2027-11-23T10:00:00+08:00');
    expect(await office.retention.run()).to.deep.equal({ tickets: 0, calls: 0, questions: 0 });
    expect(await state()).to.deep.equal(['masked', 'masked', 'kept', 1]);
    office.clock.moveTo('2027-11-26T10:00:00+08:00');
    expect(await office.retention.run()).to.deep.equal({ tickets: 0, calls: 1, questions: 1 });
    expect(await state()).to.deep.equal(['masked', 'masked', 'erased', 0]);
    office.clock.moveTo('2031-11-26T10:00:00+08:00');
    // Closed but not told yet: it waits until the person has been told.
    expect((await office.retention.run()).tickets).to.equal(0);
    await office.parts.db.q('tickets').where({ number: done.number }).update({ state: '已告知' });
    expect((await office.retention.run()).tickets).to.equal(1);
    expect(await state()).to.deep.equal(['erased', 'masked', 'erased', 0]);
    expect(await actions('retention', 'tickets')).to.deep.equal(['end-of-retention']);
    expect((await office.audit.verify()).ok).to.equal(true);
    expect(await office.retention.run()).to.deep.equal({ tickets: 0, calls: 0, questions: 0 });
  });
});
