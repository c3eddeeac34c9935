import { expect } from 'chai';
import { type Browser, type Page } from 'playwright-core';
import { type Role } from '../../services/staff/role.ts';
import { type RunningApp } from '../services/support/http.ts';
import {
  complaint,
  member,
  type TestOffice,
  testOffice,
  wholeOutcome,
} from '../services/support/office.ts';
import { staffPages } from '../services/support/staff-pages.ts';
import { arriveAs, openPage, PASSWORD } from './support/arrive.ts';
import { hasChromium, openBrowser, violations } from './support/browser.ts';

describe('the pages of the office', function () {
  this.timeout(240_000);
  if (!hasChromium()) {
    it('are not tested here: no Chromium');
    return;
  }
  let office: TestOffice;
  let app: RunningApp;
  let browser: Browser;
  /** What the browser itself complained of: refused styles, failed scripts. */
  const complaints: string[] = [];

  before(async () => {
    // Pages know today from the machine: tickets are filed on it, so that "today" means the same on both sides.
    office = await testOffice(new Date().toISOString());
    [app, browser] = await Promise.all([staffPages(office), openBrowser()]);
  });
  after(async () => {
    await browser.close();
    await app.close();
    await office.close();
  });
  afterEach(() => {
    expect(complaints.splice(0)).to.deep.equal([]);
  });

  const open = (path: string): Promise<Page> =>
    openPage(path, { browser, complaints, base: app.base });
  const arrive = async (role: Role, path: string, unit: string | null = null): Promise<Page> => {
    const arrival = { browser, complaints, base: app.base, staff: office.staff };
    return (await arriveAs(role, { path, unit }, arrival)).page;
  };
  const filed = async (key: string, change: object = {}): Promise<Filed> => {
    const { json } = await app.post(
      '/api/tickets',
      { ...complaint, ...change },
      { 'idempotency-key': key },
    );
    return json as unknown as Filed;
  };
  const act = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const state = (page: Page, name: string) =>
    page.locator('.ticket-head').getByText(name, { exact: true }).waitFor();

  it('carry a complaint from acceptance to an outcome that the person can read', async () => {
    const { number, queryCode } = await filed('story');
    const supervisor = await arrive('supervisor', '/supervision?list=all');
    const handler = await arrive('handler', '/handling', '甲镇');
    await supervisor.getByRole('link', { name: number }).click();
    await supervisor.getByText(complaint.text).waitFor();
    await act(supervisor, '受理');
    await act(supervisor, '确定');
    await state(supervisor, '已受理');
    await supervisor.reload();
    await act(supervisor, '分派');
    await supervisor.getByRole('combobox', { name: '承办单位' }).click();
    await supervisor.getByRole('option', { name: '甲镇' }).click();
    await act(supervisor, '确定');
    await state(supervisor, '办理中');

    // The unit's page hears of it by itself.
    await handler.getByRole('link', { name: /全部在办/ }).click();
    await handler.getByRole('link', { name: number }).click();
    await act(handler, '起草办理结果');
    await handler.getByText('缺办理结论').waitFor();
    await handler.getByLabel('我们查到什么').fill(wholeOutcome.found ?? '');
    await handler.getByLabel('理由').fill(wholeOutcome.reasons ?? '');
    await handler.getByLabel('接下来怎么办').fill(wholeOutcome.nextSteps ?? '');
    await handler.getByLabel('向谁申请').fill('芝罘区人民政府');
    await handler.getByLabel('有不明白的找谁').fill('镇民政办');
    await handler.getByRole('combobox', { name: '结论' }).click();
    await handler.getByRole('option', { name: '支持', exact: true }).click();
    await handler.getByLabel('找条款').fill('受理');
    await act(handler, '用这一条');
    await handler.getByText('各部分都齐了').waitFor();
    expect(await violations(handler)).to.deep.equal([]);
    await act(handler, '交上去');
    await state(handler, '待审核');

    await state(supervisor, '待审核');
    await act(supervisor, '审核通过');
    await act(supervisor, '确定');
    await state(supervisor, '已审核');
    await act(supervisor, '办结并告知');
    await act(supervisor, '确定');
    await state(supervisor, '办结');
    const { json } = await app.send(`/api/tickets/${number}?code=${queryCode}`);
    expect(json).to.include({ status: '办结' });
    expect(JSON.stringify(json)).to.include('窗口漏转').and.include('第二十二条');
  });

  it('keep what was typed when somebody else was first', async () => {
    const { number } = await filed('conflict');
    const page = await arrive('operator', `/supervision/tickets/${number}`);
    await act(page, '加内部备注');
    await page.getByLabel('内容').fill('已联系村里');
    const colleague = member('supervisor');
    // The version moves between opening the form and handing it in, and the page has not heard of it yet.
    await page.route('**/api/staff/stream', (route) => route.abort());
    await office.tickets.act(colleague, number, { action: 'accept' }, 1);
    await act(page, '确定');
    await page.getByText('刚被别人改过').or(page.getByText('已联系村里')).first().waitFor();
    if (await page.getByRole('button', { name: '确定', exact: true }).isVisible()) {
      expect(await page.getByLabel('内容').inputValue()).to.equal('已联系村里');
      await act(page, '确定');
    }
    await page.locator('.timeline').getByText('已联系村里').waitFor();
  });

  it('show text from strangers as text', async () => {
    const text = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    const { number } = await filed('strange', { text, contact: { name: '<b>王</b>' } });
    const page = await arrive('operator', `/supervision/tickets/${number}`);
    await page.getByText(text).waitFor();
    expect(await page.title()).to.include(number);
    expect(await page.locator('main img').count()).to.equal(0);
  });

  it('ask to sign in again without losing what was typed', async () => {
    const { number } = await filed('expired');
    const page = await arrive('operator', `/supervision/tickets/${number}`);
    await act(page, '加内部备注');
    await page.getByLabel('内容').fill('写到一半');
    const accounts = await office.staff.list();
    for (const { id } of accounts.filter(({ role }) => role === 'operator'))
      await office.staff.endAllSessions(member('administrator'), id);
    await act(page, '确定');
    await page.getByText('登录过期了').waitFor();
    expect(await page.getByLabel('登录名').inputValue()).to.match(/^operator-/);
    await page.getByLabel('密码').fill(PASSWORD);
    await act(page, '登录');
    await page.getByRole('banner').waitFor();
    expect(await page.getByLabel('内容').inputValue()).to.equal('写到一半');
  });

  it('send everyone to their own page', async () => {
    const page = await arrive('handler', '/admin', '甲镇');
    await page.getByText('这一页不归您用').waitFor();
    expect(await page.getByRole('link', { name: '承办' }).getAttribute('href')).to.equal(
      '/handling',
    );
  });

  it('erase a person when two agree, and count again what is left', async () => {
    const { number } = await filed('erase', { contact: { name: '李四', phone: '13805359999' } });
    const archived = { state: '已归档', told_at: '2026-01-01', closed_at: '2026-01-01' };
    await office.parts.db.q('tickets').where({ number }).update(archived);
    const one = await arrive('supervisor', '/supervision/privacy');
    await one.getByText('删除自己的信息').click();
    await one.getByRole('textbox', { name: '工单编号' }).fill(number);
    await one.getByRole('combobox', { name: '怎样核对的本人' }).click();
    await one.getByRole('option', { name: '当面看了证件' }).click();
    await one.getByLabel('为什么').fill('本人来窗口要求');
    await act(one, '提交，等别人批');
    await one.getByText('自己提的要由另一个人批').waitFor();
    expect(await one.getByRole('button', { name: '批准', exact: true }).count()).to.equal(0);
    const other = await arrive('administrator', '/admin/privacy');
    await act(other, '批准');
    await other
      .getByRole('dialog')
      .getByRole('button', { name: /确定|OK/ })
      .click();
    await act(other, '现在核对删干净没有');
    await other.getByText('读不出来了').waitFor();
    expect(await violations(other)).to.deep.equal([]);
    await one.reload();
    await one.getByText('已删除').waitFor();
    expect(await violations(one)).to.deep.equal([]);
  });

  for (const [role, path, ready] of [
    ['supervisor', '/supervision', '已超期'],
    ['supervisor', '/supervision?list=all', '投诉'],
    ['supervisor', '/supervision/figures', '各单位三率'],
    ['supervisor', '/supervision/proof', '现在核验'],
    ['auditor', '/supervision/privacy', '一个人提，另一个人批'],
    ['supervisor', '/supervision/calendar', '写上这一天'],
    ['operator', '/supervision/tasks', '要人打电话或写信的'],
    ['administrator', '/admin', '添加人员'],
    ['administrator', '/admin/settings', '关掉自动答复'],
  ] as const)
    it(`hold what assistive technology needs: ${path} for ${role}`, async () => {
      const page = await arrive(role, path);
      await page.getByText(ready).first().waitFor();
      expect(await violations(page)).to.deep.equal([]);
    });

  it('hold what assistive technology needs before anybody has signed in', async () => {
    const page = await open('/supervision');
    await page.getByLabel('登录名').waitFor();
    expect(await violations(page)).to.deep.equal([]);
  });
});

interface Filed {
  readonly number: string;
  readonly queryCode: string;
}
