import { connect } from 'node:net';
import { expect } from 'chai';
import { type Route } from '../../services/http/route.ts';
import { ROLES } from '../../services/staff/role.ts';
import { clientOf } from '../services/support/http.ts';
import { signedIn, type StaffClient } from '../services/support/staff-client.ts';
import { brokenRequests, type Operation } from './support/request-fuzz.ts';
import { type RunningService, runService } from './support/small-service.ts';

const STACK = /\bat .+:\d+:\d+|node_modules|SQLITE|\.ts\b/u;
/** What an attacker would like to read: stacks, folders of the machine, statements, names of libraries, secrets. */
const INSIDE =
  /\bat .+:\d+:\d+|node_modules|\.[cm]?[jt]s:\d|(?:^|[\s"'(])\/(?:home|root|tmp|usr|var|opt|srv|work)\/|sqlite|knex|postgres|zod|\b(?:select|insert into|update|delete from)\b.{0,80}\b(?:from|where|values|set)\b|argon2|"(?:token|csrf|password)":/iu;
/** Declared open, since others' clients send fields of their own there; what they name is dropped (`direct-line.spec.ts`). */
const OPEN_BODIES = ['chat.post', 'chat.refresh', 'chat.start', 'chat.token'];

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

  it('refuses whatever breaks its description in one place, and tells nothing of its inside', async function () {
    this.timeout(600_000);
    const fuzzed = await fuzz(service);
    expect(fuzzed.faults).to.deep.equal([]);
    expect(fuzzed.open.sort()).to.deep.equal(OPEN_BODIES);
    expect(fuzzed.requests).to.be.greaterThan(2000);
    // Most of it got as far as the schemas: nobody was turned away at the gate all the time.
    expect(fuzzed.invalid).to.be.greaterThan(1000);
  });

  it('refuses a body of more than it takes, wherever one is taken', async () => {
    for (const route of service.routes.filter(
      ({ body, access }) => body && access.kind === 'public',
    )) {
      const most = Math.max(6_000_000, route.bodyLimit ?? 0);
      const body = JSON.stringify({ text: '长'.repeat(Math.ceil(most / 3)) });
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

interface Fuzzed {
  requests: number;
  invalid: number;
  readonly faults: string[];
  /** Writing routes whose description allows fields that it does not name. */
  readonly open: string[];
}

type Sent = Pick<Response, 'status'> & { readonly text: string };

interface Described {
  readonly template: string;
  readonly method: string;
  readonly operation: Operation;
  readonly type: string;
  readonly open: boolean;
}

/** Every operation of the description that ends by itself. */
async function described(base: string): Promise<readonly Described[]> {
  const { paths } = JSON.parse((await clientOf(base).send('/api/openapi.json')).text) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  const all = Object.entries(paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const [[type, content] = ['', null]] = Object.entries(operation.requestBody?.content ?? {});
      const { type: kind, additionalProperties } = content?.schema ?? {};
      const open = kind === 'object' && additionalProperties !== false;
      return { ...{ template, method, operation, type, open } };
    }),
  );
  const streams = ({ operation }: Described): boolean =>
    Object.values(operation.responses).some(({ content }) => content?.['text/event-stream']);
  return all.filter((one) => !streams(one));
}

/** Sends every broken request of every described route, as somebody whom the gate lets in. */
async function fuzz(service: RunningService): Promise<Fuzzed> {
  const app = clientOf(service.base);
  const clients = new Map<string, StaffClient>();
  for (const role of ROLES) clients.set(role, await signedIn(app, service.office, role));
  const fuzzed: Fuzzed = { requests: 0, invalid: 0, faults: [], open: [] };
  for (const { template, method, operation, type, open } of await described(service.base)) {
    if (open) fuzzed.open.push(operation.operationId);
    const session = clients.get(operation['x-roles']?.[0] ?? '')?.headers ?? {};
    const send = sender(service.base, method, type, session);
    for (const { what, path, body, must } of brokenRequests(template, operation)) {
      const sent = await send(path, body);
      const fault = faultOf(sent, must);
      fuzzed.requests += 1;
      if (sent.status === 422) fuzzed.invalid += 1;
      if (fault !== null)
        fuzzed.faults.push(`${operation.operationId}: ${what}: ${String(sent.status)} ${fault}`);
    }
  }
  return fuzzed;
}

type Send = (path: string, body: string | undefined) => Promise<Sent>;

function sender(
  base: string,
  method: string,
  type: string,
  session: Readonly<Record<string, string>>,
): Send {
  return async (path, body) => {
    const own = body === undefined ? {} : { 'content-type': type, origin: base };
    const response = await fetch(base + path, {
      ...{ method: method.toUpperCase(), headers: { ...session, ...own }, redirect: 'manual' },
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, text: await response.text() };
  };
}

/** What is wrong with a reply to a broken request; null when nothing is. */
function faultOf({ status, text }: Sent, must: boolean): string | null {
  if (status >= 500) return 'is a fault of ours';
  if (status < 400) return must ? 'was taken' : null;
  if (INSIDE.test(text)) return `tells ${INSIDE.exec(text)?.[0] ?? ''}`;
  if (!text.startsWith('{')) return /[\u4e00-\u9fff]/u.test(text) ? null : 'has no sentence';
  const { error } = JSON.parse(text) as { error?: Readonly<Record<string, unknown>> };
  const whole =
    typeof error?.['code'] === 'string' &&
    typeof error['requestId'] === 'string' &&
    /[\u4e00-\u9fff]/u.test(String(error['message']));
  return whole ? null : 'is no error of ours';
}
