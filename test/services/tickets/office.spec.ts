import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type AppError } from '../../../services/errors.ts';
import {
  type ActionResult,
  type CommandInput,
  type FiledTicket,
} from '../../../services/tickets/tickets.ts';
import { ticketNumber, readTicketNumber } from '../../../services/tickets/number.ts';
import { type StaffMember } from '../../../services/staff/role.ts';
import { complaint, member, type TestOffice, testOffice, wholeOutcome } from '../support/office.ts';

const operator = member('operator');
const supervisor = member('supervisor');
const handler = member('handler');

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (thrown: unknown) => (thrown as AppError).code,
  );

describe('the office', () => {
  let office: TestOffice;
  beforeEach(async () => {
    office = await testOffice();
  });
  afterEach(() => office.close());

  const file = (change: object = {}, key = `k-${Math.random()}`): Promise<FiledTicket> =>
    office.tickets.file({ ...complaint, ...change }, key);

  /** Does it with the present version and fails the test when it is refused. */
  async function act(staff: StaffMember, number: string, command: CommandInput): Promise<void> {
    const result = await tryTo(staff, number, command);
    expect(result.ok || [result.code, ...result.missing], command.action).to.equal(true);
  }
  async function tryTo(
    staff: StaffMember,
    number: string,
    command: CommandInput,
  ): Promise<ActionResult> {
    const { version } = await office.tickets.view(staff, number);
    return office.tickets.act(staff, number, command, version);
  }
  async function toClosed(number: string): Promise<void> {
    await act(operator, number, { action: 'accept', category: '拖延不办' });
    await act(supervisor, number, { action: 'assign', unit: '甲镇', handler: handler.id });
    await act(handler, number, { action: 'draft-outcome', outcome: wholeOutcome });
    await act(supervisor, number, { action: 'approve' });
    await act(supervisor, number, { action: 'close' });
  }

  it('gives number, code, deadline and how it was counted', async () => {
    const filed = await file();
    expect(filed.number).to.equal(ticketNumber('2026-11-24', 1));
    expect(filed).to.include({ acceptBy: '2026-12-09', dueDate: '2026-12-11' });
    expect(filed.queryCode).to.match(/^[2-9A-Z]{5}-[2-9A-Z]{5}$/);
    expect(filed.clock).to.include('13个工作日');
    expect((await file()).number).to.equal(ticketNumber('2026-11-24', 2));
  });

  it('gives the same receipt for the same key, and refuses the key for anything else', async () => {
    const first = await file({}, 'same-key');
    expect(await file({}, 'same-key')).to.deep.equal(first);
    expect(await codeOf(file({ text: '别的事' }, 'same-key'))).to.equal('idempotency.conflict');
    expect((await office.tickets.list(operator, {})).tickets).to.have.length(1);
  });

  it('files one ticket when the same request comes many times at once', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => file({}, 'at-once')));
    expect(new Set(all.map(({ number }) => number)).size).to.equal(1);
  });

  for (const [field, change] of [
    ['text', { text: ' \n' }],
    ['text', { text: '长'.repeat(2001) }],
    ['phone', { contact: { phone: '打我电话' } }],
    ['name', { contact: { name: '长'.repeat(31) } }],
    ['incidentDate', { incidentDate: '去年' }],
  ] as const)
    it(`refuses ${JSON.stringify(change).slice(0, 30)} by naming ${field}`, async () => {
      const refused = (await file(change).catch((thrown: unknown) => thrown)) as AppError;
      expect(refused.code).to.equal('request.invalid');
      expect(refused.fields.map((problem) => problem.field)).to.deep.equal([field]);
    });

  it('shows progress to who has number and code, however they are typed', async () => {
    const { number, queryCode } = await file();
    const typed = ` ${number.replace('-', '—')} `;
    const progress = await office.tickets.progress(
      typed,
      queryCode.toLowerCase().replace('-', ' '),
    );
    expect(progress).to.include({ number, status: '待受理' });
    expect(progress.timeline).to.have.length(1);
    expect(progress.timeline[0]).to.include({
      what: `收到您的投诉，编号${number}。`,
      by: '您本人',
    });
  });

  it('answers a wrong code, a wrong number and a mistyped number alike', async () => {
    const { number, queryCode } = await file();
    const wrongDigit = number.slice(0, -1) + String((Number(number.at(-1)) + 1) % 10);
    for (const [typed, code] of [
      [number, 'AAAAA-AAAAA'],
      [number, ''],
      [ticketNumber('2026-11-24', 9), queryCode],
      [wrongDigit, queryCode],
      ['没有编号', queryCode],
    ] as const)
      expect(await codeOf(office.tickets.progress(typed, code))).to.equal('not-found');
  });

  it('goes from filing to archive, telling the person at each turn', async () => {
    const { number, queryCode } = await file({ conversationId: 'c1' });
    await act(operator, number, { action: 'accept', category: '拖延不办' });
    await act(operator, number, { action: 'assign', unit: '乙镇' });
    const other = member('handler', 'h2', '乙镇');
    await act(other, number, { action: 'transfer', unit: '丙局', reason: '材料在丙局' });
    await act(member('handler', 'h3', '丙局'), number, {
      action: 'return',
      reason: '材料不在我局',
    });
    await act(supervisor, number, { action: 'assign', unit: '甲镇', handler: handler.id });
    await act(handler, number, { action: 'note', text: '内部：窗口小刘漏转' });
    await act(handler, number, { action: 'extend', reason: '要补查', until: '2026-12-20' });
    await act(supervisor, number, { action: 'extend' });
    await act(handler, number, {
      action: 'draft-outcome',
      outcome: { ...wholeOutcome, reasons: '' },
    });
    const early = await tryTo(supervisor, number, { action: 'close' });
    expect(early).to.deep.equal({
      ok: false,
      code: 'transition.refused',
      missing: ['reasons', 'approval'],
    });
    await act(handler, number, { action: 'draft-outcome', outcome: wholeOutcome });
    await act(supervisor, number, { action: 'approve' });
    await act(operator, number, { action: 'close' });

    const closed = await office.tickets.progress(number, queryCode);
    expect(closed).to.include({ status: '办结', dueDate: '2026-12-20' });
    expect(closed.notice?.clauses[0]).to.include({ article: '第二十二条', wording: 'digest' });
    expect(closed.notice?.plain).to.include('芝罘区人民政府申请复查');
    const told = JSON.stringify(closed);
    for (const secret of ['小刘', 'supervisor', 'h3', '名', '王秀英', '材料不在我局'])
      expect(told, secret).not.to.include(secret);

    expect((await office.tickets.receipt(number, queryCode)).status).to.equal('已告知');
    expect((await office.tickets.receipt(number, queryCode)).status).to.equal('已告知');
    await act(operator, number, { action: 'call-back', purpose: 'review', reached: true });
    const rated = await office.tickets.rate(number, queryCode, {
      treatment: 5,
      outcome: 2,
      comment: null,
    });
    expect(rated.status).to.equal('回访');
    expect((await office.tickets.reopen(number, queryCode, '还没办')).status).to.equal('重新办理');
    const view = await office.tickets.view(supervisor, number);
    expect(view).to.include({ firstOwner: operator.id, reopened: 1, clockStart: '2026-11-24' });
    expect(view.events.map(({ action }) => action)).to.include.members([
      'close',
      'told',
      'rate',
      'resident-reopen',
    ]);
    expect(await office.audit.verify()).to.have.property('ok', true);
  });

  it('does not quote a clause that was not in force on the decision date', async () => {
    const { number } = await file();
    await act(operator, number, { action: 'accept' });
    const outcome = { ...wholeOutcome, decidedOn: '2020-01-01' };
    await act(operator, number, { action: 'draft-outcome', outcome });
    expect((await office.tickets.view(operator, number)).missingForClose).to.deep.equal([
      'clauses',
    ]);
  });

  it('lets only one of two people act on the same version', async () => {
    const { number } = await file();
    const acts = [operator, supervisor].map((staff) =>
      codeOf(office.tickets.act(staff, number, { action: 'accept' }, 1)),
    );
    expect((await Promise.all(acts)).sort()).to.deep.equal(['done', 'version.conflict']);
  });

  it('shows a unit its own tickets, and none that complain of it', async () => {
    const { number } = await file();
    expect(await codeOf(office.tickets.view(handler, number))).to.equal('not-found');
    await act(operator, number, { action: 'accept' });
    await act(operator, number, { action: 'assign', unit: '甲镇' });
    expect((await office.tickets.list(handler, {})).tickets).to.have.length(1);
    await act(operator, number, { action: 'classify', accusedUnit: '甲镇' });
    expect((await office.tickets.list(handler, {})).tickets).to.have.length(0);
    expect(await codeOf(office.tickets.view(handler, number))).to.equal('not-found');
    expect((await office.tickets.view(operator, number)).unit).to.equal(null);
  });

  for (const role of ['administrator', 'editor'] as const)
    it(`shows no ticket to the ${role}`, async () => {
      const { number } = await file();
      expect(await codeOf(office.tickets.view(member(role), number))).to.equal('access.denied');
      expect(await codeOf(office.tickets.list(member(role), {}))).to.equal('access.denied');
      expect(await codeOf(office.tickets.unmask(member(role), number, '看看'))).to.equal(
        'access.denied',
      );
    });

  it('masks who complained, and shows it only with a reason that stays on the record', async () => {
    const { number } = await file();
    const view = await office.tickets.view(operator, number);
    expect(view.contact).to.deep.equal({ name: '王**', phone: '138****0001' });
    expect(await codeOf(office.tickets.unmask(operator, number, ' '))).to.equal('request.invalid');
    expect(await office.tickets.unmask(operator, number, '回访')).to.deep.equal({
      name: '王秀英',
      phone: '13805350001',
    });
    const rows = await office.ticketDeps.store.events(number, view.personId);
    expect(rows).to.have.length(1);
    const exported: string[] = [];
    for await (const line of office.audit.exportLines()) exported.push(line);
    expect(exported.at(-1)).to.include('"action":"unmask"').and.not.to.include('回访');
  });

  it('keeps a confidential person from the unit and an anonymous one from everybody', async () => {
    const secret = await file({ confidential: true });
    const nameless = await file({ anonymous: true });
    for (const { number } of [secret, nameless]) {
      await act(operator, number, { action: 'accept' });
      await act(operator, number, { action: 'assign', unit: '甲镇' });
      const view = await office.tickets.view(handler, number);
      expect(view.contact).to.deep.equal({ name: null, phone: null });
      expect(await codeOf(office.tickets.unmask(handler, number, '想知道'))).to.equal(
        'access.denied',
      );
    }
    expect(await codeOf(office.tickets.unmask(supervisor, nameless.number, '想知道'))).to.equal(
      'access.denied',
    );
    expect((await office.tickets.view(operator, nameless.number)).contact.name).to.equal(null);
  });

  it('asks the person before a complaint becomes an enquiry', async () => {
    const { number, queryCode } = await file();
    await act(operator, number, { action: 'relabel', kind: '咨询转办', reason: '像是咨询' });
    const asked = await office.tickets.progress(number, queryCode);
    expect(asked.kind).to.equal('投诉');
    expect(asked.question?.text).to.include('您同意吗');
    expect((await office.tickets.confirmRelabel(number, queryCode, false)).kind).to.equal('投诉');
    await act(operator, number, { action: 'relabel', kind: '咨询转办', reason: '像是咨询' });
    expect((await office.tickets.confirmRelabel(number, queryCode, true)).kind).to.equal(
      '咨询转办',
    );
    expect((await office.tickets.view(operator, number)).relabelled).to.equal(1);
  });

  it('suggests likely duplicates by text, place and category, and nothing else', async () => {
    const first = await file();
    const again =
      '我九月初把低保材料交到镇上去了，窗口说让等着，现在两个多月了没有任何消息，打电话也没有人管';
    const found = await office.tickets.findLikelyDuplicates({
      text: again,
      district: '芝罘区',
      contact: { phone: '138-0535-0001' },
    });
    expect(found).to.have.length(1);
    expect(found[0]).to.include({ number: first.number, samePerson: true });
    expect(
      await office.tickets.findLikelyDuplicates({
        text: '村里公示栏没有贴低保名单',
        district: '芝罘区',
      }),
    ).to.deep.equal([]);
  });

  it('tells both persons of a merged matter', async () => {
    const [one, two] = [
      await file(),
      await file({ contact: { name: '李四', phone: '13905350002' } }),
    ];
    await act(operator, two.number, { action: 'merge', into: one.number, reason: '同一件' });
    await toClosed(one.number);
    for (const { number, queryCode } of [one, two]) {
      const progress = await office.tickets.progress(number, queryCode);
      expect(progress).to.include({ status: '办结' });
      expect(progress.notice?.class).to.equal('支持');
      expect(progress.may.receipt).to.equal(true);
    }
  });

  it('counts open deadlines again when the holidays change, and says so', async () => {
    const { number, queryCode } = await file();
    office.setCalendar([
      { date: '2026-12-01', working: false, name: '临时放假', source: '本地通知' },
    ]);
    expect(await office.rounds.recount()).to.deep.equal([number]);
    expect(await office.rounds.recount()).to.deep.equal([]);
    const progress = await office.tickets.progress(number, queryCode);
    expect(progress.dueDate).to.equal('2026-12-14');
    expect(progress.timeline.at(-1)?.what).to.include('2026-12-14');
    expect(progress.clock).to.include('临时放假');
  });

  it('warns before the deadline and escalates after it, once each and in office hours', async () => {
    const { number } = await file();
    office.clock.moveTo('2026-12-09T20:00:00+08:00');
    expect(await office.rounds.remind()).to.deep.equal({ warned: 0, escalated: 0 });
    office.clock.moveTo('2026-12-09T10:00:00+08:00');
    expect(await office.rounds.remind()).to.deep.equal({ warned: 1, escalated: 0 });
    expect(await office.rounds.remind()).to.deep.equal({ warned: 0, escalated: 0 });
    expect((await office.tickets.list(supervisor, { due: 'soon' })).tickets).to.have.length(1);
    office.clock.moveTo('2026-12-14T10:00:00+08:00');
    expect(await office.rounds.remind()).to.deep.equal({ warned: 0, escalated: 1 });
    const overdue = await office.tickets.list(supervisor, { due: 'overdue' });
    expect(overdue.tickets[0]).to.include({ number, overdue: true });
  });

  it('pages a long list by key, without gaps or doubles', async () => {
    for (let n = 0; n < 7; n += 1) await file();
    const seen: string[] = [];
    let page: string | undefined;
    do {
      const { tickets, next } = await office.tickets.list(operator, { size: 3, page });
      seen.push(...tickets.map(({ number }) => number));
      page = next ?? undefined;
    } while (page !== undefined);
    expect(new Set(seen).size).to.equal(7);
    expect(seen).to.have.length(7);
  });

  it('finds by number, by phone and by name, and by nothing less', async () => {
    const { number } = await file();
    for (const q of [number, number.slice(0, 10), '138 0535 0001', '王秀英'])
      expect((await office.tickets.list(operator, { q })).tickets, q).to.have.length(1);
    for (const q of ['13805350002', '王秀', '2025'])
      expect((await office.tickets.list(operator, { q })).tickets, q).to.have.length(0);
  });

  it('leaves nothing of a person in clear in the database file, and nothing to read after erasure', async function () {
    // PostgreSQL keeps no file of its own beside us; what it is given is the same.
    if (office.parts.db.engine !== 'sqlite') this.skip();
    const { number, queryCode } = await file({ conversationId: 'c1' });
    await toClosed(number);
    await office.outbox.deliver();
    await office.parts.db.q.raw('PRAGMA wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(join(office.folder, 'mingbai.db')).toString('utf8');
    for (const planted of ['王秀英', '13805350001', '九月初', '漏转', queryCode])
      expect(bytes.includes(planted), planted).to.equal(false);
    const { personId } = await office.tickets.view(supervisor, number);
    await office.persons.destroy(personId, '2026-11-24');
    expect(await codeOf(office.tickets.progress(number, queryCode))).to.equal('not-found');
    expect(await office.tickets.view(supervisor, number)).to.deep.include({
      identity: 'erased',
      text: null,
      events: [],
    });
    expect(await office.audit.verify()).to.have.property('ok', true);
  });
});

describe('a ticket number', () => {
  it('is read back however it is written', () => {
    const number = ticketNumber('2026-11-24', 17);
    expect(number).to.match(/^20261124-00017\d$/);
    for (const typed of [number, number.replace('-', ''), `２０２６1124-${number.slice(9)}`])
      expect(readTicketNumber(typed)).to.equal(number);
  });

  it('notices every slip of one digit', () => {
    const digits = ticketNumber('2026-11-24', 31415).replace('-', '');
    for (let at = 0; at < digits.length; at += 1)
      for (let digit = 0; digit < 10; digit += 1)
        if (String(digit) !== digits[at])
          expect(
            readTicketNumber(digits.slice(0, at) + String(digit) + digits.slice(at + 1)),
          ).to.equal(null);
  });
});
