/** The shipped configuration of nginx in a real nginx, in front of two processes of the service on one PostgreSQL. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { type WebSocket } from 'ws';
import { CHOSEN_PASSWORD, firstStaff, type StaffSessions } from '../../scripts/chaos/client.ts';
import { type RunningService, startService } from '../../scripts/chaos/service.ts';
import { temporaryPostgres } from '../services/support/postgres.ts';
import { nginxBinary, type RunningNginx, SHIPPED, startNginx } from '../support/nginx.ts';
import { type Reply } from '../support/tls-client.ts';

const MEGABYTE = 1024 * 1024;
const TOKEN = 'a-token-of-at-least-24-characters';
const QUESTION = '低保多久能批下来';
const COMPLAINT = { kind: '投诉', text: '材料九月初交到镇上，到现在没有消息，窗口让等着' };
const WORDS = parse(readFileSync('knowledge/content/words/errors.yaml', 'utf8')) as Record<
  string,
  string
>;
const PAGE_WORDS = parse(readFileSync('knowledge/content/words/pages.yaml', 'utf8')) as Record<
  string,
  string
>;

const photo = (megabytes: number): Buffer => {
  const bytes = Buffer.alloc(megabytes * MEGABYTE);
  Buffer.from('89504e470d0a1a0a', 'hex').copy(bytes);
  return bytes;
};

interface Conversation {
  readonly conversationId: string;
  readonly token: string;
  readonly streamUrl: string;
}

describe('The shipped nginx.conf in a real nginx', function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-behind-'));
  const ends: (() => Promise<unknown>)[] = [];
  let one: RunningService;
  let two: RunningService;
  let nginx: RunningNginx;
  let staff: StaffSessions;

  before(async function () {
    const instance = (url: string): Promise<RunningService> =>
      startService({
        command: {
          args: ['--import', 'tsx', 'test/bot/support/chaos-child.ts'],
          movableClock: true,
        },
        folder,
        env: {
          ...{ DATABASE_URL: url, TRUST_PROXY: '1', TLS: 'on', RATE_LIMITS: 'on' },
          ...{ METRICS_TOKEN: TOKEN, HOTLINE_SECRET: TOKEN },
        },
      });
    try {
      if (nginxBinary() === null) throw new Error('there is no nginx on this machine');
      const { url, drop } = await temporaryPostgres();
      ends.push(drop);
      one = await instance(url);
      ends.unshift(() => one.kill());
      two = await instance(url);
      ends.unshift(() => two.kill());
      nginx = await startNginx([one.base, two.base]);
      ends.unshift(() => nginx.stop());
    } catch (thrown) {
      if (process.env['CI'] === 'true') throw thrown;
      process.stderr.write(`  ! nginx is not seen working here: ${String(thrown)}\n`);
      return this.skip();
    }
    staff = await firstStaff(one.base, one.said() + two.said());
  });
  after(async () => {
    for (const end of ends) await end();
    rmSync(folder, { recursive: true, force: true });
  });

  const bearer = ({ token }: Conversation): Record<string, string> => ({
    authorization: `Bearer ${token}`,
  });
  const say = ({ conversationId, ...chat }: Conversation, text: string): Promise<Reply> =>
    nginx.call(`/directline/conversations/${conversationId}/activities`, {
      method: 'POST',
      headers: bearer({ conversationId, ...chat }),
      body: { type: 'message', text },
    });
  const begin = async (): Promise<Conversation> => {
    const begun = await nginx.call('/directline/conversations', { method: 'POST' });
    expect(begun.status).to.equal(201);
    return begun.json as unknown as Conversation;
  };
  const file = (): Promise<Reply> =>
    nginx.call('/api/tickets', { method: 'POST', body: COMPLAINT });

  it('gives the page over TLS, in HTTP/1.1 and HTTP/2, and leads whoever comes without TLS there', async () => {
    const { status, text, headers } = await nginx.call('/');
    expect(status).to.equal(200);
    expect(text).to.include('<html lang="zh-CN">');
    expect(headers['strict-transport-security']).to.match(/^max-age=\d{7,}/u);
    expect(await nginx.statusOverHttp2('/')).to.equal(200);
    const plain = get({
      port: nginx.plainPort,
      path: '/progress?a=b',
      headers: { host: 'example.cn' },
    });
    const [response] = (await once(plain, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).to.equal(308);
    expect(response.headers.location).to.equal('https://example.cn/progress?a=b');
  });

  it('carries a chat: the question in, the answer out on the stream', async () => {
    const chat = await begin();
    expect(chat.streamUrl).to.match(new RegExp(`^${nginx.base.replace('https', 'wss')}/`, 'u'));
    const stream = nginx.socket(chat.streamUrl);
    await once(stream, 'open');
    const answered = hears(
      stream,
      ({ from, channelData }) => from.role === 'bot' && channelData?.['answer'] !== undefined,
    );
    expect((await say(chat, QUESTION)).status).to.equal(200);
    const { text } = await answered;
    expect(text).to.not.equal('');
    stream.terminate();
    // The address of the stream has the token that opens the chat.
    expect(nginx.log()).to.include('/stream 101').and.not.include(chat.token);
  });

  it('turns a connection into nothing but a stream', async () => {
    const headers = { connection: 'upgrade', upgrade: 'h2c', 'http2-settings': 'AAMAAABkAAQAAP__' };
    expect((await nginx.call('/healthz', { headers })).status).to.equal(200);
  });

  it('carries the live news of desk and office as they come', async () => {
    const desk = await nginx.follow('/api/staff/desk/stream', { ...staff.supervisor });
    const office = await nginx.follow('/api/staff/stream', { ...staff.supervisor });
    expect([desk.status, office.status]).to.deep.equal([200, 200]);
    await Promise.all([desk.until('retry: 2000'), office.until(': hello')]);
    const { number } = (await file()).json;
    await office.until(String(number));
    const event = {
      callId: 'call-1',
      type: 'ringing',
      at: new Date().toISOString(),
      caller: '13805350001',
    };
    const body = Buffer.from(JSON.stringify(event));
    const stamp = String(Math.floor(Date.now() / 1000));
    const mac = createHmac('sha256', TOKEN).update(`${stamp}.`).update(body).digest('hex');
    const headers = {
      'content-type': 'application/json',
      ...{ 'x-mingbai-timestamp': stamp, 'x-mingbai-signature': `v1=${mac}` },
    };
    const told = await nginx.call('/api/hotline/events', { method: 'POST', headers, body });
    expect(told.status, told.text).to.equal(200);
    await desk.until('"callId":"call-1"');
    desk.stop();
    office.stop();
  });

  it('takes a photo of 5 MB, a form with several and a message with several, and no more than the service would', async () => {
    const { number, queryCode } = (await file()).json;
    const hand = (megabytes: number): Promise<Reply> =>
      nginx.call(`/api/tickets/${String(number)}/attachments`, {
        method: 'POST',
        headers: {
          'content-type': 'application/octet-stream',
          ...{ 'x-file-name': 'a.png', 'x-query-code': String(queryCode) },
        },
        body: photo(megabytes),
      });
    expect((await hand(5)).status).to.equal(201);
    isRefused(await hand(7), 413, 'request.too-large');

    const form = async (megabytes: number): Promise<Reply> => {
      const fields = { ...COMPLAINT, privacy: 'anonymous', key: `form-${String(megabytes)}` };
      const filled = new FormData();
      for (const [name, value] of Object.entries(fields)) filled.append(name, value);
      for (let n = 0; n < 4; n += 1)
        filled.append('files', new Blob([photo(megabytes / 4)]), `${String(n)}.png`);
      const { body, type } = await bytesOf(filled);
      // The form of a page at a port that is not the usual one is no form of somebody else.
      const headers = { 'content-type': type, origin: nginx.base };
      return nginx.call('/complaint', { method: 'POST', headers, body });
    };
    const filed = await form(16);
    expect(filed.status, filed.text.slice(0, 2000)).to.equal(201);
    const full = await form(24);
    expect(full.status).to.equal(422);
    expect(full.text).to.include(COMPLAINT.text);
    const tooMuch = await form(40);
    expect(tooMuch.status).to.equal(413);
    isPage(tooMuch, 'request.too-large');

    const chat = await begin();
    const message = new FormData();
    const activity = JSON.stringify({ type: 'message', text: '我来交材料' });
    message.append(
      'activity',
      new Blob([activity], { type: 'application/vnd.microsoft.activity' }),
    );
    for (let n = 0; n < 3; n += 1) message.append('file', new Blob([photo(4)]), `${String(n)}.png`);
    const { body, type } = await bytesOf(message);
    const sent = await nginx.call(`/directline/conversations/${chat.conversationId}/upload`, {
      method: 'POST',
      headers: { ...bearer(chat), 'content-type': type },
      body,
    });
    expect(sent.status, sent.text).to.equal(200);
  });

  it('believes nothing that a caller says about its own address', async () => {
    const signed = await nginx.call('/api/staff/session', {
      method: 'POST',
      headers: {
        ...{
          'x-forwarded-for': '6.6.6.6',
          forwarded: 'for=7.7.7.7;proto=http',
          'x-real-ip': '8.8.8.8',
        },
        ...{ 'x-forwarded-proto': 'http', 'x-forwarded-host': 'evil.example' },
      },
      body: { login: 'chaos-auditor', password: CHOSEN_PASSWORD },
      from: '127.0.0.3',
    });
    expect(signed.status).to.equal(200);
    const [cookie = ''] = signed.headers['set-cookie'] ?? [];
    expect(cookie).to.match(/^__Host-.*; *Secure/iu);
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    const { sessions } = (await nginx.call('/api/staff/sessions', { headers })).json;
    const addresses = (sessions as readonly { ip: string }[]).map(({ ip }) => ip);
    expect(addresses).to.include('127.0.0.3');
    expect(addresses.filter((ip) => !ip.startsWith('127.'))).to.deep.equal([]);
  });

  it('keeps the figures from the world, with a token too', async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    isRefused(await nginx.call('/metrics', { headers }), 403, 'access.denied');
    const own = await fetch(`${one.base}/metrics`, { headers });
    expect(own.status).to.equal(200);
    await own.text();
  });

  it('turns a flood away in Chinese and with a time to wait, whatever address it claims, and nobody else', async () => {
    const flood: Reply[] = [];
    const refused = (begin: string): Reply | undefined =>
      flood.find(({ status, text }) => status === 429 && text.startsWith(begin));
    // A slow machine needs more of them before it is too many.
    for (let round = 0; round < 20 && !(refused('{') && refused('<')); round += 1)
      flood.push(
        ...(await Promise.all(
          Array.from({ length: 200 }, (_, n) =>
            nginx.call(n % 2 === 0 ? '/api/contacts' : '/help', {
              from: '127.0.0.2',
              headers: { 'x-forwarded-for': `9.9.${String(round)}.${String(n)}` },
            }),
          ),
        )),
      );
    expect(flood.filter(({ status }) => status === 200).length).to.be.at.least(100);
    const [program, person] = [refused('{'), refused('<')];
    isRefused(program!, 429, 'rate.limited');
    isPage(person!, 'rate.limited');
    for (const reply of [program, person])
      expect(Number(reply?.headers['retry-after'])).to.be.within(1, 60);
    expect((await nginx.call('/healthz')).status).to.equal(200);
  });

  it('says what it refuses by itself in the words of the service', () => {
    const conf = readFileSync(SHIPPED, 'utf8');
    const table = (name: string): Map<string, string> => {
      const [, rows = ''] =
        new RegExp(`map \\$status \\$${name} \\{([^}]*)\\}`, 'u').exec(conf) ?? [];
      const pairs = [...rows.matchAll(/^\s*(\S+)\s+'?([^';]*)'?;$/gmu)];
      return new Map(pairs.map(([, status = '', value = '']) => [status, value]));
    };
    const words = table('refused_words');
    const codes = table('refused_code');
    expect(codes.size).to.be.greaterThan(4);
    expect(words).to.have.all.keys(...codes.keys());
    for (const [status, code] of codes) expect(words.get(status), status).to.equal(WORDS[code]);
  });

  it('goes on at the other instance when one is killed in the middle', async () => {
    const chats = [await begin(), await begin()];
    for (const chat of chats) expect((await say(chat, QUESTION)).status).to.equal(200);
    // Its two workers deal out in turn, each for itself: of three in a row one is at either instance.
    const streams: WebSocket[] = [];
    for (const { streamUrl } of [...chats, ...chats.slice(1)]) {
      streams.push(nginx.socket(streamUrl));
      await once(streams.at(-1)!, 'open');
    }
    const closed = Promise.race(streams.map((stream) => once(stream, 'close')));
    await one.kill();
    await closed;
    for (let n = 0; n < 12; n += 1) {
      expect((await nginx.call('/')).status).to.equal(200);
      expect((await file()).status).to.equal(201);
      expect((await say(chats[n % 2]!, QUESTION)).status).to.equal(200);
    }
    for (const chat of chats) {
      const path = `/directline/conversations/${chat.conversationId}`;
      const again = await nginx.call(path, { headers: bearer(chat) });
      const stream = nginx.socket((again.json as unknown as Conversation).streamUrl);
      const answered = hears(stream, ({ from }) => from.role === 'bot');
      await once(stream, 'open');
      expect((await say(chat, QUESTION)).status).to.equal(200);
      await answered;
      stream.terminate();
    }
    for (const stream of streams) stream.terminate();
  });

  it('says that it is closed, and when to come again, when no instance is left', async () => {
    await two.kill();
    for (const path of ['/api/ask', '/directline/conversations']) {
      const body = { question: QUESTION };
      const reply = await nginx.call(path, { method: 'POST', body });
      isRefused(reply, 503, 'unavailable');
      expect(reply.headers['retry-after']).to.equal('5');
    }
    const page = await nginx.call('/progress');
    expect(page.status).to.equal(503);
    isPage(page, 'unavailable');
    expect((await nginx.call('/_refused/person')).status).to.equal(404);
  });
});

/** Refused as a program is told. */
function isRefused(reply: Reply, status: number, code: string): void {
  expect(reply.status, reply.text).to.equal(status);
  expect(reply.headers['content-type']).to.equal('application/json; charset=utf-8');
  const error = reply.json['error'] as Record<string, string>;
  expect(error).to.include({ code, message: WORDS[code] });
  expect(error['requestId']).to.match(/^[0-9a-f]{32}$/u);
}

/** Refused as a person reads it. */
function isPage({ headers, text }: Reply, code: string): void {
  expect(headers['content-type']).to.equal('text/html; charset=utf-8');
  expect(text).to.include(`<p>${String(WORDS[code])}</p>`);
  for (const key of ['page.trouble', 'page.home']) expect(text).to.include(PAGE_WORDS[key]);
  expect(text).to.not.match(/nginx|[a-z]{5,} [a-z]{3,} [a-z]{3,}/u);
}

async function bytesOf(form: FormData): Promise<{ body: Buffer; type: string }> {
  const sent = new Response(form);
  const type = sent.headers.get('content-type') ?? '';
  return { body: Buffer.from(await sent.arrayBuffer()), type };
}

interface Heard {
  readonly text?: string;
  readonly from: { readonly role: string };
  readonly channelData?: Readonly<Record<string, unknown>>;
}

/** The first activity on a stream, from now on, for which this is so. */
function hears(stream: WebSocket, holds: (activity: Heard) => boolean): Promise<Heard> {
  return new Promise((resolve) => {
    stream.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      if (text === '') return;
      const { activities } = JSON.parse(text) as { activities: readonly Heard[] };
      const found = activities.find(holds);
      if (found !== undefined) resolve(found);
    });
  });
}
