import { expect } from 'chai';
import { type Browser } from 'playwright-core';
import { runService, type RunningService } from '../bot/support/small-service.ts';
import { arriveAs } from './support/arrive.ts';
import { hasChromium, openBrowser, violations } from './support/browser.ts';

describe('the settings while the clock of the machine leapt', function () {
  this.timeout(120_000);
  if (!hasChromium()) {
    it('is not tested here: no Chromium');
    return;
  }
  let service: RunningService;
  let browser: Browser;

  before(async () => {
    [service, browser] = await Promise.all([runService(), openBrowser()]);
  });
  after(async () => {
    await browser.close();
    await service.close();
  });

  it('say so, and let an administrator confirm the time that is shown', async () => {
    await service.office.clockWatch.believes();
    service.clock.advance(400 * 24 * 60);
    const complaints: string[] = [];
    const { staff } = service.office;
    const size = { width: 1360, height: 900 };
    const arrival = { browser, complaints, staff, size, base: service.base };
    const { page } = await arriveAs('administrator', { path: '/admin/settings' }, arrival);
    const card = page.getByRole('alert').filter({ hasText: '机器的时间可能不对' });
    await card.waitFor();
    expect(await card.innerText())
      .to.include('2026-11-26 10:00')
      .and.include('2027-12-31 10:00');
    expect(await violations(page)).to.deep.equal([]);
    const folder = process.env['SHOTS'];
    if (folder !== undefined) await page.screenshot({ path: `${folder}/clock.png` });
    await card.getByRole('button', { name: '现在的时间是对的' }).click();
    const question = page.getByRole('dialog', { name: '现在的时间是对的' });
    await question.getByText('现在是2027-12-31 10:00').waitFor();
    await question.getByRole('button', { name: /确/u }).click();
    await card.waitFor({ state: 'detached' });
    expect((await service.office.clockWatch.state()).leap).to.equal(null);
    expect(complaints).to.deep.equal([]);
  });
});
