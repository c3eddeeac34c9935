import { expect } from 'chai';
import { type Browser, type Page } from 'playwright-core';
import { type Role } from '../../services/staff/role.ts';
import { runService, type RunningService } from '../bot/support/small-service.ts';
import { arriveAs } from './support/arrive.ts';
import { hasChromium, openBrowser, violations } from './support/browser.ts';

describe('the page of the knowledge editors', function () {
  this.timeout(300_000);
  if (!hasChromium()) {
    it('is not tested here: no Chromium');
    return;
  }
  let service: RunningService;
  let browser: Browser;
  const complaints: string[] = [];

  before(async () => {
    [service, browser] = await Promise.all([runService({ shipped: true }), openBrowser()]);
  });
  after(async () => {
    await browser.close();
    await service.close();
  });
  afterEach(() => {
    expect(complaints.splice(0)).to.deep.equal([]);
  });

  const arrive = async (role: Role, path: string): Promise<Page> => {
    const { staff } = service.office;
    const size = { width: 1360, height: 900 };
    const arrival = { browser, complaints, staff, size, base: service.base };
    return (await arriveAs(role, { path }, arrival)).page;
  };
  const press = (page: Page, name: string) =>
    page.getByRole('button', { name, exact: true }).first().click();
  const shot = async (page: Page, name: string): Promise<void> => {
    const folder = process.env['SHOTS'];
    if (folder !== undefined)
      await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  };

  it('carries a change from the list to the answers, through two people', async () => {
    const editor = await arrive('editor', '/knowledge');
    await editor.getByLabel('关键词').fill('低保从申请到办完要多久');
    await press(editor, '查找');
    await editor.getByText('共1条').waitFor();
    expect(await violations(editor)).to.deep.equal([]);
    await shot(editor, 'list');
    await editor.getByRole('link', { name: '低保从申请到办完要多久？' }).click();
    await editor.getByText('随系统自带').waitFor();
    await shot(editor, 'piece');
    expect(await violations(editor)).to.deep.equal([]);
    await press(editor, '起草改动');

    const answer = editor.getByLabel(/^答复（给居民）/).first();
    const before = await answer.inputValue();
    await answer.fill(`${before}\n最多99天。`);
    await editor
      .getByText(/数字99在引用的条款里找不到/)
      .first()
      .waitFor();
    await answer.fill(`别着急，先看这里。\n${before}`);
    await editor.getByText('检查通过').waitFor();
    await editor.getByLabel('找条款').first().fill('办理时限');
    await editor.getByRole('button', { name: '引用', exact: true }).first().waitFor();
    await press(editor, '试答');
    await editor.getByText('变了').first().waitFor();
    await shot(editor, 'editor');
    expect(await violations(editor)).to.deep.equal([]);
    await press(editor, '提交审核');
    await editor.getByText('请写明依据').first().waitFor();
    await editor.getByLabel(/^依据\*?$/).fill('示例文件');
    await editor.getByLabel(/^依据的日期/).fill('2026-11-20');
    await editor.getByLabel(/^为什么改/).fill('说得更清楚');
    await press(editor, '提交审核');
    await editor.getByText('要由另一位同事审核发布').waitFor();

    const chief = await arrive('supervisor', '/knowledge/review');
    await chief.getByRole('link', { name: '低保从申请到办完要多久？' }).click();
    await press(chief, '审核通过，发布');
    await chief.locator('.el-tag').getByText('已发布').waitFor();
    await shot(chief, 'published');
    const { text } = (await (
      await fetch(`${service.base}/api/ask`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ question: '低保从申请到办完要多久？' }),
      })
    ).json()) as { text: string };
    expect(text).to.contain('别着急，先看这里');
  });

  it('shows what was not answered and begins an entry from it', async () => {
    for (const question of ['救助金能换成粮票吗', '救助金能不能换成粮票'])
      await fetch(`${service.base}/api/ask`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ question, district: '福山区' }),
      });
    const editor = await arrive('editor', '/knowledge/unanswered');
    const group = editor.locator('article').filter({ hasText: '粮票' });
    await group.getByText('2次').waitFor();
    await shot(editor, 'unanswered');
    expect(await violations(editor)).to.deep.equal([]);
    await group.getByRole('button', { name: '由它起草条目' }).click();
    await editor.getByText(/还有\d+处要改/).waitFor();
    await shot(editor, 'new-entry');
    expect(await violations(editor)).to.deep.equal([]);
  });

  it('keeps everybody else out', async () => {
    const administrator = await arrive('administrator', '/knowledge');
    await administrator.getByText('这一页不归您用').waitFor();
  });
});
