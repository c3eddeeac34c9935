import { expect } from 'chai';
import { type Benefits } from '../../../services/benefits/benefits.ts';
import { type AppError } from '../../../services/errors.ts';
import { member, type TestOffice, testOffice } from '../support/office.ts';

const supervisor = member('supervisor');
const phone = '13805350001';
const given = {
  programme: '低保',
  district: '芝罘区',
  name: '王秀英',
  phone,
  from: '2026-03',
  amount: '650.00',
  payDay: 10,
};

describe('benefit information', () => {
  let office: TestOffice;
  let benefits: Benefits;
  let id: string;
  beforeEach(async () => {
    office = await testOffice();
    benefits = office.benefits;
    id = await benefits.start(supervisor, given);
    await office.outbox.deliver();
  });
  afterEach(() => office.close());

  const lastText = (): string => office.gateway.taken.at(-1)?.text ?? '';
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (thrown: unknown) => (thrown as AppError).code,
    );

  it('tells start, payment, change and stop without the amount in a short message', async () => {
    expect(lastText()).to.include('低保已批准').and.not.to.include('650');
    await benefits.happened(supervisor, id, { type: 'paid', month: '2026-11' });
    await office.outbox.deliver();
    expect(lastText()).to.include('2026-11的钱已发放');
    await benefits.happened(supervisor, id, {
      type: 'stopped',
      from: '2026-12',
      reason: '收入超过标准。',
    });
    await office.outbox.deliver();
    expect(lastText()).to.include('停发').and.not.to.include('收入');
  });

  it('tells one payment once, however often it is imported', async () => {
    for (let n = 0; n < 3; n += 1)
      await benefits.happened(supervisor, id, { type: 'paid', month: '2026-11' });
    await office.outbox.deliver();
    expect(office.gateway.taken).to.have.length(2);
  });

  it('does not end or reduce anything without a reason', async () => {
    const stop = benefits.happened(supervisor, id, {
      type: 'stopped',
      from: '2026-12',
      reason: ' ',
    });
    expect(await codeOf(stop)).to.equal('request.invalid');
    const cut = benefits.happened(supervisor, id, {
      type: 'changed',
      from: '2026-12',
      amount: '1',
      reason: '',
    });
    expect(await codeOf(cut)).to.equal('request.invalid');
  });

  it('shows a person their own benefit after a code to their phone', async () => {
    await benefits.askCode(phone);
    const code = /\d{6}/.exec(lastText())?.[0] ?? '';
    const [own] = await benefits.own(phone, code);
    expect(own?.text).to.equal('低保：从2026-03起，每月650.00元，每月10日前后到账，正在发放。');
    expect(await codeOf(benefits.own(phone, code)), 'used up').to.equal('auth.failed');
  });

  it('shows nothing for a wrong or old code, nor after five tries', async () => {
    await benefits.askCode(phone);
    const code = /\d{6}/.exec(lastText())?.[0] ?? '';
    office.clock.advance(11);
    expect(await codeOf(benefits.own(phone, code))).to.equal('auth.failed');
    await benefits.askCode(phone);
    const next = /\d{6}/.exec(lastText())?.[0] ?? '';
    for (let n = 0; n < 5; n += 1)
      expect(await codeOf(benefits.own(phone, 'x'))).to.equal('auth.failed');
    expect(await codeOf(benefits.own(phone, next))).to.equal('auth.failed');
  });

  it('does not say whether a phone is known', async () => {
    const before = office.gateway.taken.length;
    expect(await codeOf(benefits.askCode('13900000000'))).to.equal('done');
    expect(office.gateway.taken).to.have.length(before);
    expect(await codeOf(benefits.own('13900000000', '123456'))).to.equal('auth.failed');
  });

  it('lets an operator look for a caller with a reason that is on the record', async () => {
    const operator = member('operator');
    expect(await codeOf(benefits.forCaller(operator, phone, ''))).to.equal('request.invalid');
    expect(await benefits.forCaller(operator, phone, '本人来电已核对')).to.have.length(1);
    const lines: string[] = [];
    for await (const line of office.audit.exportLines()) lines.push(line);
    expect(lines.at(-1)).to.include('look-up-benefit');
  });
});
