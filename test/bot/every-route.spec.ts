import { connect } from 'node:net';
import { expect } from 'chai';
import { type Route } from '../../services/http/route.ts';
import { type RunningService, runService } from './support/small-service.ts';

const STACK = /\bat .+:\d+:\d+|node_modules|SQLITE|\.ts\b/u;

/** A path with something in every place that has a name. */
const addressOf = ({ path }: Route): string => path.replace(/[:*](\w+)/gu, 'x%00y');

const BODIES: readonly (readonly [what: string, type: string, body: string])[] = [
  ['no JSON', 'application/json', '{"a":'],
  ['a list', 'application/json', '[1,2]'],
  ['null', 'application/json', 'null'],
  [
    'wrong types',
    'application/json',
    '{"question":{"a":1},"text":7,"kind":[],"type":"invoke","login":{}}',
  ],
  ['a prototype', 'application/json', '{"__proto__":{"admin":true},"constructor":1}'],
  ['too deep', 'application/json', `${'['.repeat(5000)}${']'.repeat(5000)}`],
  ['another charset', 'application/json; charset=gbk', '{}'],
  ['XML', 'application/xml', '<a/>'],
  ['broken text', 'application/json', '{"question":"\\ud800\\u0000"}'],
  ['a field twice', 'application/x-www-form-urlencoded', 'question=a&question=b'],
];

describe('Every route', function () {
  this.timeout(120_000);
  let service: RunningService;
  before(async () => {
    service = await runService();
  });
  after(() => service.close());

  const send = async (
    path: string,
    init: RequestInit,
  ): Promise<{ status: number; text: string }> => {
    const response = await fetch(service.base + path, { redirect: 'manual', ...init });
    return { status: response.status, text: await response.text() };
  };
  const refusesPlainly = (
    what: string,
    { status, text }: { status: number; text: string },
  ): void => {
    expect(status, what).to.be.within(200, 499);
    expect(text, what).not.to.match(STACK);
    if (status < 400) return;
    if (text.startsWith('{')) {
      const { error } = JSON.parse(text) as { error: { code: string; message: string } };
      expect(error.code, what).to.match(/^[a-z-]+(\.[a-z-]+)*$/u);
      expect(error.message, what).to.match(/[\u4e00-\u9fff]/u);
    } else expect(text, what).to.match(/[\u4e00-\u9fff]/u);
  };

  it('answers a malformed request with 4xx, a code and a Chinese sentence, never with a stack', async () => {
    for (const route of service.routes) {
      const method = route.method.toUpperCase();
      if (route.produces === 'text/event-stream') continue;
      const path = addressOf(route);
      refusesPlainly(`${method} ${path}?a=1&a=2`, await send(`${path}?a=1&a=2`, { method }));
      if (method === 'GET') continue;
      for (const [what, type, body] of BODIES) {
        const headers = { 'content-type': type };
        refusesPlainly(`${method} ${path}: ${what}`, await send(path, { method, headers, body }));
      }
    }
  });

  it('refuses a body of more than it takes, wherever one is taken', async () => {
    for (const route of service.routes.filter(
      ({ body, access }) => body && access.kind === 'public',
    )) {
      const body = JSON.stringify({ text: '长'.repeat(2_000_000) });
      const headers = { 'content-type': 'application/json' };
      const { status } = await send(addressOf(route), { method: 'POST', headers, body });
      expect(status, route.id).to.be.oneOf([413, 415, 404]);
    }
  });

  it('answers other methods with 405 and what is allowed', async () => {
    const response = await fetch(`${service.base}/api/ask`, { method: 'PATCH' });
    expect(response.status).to.equal(405);
    expect(response.headers.get('allow')).to.equal('POST');
  });

  it('has a sentence even for what is no HTTP', async () => {
    const { port } = new URL(service.base);
    for (const [bytes, status] of [
      ['GET / HTTP/9\r\n\r\n', '400'],
      [`GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, '431'],
    ] as const) {
      const answer = await new Promise<string>((resolve) => {
        let text = '';
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
        socket.on('data', (data) => (text += data.toString()));
        socket.on('error', () => resolve(text));
        socket.on('close', () => resolve(text));
      });
      expect(answer).to.include(`HTTP/1.1 ${status}`);
      expect(answer).to.match(/[\u4e00-\u9fff]/u);
    }
  });

  it('is described, and the description can be browsed without a script', async () => {
    const description = JSON.parse((await send('/api/openapi.json', {})).text) as {
      openapi: string;
      paths: Record<string, unknown>;
    };
    expect(description.openapi).to.equal('3.1.0');
    const described = new Set(Object.keys(description.paths));
    for (const { path } of service.routes)
      expect(described).to.include(path.replace(/[:*](\w+)/gu, '{$1}'));
    const page = await send('/api/docs', {});
    expect(page.status).to.equal(200);
    // The frame brings one script of our own that no page needs; nothing stands inline, nothing comes from elsewhere.
    expect(page.text).not.to.match(/<script(?! src="\/assets\/)|(?:src|href)="https?:/u);
  });
});
