import { expect } from 'chai';
import { z } from 'zod';
import { AppError } from '../../../services/errors.ts';
import { json } from '../../../services/http/reply.ts';
import { publicRoute, staffRoute } from '../../../services/http/route.ts';
import { type StaffSession } from '../../../services/http/staff-gate.ts';
import { type RunningApp, runApp } from '../support/http.ts';

const PLANTED = '370602195001011234';

const echo = publicRoute({
  id: 'echo',
  method: 'post',
  path: '/api/echo/:n',
  summary: 'Says it again',
  limit: 'ask',
  params: z.strictObject({ n: z.string().regex(/^\d+$/) }),
  query: z.strictObject({ loud: z.string().optional() }),
  body: z.strictObject({
    text: z.string().min(1).max(10),
    day: z.iso.date().optional(),
    kind: z.enum(['投诉', '举报']).optional(),
    more: z.unknown().optional(),
  }),
  response: z.strictObject({ text: z.string(), n: z.string() }),
  handle: ({ body, params }) => {
    if (body.text === 'break') throw new Error(`boom ${PLANTED}`);
    if (body.text === 'busy') throw new AppError('storage.busy');
    return json({ text: body.text, n: params.n });
  },
});

const supervise = staffRoute({
  id: 'supervise',
  method: 'post',
  path: '/api/staff/supervise',
  summary: 'Only supervisors',
  limit: 'staff',
  roles: ['supervisor'],
  response: z.strictObject({ by: z.string() }),
  handle: ({ staff }) => json({ by: staff.login }),
});

const member = { id: 's1', login: 'li', name: '李', role: 'supervisor', unit: null } as const;
const sessions: Record<string, StaffSession> = {
  good: { id: 'a', member, csrf: 'token' },
  operator: { id: 'b', member: { ...member, role: 'operator' }, csrf: 'token' },
};

