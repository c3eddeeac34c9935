import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { hasChromium, openBrowser, violations } from './support/browser.ts';
import { type RunningService, runService } from './support/service.ts';

const BUDGET = 80 * 1024;
const PHONE = { width: 360, height: 740 };
const WAIT = 60_000;

describe('the chat in a browser', function () {
  this.timeout(180_000);
  if (!hasChromium()) {
    it('is not tested here: no Chromium');
    return;
  }
  let service: RunningService;
  let browser: Browser;
  let host: { readonly origin: string; readonly close: () => Promise<void> };
  const pages: Page[] = [];

  before(async () => {
    host = await foreignPage();
    [service, browser] = await Promise.all([
      runService({ EMBED_ORIGINS: host.origin }),
      openBrowser(),
    ]);
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });
  after(async () => {
    await browser.close();
    await service.close();
    await host.close();
  });

  async function open(path = '/', options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: PHONE, locale: 'zh-CN', ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT);
    pages.push(page);
    await page.goto(service.base + path);
    return page;
  }

  async function ask(page: Page, question: string): Promise<void> {
    const before = await page.locator('.message.bot').count();
    await page.fill('#question', question);
    await page.keyboard.press('Enter');
    await page.locator('.message.bot').nth(before).waitFor();
  }

  it('answers with the clause, asks nobody else, and says each reply once', async () => {
    const page = await open();
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(service.base)) elsewhere.push(request.url());
    });
    await page.reload();
    await ask(page, '低保多久能批下来');
    const reply = page.locator('.message.bot').last();
    expect(await reply.innerText()).to.include('30个工作日');
    const chip = reply.locator('a.chip').first();
    expect(await chip.getAttribute('href')).to.match(/^\/policy\/[\w-]+#/u);
    const live = page.locator('[aria-live="polite"]');
    expect((await live.innerText()).split('30个工作日')).to.have.length(2);
    expect(await page.locator('.log [aria-live], .log[aria-live]').count()).to.equal(0);
    await chip.click();
    await page.waitForURL(/\/policy\//u);
    expect(await page.locator(':target').count()).to.equal(1);
    expect(elsewhere).to.deep.equal([]);
  });

  it('goes on after a reload where it was, once', async () => {
    const page = await open();
    await ask(page, '低保到哪里申请');
    await page.reload();
    await page.locator('.message.bot').first().waitFor();
    expect(await page.locator('.message.me').allInnerTexts()).to.have.length(1);
    await ask(page, '那要带什么材料');
    expect(await page.locator('.message.me').count()).to.equal(2);
  });

  it('keeps what was said without a network, and sends it once when there is one again', async () => {
    const page = await open();
    await ask(page, '特困是什么');
    await page.context().setOffline(true);
    await page.fill('#question', '临时救助是什么');
    await page.keyboard.press('Enter');
    await page.getByText('网断了').waitFor();
    await page.context().setOffline(false);
    await page.locator('.message.bot').nth(1).waitFor();
    await page.reload();
    await page.locator('.message.bot').nth(1).waitFor();
    expect(await page.locator('.message.me').allInnerTexts()).to.have.length(2);
  });

  it('counts a message once when its confirmation was lost', async () => {
    const page = await open();
    await ask(page, '特困是什么');
    let lost = 0;
    await page.route('**/activities', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await ask(page, '临时救助是什么');
    await page.waitForTimeout(3000);
    expect(lost).to.equal(1);
    await page.reload();
    await page.locator('.message.bot').nth(1).waitFor();
    expect(await page.locator('.message.me').count()).to.equal(2);
    expect(await page.locator('.message.bot').count()).to.equal(2);
  });

  it('works by asking again and again where no WebSocket gets through', async () => {
    const page = await open();
    await page.addInitScript(
      'delete window.WebSocket; window.WebSocket = function () { this.close = () => {}; setTimeout(() => this.onclose?.(), 0); };',
    );
    await page.reload();
    await ask(page, '低保多久能批下来');
    await ask(page, '那特困呢');
    expect(await page.locator('.message.bot').count()).to.equal(2);
  });

  it('shows what a stranger typed as text, whatever it is', async () => {
    const page = await open();
    let ran = false;
    page.on('dialog', (dialog) => {
      ran = true;
      void dialog.dismiss();
    });
    const evil =
      '<img src=x onerror=alert(1)><script>alert(2)</script>{{constructor.constructor("alert(3)")()}}';
    await ask(page, evil);
    await page.reload();
    await page.locator('.message.bot').first().waitFor();
    expect(await page.locator('.message.me').first().innerText()).to.include(evil);
    expect(await page.locator('.message img').count()).to.equal(0);
    expect(ran).to.equal(false);
  });

  it('never sends with the Enter that ends the choice of a character', async () => {
    const page = await open();
    await page.fill('#question', '低保');
    const press = (init: string) =>
      page.evaluate(
        `document.getElementById('question').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ${init} }))`,
      );
    await press('isComposing: true');
    await press('keyCode: 229');
    await press('shiftKey: true');
    expect(await page.locator('.message').count()).to.equal(0);
    expect(await page.inputValue('#question')).to.equal('低保');
    await press('keyCode: 13');
    await page.locator('.message.me').waitFor();
  });

  it('can be used with the keyboard alone', async () => {
    const page = await open('/', { viewport: { width: 1280, height: 900 } });
    await page.locator('.composer').waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).to.include('跳到正文');
    await tabTo(page, '吃饭穿衣有困难');
    await page.keyboard.press('Enter');
    await tabTo(page, '办低保要带什么材料？');
    await page.keyboard.press('Enter');
    await page.locator('.message.bot').waitFor();
    await page.locator('.feedback').waitFor();
    await tabTo(page, '没用');
    await page.keyboard.press('Enter');
    await tabTo(page, '看不懂');
    await page.keyboard.press('Enter');
    await page.getByText('谢谢，记下了。').waitFor();
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page)).not.to.equal('');
  });

  it('remembers district, size of text and contrast on the device', async () => {
    const page = await open();
    await page.selectOption('#district', '芝罘区');
    await page.getByRole('button', { name: '长辈版' }).click();
    await page.getByRole('button', { name: '再大一点' }).click();
    await page.getByRole('button', { name: '高对比' }).click();
    await page.goto(`${service.base}/complaint`);
    const root = page.locator('html');
    expect(await root.getAttribute('data-size')).to.equal('2');
    expect(await root.getAttribute('data-contrast')).to.equal('high');
    expect(await page.inputValue('#district')).to.equal('芝罘区');
    await page.goto(service.base);
    await page.locator('.composer').waitFor();
    await ask(page, '低保多久能批下来');
    expect(await page.locator('.scope').innerText()).to.include('芝罘区');
  });

  it('has large type and large targets in elder mode', async () => {
    const page = await open();
    await page.getByRole('button', { name: '长辈版' }).click();
    await ask(page, '低保多久能批下来');
    const small = await page.evaluate<readonly string[]>(`
      [...document.querySelectorAll('button, a.button, a.chip, select, summary, input, .top nav a')]
        .map((one) => ({ name: one.textContent.trim() || one.tagName, box: one.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && (box.height < 59.5 || box.width < 59.5))
        .map(({ name, box }) => name + ' ' + Math.round(box.width) + 'x' + Math.round(box.height))`);
    expect(small).to.deep.equal([]);
    const size = await page.evaluate(
      'parseFloat(getComputedStyle(document.querySelector(".bubble p")).fontSize)',
    );
    expect(size).to.be.at.least(24);
  });

  it('does not scroll sideways at 320 px, nor in the largest type', async () => {
    const page = await open('/', { viewport: { width: 320, height: 256 } });
    await ask(page, '低保多久能批下来');
    const wide: string[] = [];
    for (const path of [
      '',
      '/complaint',
      '/standards',
      '/policy',
      '/policy/mzf-2021-57',
      '/help',
      '/progress',
      '/statistics',
    ]) {
      if (path !== '') await page.goto(service.base + path);
      for (const size of ['', '3']) {
        await page.evaluate(
          size === ''
            ? 'delete document.documentElement.dataset.size'
            : `document.documentElement.dataset.size = '${size}'`,
        );
        const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        if (Number(over) > 0) wide.push(`${path} at size ${size || 0}: ${String(over)}`);
      }
    }
    expect(wide).to.deep.equal([]);
  });

  it('has nothing that axe-core finds wrong, on any page and in any state', async () => {
    const page = await open();
    const found: Record<string, readonly string[]> = {};
    const check = async (name: string): Promise<void> => {
      const wrong = await violations(page);
      if (wrong.length > 0) found[name] = wrong;
    };
    await page.locator('.composer').waitFor();
    await check('home');
    await page.locator('.need summary').first().click();
    await check('home, a need open');
    await ask(page, '低保多久能批下来');
    await page.locator('.basis summary').first().click();
    await page.locator('.feedback button').nth(1).click();
    await check('answer');
    await page.getByRole('button', { name: '长辈版' }).click();
    await check('answer, elder mode');
    await page.getByRole('button', { name: '高对比' }).click();
    await check('answer, high contrast');
    await ask(page, '我不想活了');
    await check('danger');
    await page.context().setOffline(true);
    await page.fill('#question', '在吗');
    await page.keyboard.press('Enter');
    await page.getByText('网断了').waitFor();
    await check('offline');
    await page.context().setOffline(false);
    for (const path of [
      '/policy',
      '/policy?q=公示',
      '/policy?programme=低保',
      '/policy/mzf-2021-57',
      '/standards?district=芝罘区',
      '/help',
      '/statistics',
      '/complaint',
      '/progress',
      '/nothing',
    ]) {
      await page.goto(service.base + path);
      await check(path);
    }
    await page.goto(`${service.base}/complaint`);
    await page.fill('#phone', '不对');
    await page.getByRole('button', { name: '提交' }).click();
    await page.locator('#problems').waitFor();
    await check('complaint with problems');
    await page.fill('#phone', '');
    await page.fill('#text', '窗口态度不好，等了一上午没有人理。');
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('查询码只显示这一次').waitFor();
    await check('receipt');
    await page.getByRole('button', { name: '现在就看进度' }).click();
    await page.getByText('办理经过').waitFor();
    await check('progress');
    expect(found).to.deep.equal({});
  });

  it('weighs little', async () => {
    const context = await browser.newContext({ viewport: PHONE });
    const page = await context.newPage();
    pages.push(page);
    const parts: Record<string, number> = {};
    page.on('response', (response) => {
      const path = new URL(response.url()).pathname;
      void response
        .request()
        .sizes()
        .then(({ responseBodySize }) => (parts[path] = responseBodySize));
    });
    await page.goto(service.base, { timeout: WAIT });
    await page.locator('.composer').waitFor({ timeout: WAIT });
    await page.waitForTimeout(500);
    const total = Object.values(parts).reduce((sum, size) => sum + size, 0);
    process.stdout.write(
      `      first load ${(total / 1024).toFixed(1)} KB of ${BUDGET / 1024}: ${JSON.stringify(parts)}\n`,
    );
    expect(total).to.be.within(1, BUDGET);
  });

  it('stands in a page of an allowed origin, closed off from it, and in no other', async () => {
    const page = await open();
    await page.goto(`${host.origin}/?widget=${service.base}`);
    const button = page.getByRole('button', { name: '问明白' });
    await button.click();
    const frame = page.frameLocator('iframe');
    await frame.locator('.composer').waitFor();
    await frame.locator('#question').fill('低保多久能批下来');
    await frame.locator('#question').press('Enter');
    await frame.locator('.message.bot').first().waitFor();
    expect(await frame.locator('.message.bot').first().innerText()).to.include('30个工作日');
    expect(await page.locator('iframe').getAttribute('sandbox')).to.include('allow-scripts');
    const seen = await page.evaluate(
      '(() => { try { return document.querySelector("div").shadowRoot.querySelector("iframe").contentDocument; } catch { return null; } })()',
    );
    expect(seen).to.equal(null);
    const answer = await fetch(`${service.base}/?embed=1`);
    expect(answer.headers.get('content-security-policy')).to.include(
      `frame-ancestors 'self' ${host.origin}`,
    );
    await page.getByRole('button', { name: '收起' }).click();
    expect(await page.locator('iframe').isVisible()).to.equal(false);
  });
});

function focused(page: Page): Promise<string> {
  return page.evaluate<string>('(document.activeElement?.textContent ?? "").trim()');
}

/** Presses Tab until the focus stands on something with these words. */
async function tabTo(page: Page, words: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) === words) return;
  }
  throw new Error(`Tab never reached ${words}`);
}

/** A page of somebody else, on another port, that embeds the widget named in its address. */
async function foreignPage(): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const widget = new URL(request.url ?? '/', 'http://x').searchParams.get('widget') ?? '';
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader(
      'content-security-policy',
      `default-src 'none'; script-src ${widget}; frame-src ${widget}`,
    );
    response.end(
      `<!doctype html><html lang="zh"><title>镇政府</title><p>镇政府</p><script src="${widget}/widget.js" defer></script></html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
