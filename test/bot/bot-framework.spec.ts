import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { botFramework } from '../../bot/channels/bot-framework.ts';
import { clientOf, runApp, type RunningApp, type Answered } from '../services/support/http.ts';
import { type RunningService, runService } from './support/service.ts';

const APP_ID = '11111111-2222-4333-8444-555555555555';
const SERVICE = 'https://smba.example.com/teams/';

/** An issuer of tokens as Bot Framework has one, and a sink that must never be called. */
async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

describe('Bot Framework at /api/messages', function () {
  this.timeout(120_000);
  let running: RunningService;
  let app: RunningApp;
  let issuer: Server;
  let sink: Server;
  let issuerBase: string;
  let sinkBase: string;
  let called = 0;
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const strangers = generateKeyPairSync('rsa', { modulusLength: 2048 });

  before(async () => {
    running = await runService();
    issuer = createServer((request, response) => {
      const jwk = { ...keys.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig' };
      const body = request.url?.endsWith('/keys')
        ? { keys: [{ ...jwk, endorsements: ['msteams'] }] }
        : {
            issuer: issuerBase,
            jwks_uri: `${issuerBase}/keys`,
            id_token_signing_alg_values_supported: ['RS256'],
          };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(body));
    });
    issuerBase = await listening(issuer);
    sink = createServer((_request, response) => {
      called += 1;
      response.end('{}');
    });
    sinkBase = await listening(sink);
    const handle = botFramework({
      account: { appId: APP_ID, password: 'p', tenant: null, serviceHosts: [] },
      host: running.service.conversations.host,
      issuer: { metadataUrl: `${issuerBase}/metadata`, name: issuerBase },
    });
    app = await runApp({ mounts: [{ path: '/api/messages', limit: 'none', handle }] });
  });
  after(async () => {
    await app.close();
    issuer.close();
    sink.close();
    await running.close();
  });

  interface TokenParts {
    readonly claims?: object;
    readonly kid?: string;
    readonly key?: KeyObject;
    readonly alg?: string;
  }
  function token({
    claims = {},
    kid = 'k1',
    key = keys.privateKey,
    alg = 'RS256',
  }: TokenParts = {}): string {
    const now = Math.floor(Date.now() / 1000);
    const payload = {
      ...{ iss: issuerBase, aud: APP_ID, serviceurl: SERVICE, nbf: now - 60, exp: now + 600 },
      ...claims,
    };
    const part = (value: object): string =>
      Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg, typ: 'JWT', kid })}.${part(payload)}`;
    if (alg === 'none') return `${signed}.`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
  }
  const activity = (change: object = {}): object => ({
    ...{ type: 'message', id: Math.random().toString(36), channelId: 'msteams' },
    ...{ serviceUrl: SERVICE, conversation: { id: `a:${Math.random()}` }, from: { id: 'u1' } },
    ...{ recipient: { id: 'bot' }, text: '低保多久能批下来', locale: 'zh-CN' },
    ...change,
  });
  const send = (body: unknown, bearer: string | null = token()): Promise<Answered> =>
    app.post('/api/messages', body, bearer === null ? {} : { authorization: `Bearer ${bearer}` });

  it('answers a channel that proves who it is, in the response itself', async () => {
    const { status, json } = await send(activity());
    expect(status).to.equal(200);
    const { activities } = json as { activities: { text: string; channelData: object }[] };
    expect(activities[0]?.text).to.match(/工作日/u);
    expect(activities[0]?.channelData).to.have.property('answer');
  });

  it('answers the same message once', async () => {
    const one = activity({ id: 'twice', conversation: { id: 'a:twice' } });
    await send(one);
    const again = (await send(one)).json as { activities?: unknown[] };
    expect(again.activities ?? []).to.have.length(0);
  });

  const minuteAgo = (): number => Math.floor(Date.now() / 1000) - 3600;
  const refused: Readonly<Record<string, () => string | null>> = {
    'no token': () => null,
    'a token for another service address': () =>
      token({ claims: { serviceurl: 'https://evil.example/' } }),
    'a token without a service address': () => token({ claims: { serviceurl: undefined } }),
    'a token for another bot': () => token({ claims: { aud: 'somebody-else' } }),
    'a token that has run out': () =>
      token({ claims: { nbf: minuteAgo(), exp: minuteAgo() + 60 } }),
    'a token of another issuer': () => token({ claims: { iss: 'https://evil.example' } }),
    'a token with an unknown key': () => token({ kid: 'k9' }),
    'a token that somebody else signed': () => token({ key: strangers.privateKey }),
    'a token that nobody signed': () => token({ alg: 'none' }),
  };
  for (const [what, bearer] of Object.entries(refused))
    it(`refuses ${what}, without a word of ours`, async () => {
      const { status, error, text } = await send(activity(), bearer());
      expect(status).to.equal(401);
      expect(error.message).to.match(/[\u4e00-\u9fff]/u);
      expect(text).to.not.match(/127\.0\.0\.1|jwks|metadata|at .*:\d+/u);
    });

  it('refuses a channel that the key does not vouch for', async () => {
    expect((await send(activity({ channelId: 'webchat' }))).status).to.equal(401);
  });

  it('calls no address that a caller names', async () => {
    const before = called;
    const attacks = [
      sinkBase,
      `${sinkBase}/internal/admin?x=`,
      sinkBase.replace('127.0.0.1', 'localhost'),
      sinkBase.replace('127.0.0.1', '[::ffff:127.0.0.1]'),
      sinkBase.replace('127.0.0.1', '2130706433'),
      sinkBase.replace('http://', 'http://smba.example.com@'),
      'https://smba.example.com.evil.example/',
      'file:///etc/passwd',
      'gopher://127.0.0.1:70/',
      'not a url',
    ];
    for (const serviceUrl of attacks) {
      const { status } = await send(
        activity({ serviceUrl, deliveryMode: 'normal' }),
        token({ claims: { serviceurl: serviceUrl } }),
      );
      expect(status, serviceUrl).to.be.lessThan(500);
    }
    expect(called).to.equal(before);
  });

  const malformed: readonly unknown[] = [
    {},
    [],
    null,
    { type: 1 },
    activity({ text: { a: 1 } }),
    activity({ from: null }),
    activity({ conversation: undefined }),
    activity({ serviceUrl: undefined }),
    activity({ channelId: '' }),
  ];
  malformed.forEach((body, at) => {
    it(`answers malformed activity ${at + 1} with a plain sentence`, async () => {
      const { status, error } = await send(body);
      expect(status).to.be.within(400, 422);
      expect(error.message).to.match(/[\u4e00-\u9fff]/u);
    });
  });

  it('does not exist where no account is configured', async () => {
    const { status } = await clientOf(running.base).post('/api/messages', activity());
    expect(status).to.equal(404);
  });
});