describe('the doors', () => {
  let app: RunningApp;
  before(async () => {
    app = await runApp({
      routes: [echo, supervise],
      gate: { session: (token) => Promise.resolve(sessions[token] ?? null) },
    });
  });
  after(() => app.close());

  it('answer what fits the declaration, under a request number of our own', async () => {
    const reply = await app.post('/api/echo/7', { text: '低保' }, { 'x-request-id': 'mine' });
    expect(reply.status).to.equal(200);
    expect(reply.json).to.deep.equal({ text: '低保', n: '7' });
    expect(reply.headers.get('x-request-id')).to.match(/^[0-9a-f-]{36}$/);
  });

  const refusals: [string, unknown, number, string][] = [
    ['text that is no JSON', '{"text":', 400, 'request.malformed'],
    ['JSON that is no object', '[]', 422, 'request.invalid'],
    ['a body of null', 'null', 422, 'request.invalid'],
    ['a missing field', {}, 422, 'request.invalid'],
    ['a field of another type', { text: 1 }, 422, 'request.invalid'],
    ['a field that nobody declared', { text: 'a', role: 'administrator' }, 422, 'request.invalid'],
    ['a day that is none', { text: 'a', day: '2026-02-30' }, 422, 'request.invalid'],
    ['a word outside the list', { text: 'a', kind: '表扬' }, 422, 'request.invalid'],
    ['text that is too long', { text: '字'.repeat(11) }, 422, 'request.invalid'],
    ['text far too long', { text: '字'.repeat(70_000) }, 413, 'request.too-large'],
    ['a prototype', '{"text":"a","more":{"__proto__":{"x":1}}}', 400, 'request.malformed'],
    [
      'what is nested too deep',
      `{"text":"a","more":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
      400,
      'request.too-deep',
    ],
  ];
  for (const [what, body, status, code] of refusals)
    it(`refuse ${what} in plain Chinese`, async () => {
      const { status: got, error } = await app.post('/api/echo/7', body);
      expect([got, error.code]).to.deep.equal([status, code]);
      expect(error.message).to.match(/^[\p{Script=Han}，。“”、0-9]+$/u);
      for (const { message } of error.fields ?? []) expect(message).to.match(/\p{Script=Han}/u);
    });

  it('name every field that is wrong', async () => {
    const { error } = await app.post('/api/echo/7', { day: 'x', kind: 1, role: 'a' });
    expect(error.fields).to.deep.equal([
      { field: 'text', message: '这一项要填。' },
      { field: 'day', message: '日期要写成“2026-05-01”这样，而且真有这一天。' },
      { field: 'kind', message: '只能填：投诉、举报。' },
      { field: 'role', message: '没有这一项，请去掉。' },
    ]);
  });

  it('refuse other media types, character sets and no body at all', async () => {
    const post = (type: string | null) =>
      app.send('/api/echo/7', {
        method: 'POST',
        ...(type ? { headers: { 'content-type': type }, body: '{"text":"a"}' } : {}),
      });
    expect((await post('text/plain')).error.code).to.equal('media-type.unsupported');
    expect((await post('application/json; charset=gbk')).error.code).to.equal(
      'media-type.unsupported',
    );
    expect((await post('application/json; charset=utf-8')).status).to.equal(200);
    expect((await post(null)).error.code).to.equal('request.malformed');
  });

  it('refuse bytes that are no UTF-8 instead of guessing', async () => {
    const reply = await app.send('/api/echo/7', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('7b2274657874223a22b5cdb1a3227d', 'hex'),
    });
    expect(reply.error.code).to.equal('request.malformed');
  });

  it('store neither NUL nor half characters', async () => {
    const reply = await app.post('/api/echo/7', '{"text":"低\\u0000保\\ud800"}');
    expect(reply.json['text']).to.equal('低保\ufffd');
  });

  it('refuse a parameter that stands twice, one that nobody declared and a path that does not fit', async () => {
    expect((await app.post('/api/echo/7?loud=1&loud=2', { text: 'a' })).error.code).to.equal(
      'request.malformed',
    );
    expect((await app.post('/api/echo/7?quiet=1', { text: 'a' })).error.code).to.equal(
      'request.invalid',
    );
    expect((await app.post('/api/echo/seven', { text: 'a' })).error.code).to.equal('not-found');
    expect((await app.post('/api/echo/%2e%2e%2f', { text: 'a' })).error.code).to.equal('not-found');
    expect((await app.post('/api/echo/%zz', { text: 'a' })).error.code).to.equal(
      'request.malformed',
    );
  });

  it('say which methods a path has', async () => {
    const reply = await app.send('/api/echo/7');
    expect([reply.status, reply.headers.get('allow')]).to.deep.equal([405, 'POST']);
    expect(reply.error.code).to.equal('method.not-allowed');
  });

  it('never show what went wrong inside', async () => {
    const reply = await app.post('/api/echo/7', { text: 'break' });
    expect(reply.status).to.equal(500);
    expect(reply.text).not.to.match(new RegExp(`${PLANTED}|boom|\\.ts|node_modules|\\n\\s+at `));
    expect(reply.error).to.include({
      code: 'internal',
      requestId: reply.headers.get('x-request-id'),
    });
  });

  it('say when to come back', async () => {
    const reply = await app.post('/api/echo/7', { text: 'busy' });
    expect([reply.status, reply.headers.get('retry-after')]).to.deep.equal([503, '5']);
  });

  it('answer unknown addresses to programs in JSON and to people with a page', async () => {
    expect((await app.send('/api/nothing')).error.code).to.equal('not-found');
    const reply = await app.send('/nothing/<script>', { headers: { accept: 'text/html' } });
    expect(reply.status).to.equal(404);
    expect(reply.text).to.include('没有找到这一页').and.not.include('<script>');
  });

  it('allow pages nothing from elsewhere, and do not ask for TLS where there is none', async () => {
    const { headers } = await app.send('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy)
      .to.include("default-src 'self'")
      .and.not.include('upgrade-insecure')
      .and.not.include('unsafe');
    expect(headers.get('strict-transport-security')).to.equal(null);
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('x-powered-by')).to.equal(null);
  });

  const staffCalls: [string, Record<string, string>, number, string][] = [
    ['nobody', {}, 401, 'auth.required'],
    [
      'a session that is unknown',
      { cookie: 'mingbai=other', 'x-csrf-token': 'token' },
      401,
      'auth.required',
    ],
    ['another role', { cookie: 'mingbai=operator', 'x-csrf-token': 'token' }, 403, 'access.denied'],
    ['a page of somebody else', { cookie: 'mingbai=good' }, 403, 'csrf.failed'],
    ['a wrong token', { cookie: 'mingbai=good', 'x-csrf-token': 'other' }, 403, 'csrf.failed'],
    ['the right person', { cookie: 'x=1; mingbai=good', 'x-csrf-token': 'token' }, 200, ''],
  ];
  for (const [who, headers, status, code] of staffCalls)
    it(`let a staff route be called as they should by ${who}`, async () => {
      const reply = await app.send('/api/staff/supervise', { method: 'POST', headers });
      expect([reply.status, reply.error.code]).to.deep.equal([status, code]);
    });
});

describe('the doors under pressure', () => {
  it('turn a caller away who asks too much, and say for how long', async () => {
    const app = await runApp({
      routes: [echo],
      settings: {
        trustProxy: 0,
        tls: false,
        embedOrigins: [],
        rateLimits: true,
        checkReplies: true,
      },
    });
    const replies = await Promise.all(
      Array.from({ length: 130 }, (_, n) =>
        // Without a proxy in front, a header cannot make somebody another caller.
        app.post('/api/echo/7', { text: 'a' }, { 'x-forwarded-for': `10.0.0.${n}` }),
      ),
    );
    await app.close();
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused).to.have.length(10);
    expect(Number(refused[0]!.headers.get('retry-after'))).to.be.within(1, 60);
    expect(refused[0]!.error.code).to.equal('rate.limited');
  });

  it('shed load with 503 while the loop lags', async () => {
    let overloaded = true;
    const app = await runApp({
      routes: [echo],
      load: { isOverloaded: () => overloaded, close: () => undefined },
    });
    const reply = await app.post('/api/echo/7', { text: 'a' });
    expect([reply.status, reply.error.code]).to.deep.equal([503, 'overloaded']);
    expect(reply.headers.get('retry-after')).to.equal('3');
    overloaded = false;
    expect((await app.post('/api/echo/7', { text: 'a' })).status).to.equal(200);
    await app.close();
  });
});
