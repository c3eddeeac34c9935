import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { strFromU8, unzipSync } from 'fflate';
import { type Browser, type Page } from 'playwright-core';
import { type Role } from '../../services/staff/role.ts';
import { clientOf } from '../services/support/http.ts';
import { complaint, wholeOutcome } from '../services/support/office.ts';
import { signedIn, type StaffClient } from '../services/support/staff-client.ts';
import { hasChromium, openBrowser } from './support/browser.ts';
import { ATTACKS, pieces, SHORT, type WatchedPages, watchedPages } from './support/hostile.ts';
import { type RunningService, runService } from './support/service.ts';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10]);
/** What a PDF could do by itself; a letter does nothing. */
const ACTIVE = /\/(?:JavaScript|JS|Launch|OpenAction|AA|URI|SubmitForm|EmbeddedFile|RichMedia)\b/u;
const ALL = ATTACKS.join(' ');

describe('text from strangers in the forms, and in what leaves the house', function () {
  this.timeout(300_000);
  if (!hasChromium()) {
    it('is not tested here: no Chromium');
    return;
  }
  let service: RunningService;
  let browser: Browser;
  let pages: WatchedPages;
  const clients = new Map<Role, StaffClient>();
  const as = (role: Role): StaffClient => clients.get(role)!;

  before(async () => {
    [service, browser] = await Promise.all([runService({ LOG_LEVEL: 'silent' }), openBrowser()]);
    pages = watchedPages(browser, service.base);
    const app = clientOf(service.base);
    for (const role of ['supervisor', 'operator', 'handler', 'editor'] as const)
      clients.set(role, await signedIn(app, service.office, role));
  });
  after(async () => {
    await browser.close();
    await service.close();
  });
  afterEach(() => {
    expect(pages.harm.splice(0)).to.deep.equal([]);
  });

  /** Sends a form with more fields than the page offers, as only a stranger does. */
  const sent = async (page: Page, path: string, fields: object): Promise<void> => {
    const loaded = page.waitForEvent('load');
    await page.evaluate(sending(path, fields));
    await loaded;
  };
  let filings = 0;
  const file = async (change: object): Promise<{ number: string; queryCode: string }> => {
    const app = clientOf(service.base);
    const key = { 'idempotency-key': `forms-${String((filings += 1))}` };
    const filed = await app.post('/api/tickets', { ...complaint, ...change }, key);
    expect(filed.status, filed.text).to.equal(201);
    return filed.json as never;
  };
  /** A ticket that was worked on with attacks in every field, and is closed. */
  const closed = async (): Promise<{ number: string; queryCode: string; said: string[] }> => {
    const said = pieces(190);
    const filed = await file({ text: pieces(1900)[0] });
    const { number } = filed;
    const outcome = {
      ...wholeOutcome,
      found: ALL,
      reasons: ALL,
      nextSteps: ALL,
      plain: ALL,
      contact: said[0],
    };
    const steps: [StaffClient, object][] = [
      [as('supervisor'), { action: 'accept' }],
      [as('supervisor'), { action: 'assign', unit: '甲镇' }],
      [as('handler'), { action: 'draft-outcome', outcome }],
      [as('supervisor'), { action: 'approve' }],
      [as('supervisor'), { action: 'close' }],
    ];
    for (const [client, command] of steps) {
      const { status, text } = await client.act(number, command);
      expect(status, text).to.equal(200);
    }
    return { ...filed, said: [...said.slice(0, 1), ...ATTACKS] };
  };

  it('comes back in /complaint as it was typed, in every field', async () => {
    const typed = await pages.open('/complaint');
    for (const id of ['text', 'town', 'name', 'phone']) await typed.fill(`#${id}`, ALL);
    await typed.locator('form[action="/complaint"] button.main-action').click();
    await typed.locator('.problem').first().waitFor();
    await pages.shows(typed, ATTACKS);
    const forged = await pages.open('/complaint');
    const names = ['kind', 'text', 'programme', 'district', 'town', 'incidentDate'];
    const rest = ['privacy', 'name', 'phone', 'consent', 'key', 'notice'];
    const fields = Object.fromEntries([...names, ...rest].map((name) => [name, ALL]));
    await sent(forged, '/complaint', fields);
    await pages.shows(forged, ATTACKS);
  });

  it('is text in /ask, /policy, /standards, /help and wherever an address carries it', async () => {
    const page = await pages.open('/policy');
    for (const question of pieces(900)) {
      await sent(page, '/ask', { question, district: SHORT[0] });
      await pages.reads(page, [question]);
    }
    for (const q of pieces(190)) {
      await page.goto(`${service.base}/policy?q=${encodeURIComponent(q)}`);
      await pages.reads(page, [q]);
    }
    for (const [at, short] of SHORT.entries()) {
      const value = encodeURIComponent(short);
      await page.goto(`${service.base}/progress?number=${value}`);
      await pages.reads(page, [short]);
      // What is no day and no district is shown nowhere: some are enough.
      if (at % 8 > 0) continue;
      for (const path of ['/standards?district=', '/standards?asOf=', '/help?district=']) {
        await page.goto(service.base + path + value);
        await pages.reads(page, []);
      }
    }
    await page.context().close();
  });

  it('is text in /progress: what was asked for in vain, the outcome, the steps, the names of papers', async () => {
    const page = await pages.open('/progress');
    for (const short of SHORT.slice(0, 6)) {
      await page.fill('#number', short);
      await page.fill('#code', short);
      await page.locator('form[action="/progress"] button.main-action').click();
      await page.locator('.problem').first().waitFor();
      await pages.reads(page, [short]);
    }
    const { number, queryCode, said } = await closed();
    const look = { number, code: queryCode };
    await sent(page, '/progress', look);
    await page.locator('details.fold summary').first().click();
    await pages.reads(page, said);
    await sent(page, '/progress/reopen', { ...look, reason: pieces(490)[0] });
    await pages.shows(page, [number]);
    const cookie = as('supervisor').headers['cookie'];
    const seen = await pages.open(`/supervision/tickets/${number}`, cookie);
    await pages.shows(seen, [pieces(490)[0] ?? '']);
  });

  it('is text among the questions that nobody could answer', async () => {
    const app = clientOf(service.base);
    for (const question of pieces(300)) {
      const { json: answer } = await app.post('/api/ask', { question });
      // Whoever is not helped says so, and the question lies before an editor.
      const body = { answerId: answer['id'], useful: false };
      expect((await app.post('/api/feedback', body)).status).to.be.below(300);
    }
    const { json } = await as('editor').get('/api/staff/library/unanswered?state=open');
    const groups = json['groups'] as { question: string; said: string[] }[];
    const texts = groups.flatMap(({ question, said }) => [question, ...said]);
    expect(texts.filter((text) => text.includes('window.ran='))).to.have.length.of.at.least(5);
    const page = await pages.open('/knowledge/unanswered', as('editor').headers['cookie']);
    await page.locator('article.asked').first().waitFor();
    await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
    await pages.shows(page, texts);
  });

  it('is text in a letter, which does nothing by itself', async () => {
    const { number, said } = await closed();
    const letter = await as('operator').bytes(`/api/staff/tickets/${number}/letter`);
    const path = join(tmpdir(), `letter-${number}.pdf`);
    writeFileSync(path, letter);
    const text = execFileSync('pdftotext', ['-raw', path, '-'], { encoding: 'utf8' });
    const bare = (words: string): string => words.replace(/\s+/gu, '');
    for (const one of said) expect(bare(text)).to.include(bare(one));
    expect(Buffer.from(letter).toString('latin1')).not.to.match(ACTIVE);
  });

  it('is text in a sheet, in the proof of a ticket and in the names of its papers', async () => {
    for (const district of SHORT) await file({ district });
    const { number, queryCode } = await file({ text: pieces(1900)[0] });
    const names = [...SHORT.slice(0, 3), '../../../etc/passwd', '..\\..\\a.jpg', '/a/b.jpg'];
    for (const name of names) {
      const headers = {
        'content-type': 'application/octet-stream',
        'x-file-name': encodeURIComponent(name),
        'x-query-code': queryCode,
      };
      const path = `${service.base}/api/tickets/${number}/attachments`;
      const handed = await fetch(path, { method: 'POST', headers, body: JPEG });
      expect(handed.status, await handed.text()).to.equal(201);
    }
    const book = unzipSync(await as('supervisor').bytes('/api/staff/export?format=xlsx'));
    for (const [path, bytes] of Object.entries(book)) {
      const xml = strFromU8(bytes);
      expect(xml, path).not.to.match(
        /<(?:script|img|svg|iframe|body|math|input|a|f|hyperlink)\b/iu,
      );
    }
    const sheet = strFromU8(book['xl/worksheets/sheet1.xml']!);
    for (const district of SHORT) expect(unescaped(sheet)).to.include(district);
    const proof = unzipSync(await as('supervisor').bytes(`/api/staff/tickets/${number}/evidence`));
    for (const path of Object.keys(proof))
      expect(path).to.match(/^(?:attachments\/[\da-f]{8}-)?[^/\\<>"]+$/u);
    expect(Object.keys(proof).filter((path) => path.startsWith('attachments/'))).to.have.length(
      names.length,
    );
    const { text } = JSON.parse(strFromU8(proof['ticket.json']!)) as { text: string };
    expect(text).to.equal(pieces(1900)[0]);
  });
});

const unescaped = (xml: string): string =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

/** In the page: makes a form of any fields and sends it. */
const sending = (path: string, fields: object): string => `{
  const form = document.createElement('form');
  form.method = 'post';
  form.action = ${JSON.stringify(path)};
  for (const [name, value] of Object.entries(${JSON.stringify(fields)})) {
    const input = document.createElement('input');
    [input.name, input.value] = [name, value];
    form.append(input);
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}`;
