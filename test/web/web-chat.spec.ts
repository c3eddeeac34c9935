import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { type Browser, type Page } from 'playwright-core';
import { hasChromium, openBrowser } from './support/browser.ts';
import { type RunningService, runService } from './support/service.ts';
import { webChatBundle } from './support/web-chat.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

describe('Microsoft’s Web Chat on a page of another origin', function () {
  this.timeout(240_000);
  if (!hasChromium()) {
    it('is not tested here: no Chromium');
    return;
  }
  let service: RunningService;
  let browser: Browser;
  let host: { readonly origin: string; readonly close: () => void };
  /** What the set-up opened before it was done or left out. */
  const opened: (() => unknown)[] = [];

  before(async function () {
    const bundle = webChatBundle();
    if (bundle === null) this.skip();
    host = await pageWith(bundle);
    opened.push(() => host.close());
    service = await runService({ EMBED_ORIGINS: host.origin });
    opened.push(() => service.close());
    browser = await openBrowser();
    opened.push(() => browser.close());
  });
  after(async () => {
    for (const close of opened.reverse()) await close();
  });

  async function open(webSocket: boolean): Promise<{ page: Page; sockets: string[] }> {
    const context = await browser.newContext({ viewport: { width: 900, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await page.goto(`${host.origin}/?base=${service.base}&socket=${String(webSocket)}`);
    return { page, sockets };
  }
  const says = async (page: Page, text: string): Promise<void> => {
    const box = page.locator('[data-id="webchat-sendbox-input"]');
    await box.fill(text);
    await box.press('Enter');
  };
  /** The file is taken into the box at its own pace; sending an empty box does nothing. */
  const sendsFile = async (page: Page): Promise<void> => {
    while ((await page.getByText('收到1个文件').count()) === 0) {
      await page.locator('[data-id="webchat-sendbox-input"]').press('Enter');
      await page.waitForTimeout(500);
    }
  };
  const chooses = (page: Page, name: string): Promise<void> =>
    page.getByRole('toolbar').getByRole('button', { name, exact: true }).click();
  const hears = (page: Page, text: string): Promise<void> => page.getByText(text).last().waitFor();

  for (const [way, webSocket] of [
    ['over a WebSocket', true],
    ['asking again and again', false],
  ] as const)
    it(`carries a whole complaint with a photo, ${way}`, async () => {
      const { page, sockets } = await open(webSocket);
      await hears(page, '您好，我是社会救助热线的智能助手');
      await says(
        page,
        `沙河镇会计扣了我家的低保钱，上个月的事，${webSocket ? '钱' : '卡'}也没给我`,
      );
      await hears(page, '您想怎么登记');
      await chooses(page, '匿名');
      await hears(page, '照片、文件：没有');
      await page
        .locator('input[type="file"]')
        .first()
        .setInputFiles({ name: '存折.png', mimeType: 'image/png', buffer: PNG });
      await sendsFile(page);
      await hears(page, '照片、文件：1个（存折.png）');
      await chooses(page, '提交');
      await hears(page, '工单号：');
      const said = await page.locator('body').innerText();
      const number = /工单号：(\d{8}-\d{6})/u.exec(said)?.[1] ?? '';
      const { store, papers } = service.office.ticketDeps;
      const found = await store.find(number);
      expect(found?.ticket).to.include({ town: '沙河镇', anonymous: true });
      if (found) expect(await papers.of(found.ticket)).to.have.length(1);
      expect(sockets.length > 0).to.equal(webSocket);
      await page.context().close();
    });

  it('gets nothing where the page’s origin may not embed us', async () => {
    const { headers } = await fetch(`${service.base}/directline/tokens/generate`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(headers.get('access-control-allow-origin')).to.equal(null);
    const allowed = await fetch(`${service.base}/directline/conversations`, {
      method: 'OPTIONS',
      headers: { origin: host.origin, 'access-control-request-method': 'POST' },
    });
    expect(allowed.status).to.equal(204);
    expect(allowed.headers.get('access-control-allow-origin')).to.equal(host.origin);
  });
});

/** What an integrator writes: the bundle, a token, and where we are. */
const SCRIPT = `
const options = new URLSearchParams(location.search);
const domain = options.get('base') + '/directline';
fetch(domain + '/tokens/generate', { method: 'POST' })
  .then((response) => response.json())
  .then(({ token }) => {
    const directLine = WebChat.createDirectLine({ token, domain, webSocket: options.get('socket') === 'true' });
    WebChat.renderWebChat({ directLine, locale: 'zh-CN' }, document.getElementById('chat'));
  });
`;
const PAGE =
  '<!doctype html><html lang="zh"><meta charset="utf-8"><title>镇政府</title><div id="chat" style="height:800px"></div><script src="/webchat.js"></script><script src="/page.js"></script></html>';

async function pageWith(bundle: Buffer): Promise<{ origin: string; close: () => void }> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const script = path.endsWith('.js');
    response.setHeader('content-type', `text/${script ? 'javascript' : 'html'}; charset=utf-8`);
    response.end(path === '/webchat.js' ? bundle : script ? SCRIPT : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
