import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { type Browser, type Page } from 'playwright-core';
import { type Role } from '../../services/staff/role.ts';
import { startChat } from '../bot/support/chat.ts';
import { clientOf } from '../services/support/http.ts';
import { signedIn, type StaffClient } from '../services/support/staff-client.ts';
import { hasChromium, openBrowser } from './support/browser.ts';
import { ATTACKS, pieces, SHORT, type WatchedPages, watchedPages } from './support/hostile.ts';
import { type RunningService, runService } from './support/service.ts';

const SECRET = 'a-secret-of-at-least-24-characters';

describe('text from strangers in a browser', function () {
  this.timeout(300_000);
  if (!hasChromium()) {
    it('is not tested here: no Chromium');
    return;
  }
  let service: RunningService;
  let browser: Browser;
  let pages: WatchedPages;
  const clients = new Map<Role, StaffClient>();

  before(async () => {
    [service, browser] = await Promise.all([
      runService({ HOTLINE_SECRET: SECRET, LOG_LEVEL: 'silent' }),
      openBrowser(),
    ]);
    pages = watchedPages(browser, service.base);
    const app = clientOf(service.base);
    for (const role of ['supervisor', 'operator', 'administrator'] as const)
      clients.set(role, await signedIn(app, service.office, role));
  });
  after(async () => {
    await browser.close();
    await service.close();
  });
  afterEach(() => {
    expect(pages.harm.splice(0)).to.deep.equal([]);
  });

  const open = (path: string, role?: Role): Promise<Page> =>
    pages.open(path, role && clients.get(role)?.headers['cookie']);
  const shows: WatchedPages['shows'] = (...shown) => pages.shows(...shown);

  it('is text in the chat of the person who typed it, also after a reload', async () => {
    const page = await open('/');
    const texts = pieces(900);
    for (const [at, text] of texts.entries()) {
      await page.fill('#question', text);
      await page.keyboard.press('Enter');
      await page.locator('.message.bot').nth(at).waitFor();
    }
    await page.reload();
    await page.locator('.message.bot').first().waitFor();
    await shows(page, texts);
  });

  it('is text on the ticket, in the lists, in requests about persons, and leaves as a download only', async () => {
    const supervisor = clients.get('supervisor')!;
    const app = clientOf(service.base);
    const numbers: string[] = [];
    for (const [at, text] of pieces(1900).entries()) {
      const contact = { name: (SHORT[at] ?? '').slice(0, 30), phone: '13805350001' };
      const body = { kind: '投诉', text, contact };
      const filed = await app.post('/api/tickets', body, {
        'idempotency-key': `xss-${String(at)}`,
      });
      numbers.push(String(filed.json['number']));
      const page = await open(`/supervision/tickets/${numbers[at] ?? ''}`, 'supervisor');
      await shows(page, [text]);
    }
    const [number = ''] = numbers;
    await supervisor.act(number, { action: 'accept' });
    await supervisor.act(number, { action: 'assign', unit: ATTACKS[11] });
    await supervisor.act(number, { action: 'note', text: ATTACKS[0] });
    await shows(await open(`/supervision/tickets/${number}`, 'supervisor'), [ATTACKS[0] ?? '']);
    await shows(await open('/supervision?list=all', 'supervisor'), [ATTACKS[11] ?? '']);
    for (const reason of pieces(190).slice(0, 6)) {
      const request = { kind: 'copy', number, identity: 'in-person', reason };
      await supervisor.send('POST', '/api/staff/person-requests', request);
    }
    await shows(await open('/supervision/privacy', 'supervisor'), pieces(190).slice(0, 6));
    const sheet = await supervisor.get('/api/staff/export?format=csv');
    expect(sheet.status).to.equal(200);
    expect(sheet.headers.get('content-disposition')).to.match(/^attachment/u);
    expect(sheet.headers.get('x-content-type-options')).to.equal('nosniff');
  });

  it('is text in the names of people who work here', async () => {
    const { staff } = service.office;
    const by = { id: 'x', login: 'x', name: 'x', role: 'administrator', unit: null } as const;
    const names = SHORT.slice(0, 5);
    for (const [at, name] of names.entries())
      await staff.add(by, { login: `xss${String(at)}`, name, role: 'handler', unit: name });
    await shows(await open('/admin', 'administrator'), names);
  });

  it('is text at the desk: in a call, in what is suggested, and in a chat that was handed over', async () => {
    const texts = pieces(900);
    const at = new Date().toISOString();
    const events = [
      { callId: 'xss', type: 'ringing', at, caller: '13805350001' },
      ...texts.map((text) => ({
        ...{ callId: 'xss', type: 'transcript', at, speaker: 'caller', text, final: true },
      })),
    ];
    const body = JSON.stringify(events);
    const stamp = String(Math.floor(Date.now() / 1000));
    const mac = createHmac('sha256', SECRET).update(`${stamp}.${body}`).digest('hex');
    const signed = { 'x-mingbai-timestamp': stamp, 'x-mingbai-signature': `v1=${mac}` };
    const told = await clientOf(service.base).post('/api/hotline/events', body, signed);
    expect(told.status, told.text).to.equal(200);
    const operator = clients.get('operator')!;
    await operator.send('POST', '/api/staff/desk/calls/xss/take', {});
    await shows(await open('/desk', 'operator'), texts, ['button.line']);
    const chat = await startChat(service);
    await chat.say('转人工');
    await chat.post({ type: 'message', text: texts[0] });
    await shows(await open('/desk', 'operator'), [texts[0] ?? ''], ['button.line']);
  });
});
