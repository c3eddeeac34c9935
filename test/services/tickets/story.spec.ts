import { expect } from 'chai';
import { strFromU8, unzipSync } from 'fflate';
import { type RunningApp } from '../support/http.ts';
import { type TestOffice, testOffice, wholeOutcome } from '../support/office.ts';
import { officeApp, signedIn, type StaffClient } from '../support/staff-client.ts';

const complaint = {
  kind: '投诉',
  text: '九月初交的低保材料，两个月没有任何消息',
  programme: '低保',
  district: '芝罘区',
  contact: { name: '王秀英', phone: '13805350001' },
};

for (const holiday of [
  {
    name: '国庆',
    filed: '2026-09-28T10:00:00+08:00',
    due: '2026-10-21',
    clock: '国庆节放假7天不算',
    transferred: '2026-09-29T09:00:00+08:00',
    lastReturn: '2026-10-12T16:00:00+08:00',
    tooLate: '2026-10-13T09:00:00+08:00',
    closed: '2026-10-20T15:00:00+08:00',
    reopened: '2026-10-26T09:00:00+08:00',
    dueAgain: '2026-11-12',
  },
  {
    name: '春节',
    filed: '2026-02-11T10:00:00+08:00',
    due: '2026-03-06',
    clock: '春节放假9天不算',
    transferred: '2026-02-13T09:00:00+08:00',
    lastReturn: '2026-02-27T16:00:00+08:00',
    tooLate: '2026-02-28T09:00:00+08:00',
    closed: '2026-03-05T15:00:00+08:00',
    reopened: '2026-03-09T09:00:00+08:00',
    dueAgain: '2026-03-26',
  },
])
  describe(`a complaint over ${holiday.name}, through the doors`, () => {
    let office: TestOffice;
    let app: RunningApp;
    let operator: StaffClient;
    let supervisor: StaffClient;
    let wrong: StaffClient;
    let right: StaffClient;
    let number: string;
    let code: string;
    /** Days pass between the steps, and sessions do not last that long: everyone signs in again. */
    const comeBack = async (at: string): Promise<void> => {
      office.clock.moveTo(at);
      operator = await signedIn(app, office, 'operator');
      supervisor = await signedIn(app, office, 'supervisor');
      wrong = await signedIn(app, office, 'handler', '乙镇');
      right = await signedIn(app, office, 'handler', '甲镇');
    };
    const progress = async () => (await app.send(`/api/tickets/${number}?code=${code}`)).json;
    const done = (answer: { status: number; text: string }): void => {
      expect(answer.status, answer.text).to.equal(200);
    };

    before(async () => {
      office = await testOffice(holiday.filed);
      app = await officeApp(office);
    });
    after(async () => {
      await app.close();
      await office.close();
    });

    it('is filed once and says until when it will be answered', async () => {
      const key = { 'idempotency-key': 'form-1' };
      const first = await app.post('/api/tickets', complaint, key);
      const again = await app.post('/api/tickets', complaint, key);
      expect(first.status).to.equal(201);
      expect(again.json).to.deep.equal(first.json);
      expect((await app.post('/api/tickets', { ...complaint, kind: '举报' }, key)).status).to.equal(
        409,
      );
      expect(first.json['dueDate']).to.equal(holiday.due);
      expect(first.json['clock']).to.include(holiday.clock);
      number = String(first.json['number']);
      code = String(first.json['queryCode']);
    });

    it('is accepted, passed to the wrong unit and returned in time', async () => {
      await comeBack(holiday.transferred);
      done(await operator.act(number, { action: 'accept', category: '拖延不办' }));
      done(await operator.act(number, { action: 'transfer', unit: '乙镇', reason: '按地址' }));
      office.clock.moveTo(holiday.tooLate);
      wrong = await signedIn(app, office, 'handler', '乙镇');
      const late = await wrong.act(number, { action: 'return', reason: '不归我们' });
      expect(late.status).to.equal(422);
      expect(late.error.fields).to.deep.equal([
        { field: 'within-return-days', message: '已过退回期限' },
      ]);
      await comeBack(holiday.lastReturn);
      done(await wrong.act(number, { action: 'return', reason: '不归我们' }));
      expect((await wrong.get(`/api/staff/tickets/${number}`)).status).to.equal(404);
      expect((await progress())['status']).to.equal('退回');
    });

    it('is handled by one, approved by another, and not closed before', async () => {
      await comeBack(holiday.closed);
      done(await supervisor.act(number, { action: 'assign', unit: '甲镇', handler: right.id }));
      done(await right.act(number, { action: 'note', text: '窗口小刘漏转' }));
      const early = await supervisor.act(number, { action: 'close' });
      expect(early.status).to.equal(422);
      expect(early.error.fields?.map(({ field }) => field)).to.include.members([
        'found',
        'class',
        'reasons',
        'clauses',
        'next-steps',
        'review-route',
        'approval',
      ]);
      done(await right.act(number, { action: 'draft-outcome', outcome: wholeOutcome }));
      expect((await right.act(number, { action: 'approve' })).status).to.equal(403);
      done(await supervisor.act(number, { action: 'approve' }));
      const stale = await supervisor.send('POST', `/api/staff/tickets/${number}/actions`, {
        action: 'close',
        version: 2,
      });
      expect([stale.status, stale.error.code]).to.deep.equal([409, 'version.conflict']);
      done(await supervisor.act(number, { action: 'close' }));
    });

    it('is told by a person when no short message arrives', async () => {
      office.gateway.mode = 'refuses';
      for (let n = 0; n < 3; n += 1) await office.outbox.deliver();
      const { tasks } = (await operator.get('/api/staff/notices')).json as {
        tasks: { topic: string; phone: string }[];
      };
      expect(tasks.filter(({ topic }) => topic === 'outcome')).to.have.length(1);
      expect(tasks[0]?.phone).to.equal('138****0001');
      const failed = (await supervisor.get('/api/staff/tickets?due=told-failed')).json;
      expect(failed['tickets']).to.have.length(1);
      done(
        await operator.act(number, {
          action: 'call-back',
          purpose: 'tell',
          reached: true,
          text: '本人接听',
        }),
      );
      expect((await progress())['status']).to.equal('已告知');
      expect(
        (await supervisor.get('/api/staff/tickets?due=told-failed')).json['tickets'],
      ).to.have.length(0);
      expect((await operator.get('/api/staff/notices')).json['tasks']).to.have.length(0);
    });

    it('shows outcome, reasons and review to the person, and nothing internal', async () => {
      const seen = await progress();
      const text = JSON.stringify(seen);
      expect(text).to.include('第二十二条').and.include('芝罘区人民政府');
      for (const secret of ['小刘', 'handler', 'supervisor-', '王秀英'])
        expect(text).not.to.include(secret);
    });

    it('is rated and opened again with a new clock', async () => {
      const rated = await app.post(`/api/tickets/${number}/rating`, {
        code,
        treatment: 4,
        outcome: 1,
      });
      expect(rated.status).to.equal(200);
      await comeBack(holiday.reopened);
      const again = await app.post(`/api/tickets/${number}/reopen`, { code, reason: '还是没有办' });
      expect(again.json).to.include({ status: '重新办理', dueDate: holiday.dueAgain });
      expect(
        (await app.post(`/api/tickets/${number}/reopen`, { code, reason: '再来' })).status,
      ).to.equal(422);
    });

    it('leaves a chain that holds and an export that proves it', async () => {
      const verified = await supervisor.get('/api/staff/audit/verify');
      expect(verified.json['ok']).to.equal(true);
      const files = unzipSync(await supervisor.bytes(`/api/staff/tickets/${number}/evidence`));
      expect(strFromU8(files['events.json']!)).to.include('resident-reopen');
      const log = await supervisor.get('/api/staff/audit/export');
      expect(log.text.split('\n')[0]).to.include('audit/v1');
    });
  });
