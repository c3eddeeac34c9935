import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError, configFrom } from '../../../services/config/config.ts';
import { withSecretFiles } from '../../../services/config/env.ts';
import { configMessage, readConfigWords } from '../../../services/config/config-words.ts';
import { makeKeys, readKeys } from '../../../services/config/keys.ts';
import { SECRET_NAMES, VARIABLE_NAMES } from '../../../services/config/settings.ts';

const ROOT = '/srv/mingbai';
const words = readConfigWords('knowledge/content');

function refusal(env: Record<string, string>): readonly { variable: string; rule: string }[] {
  try {
    configFrom(env, ROOT);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof ConfigError)) throw thrown;
    const message = configMessage(thrown, words);
    for (const { variable } of thrown.problems) {
      expect(message).to.include(variable);
      expect(message).to.match(/[\u4e00-\u9fff]/u);
    }
    return thrown.problems;
  }
}

const PRODUCTION = {
  NODE_ENV: 'production',
  KEYS_DIR: '/etc/mingbai/keys',
  SECOND_FACTOR: 'required',
  TLS: 'on',
  TRUST_PROXY: '1',
};

describe('The configuration', () => {
  it('needs nothing for a first local run', () => {
    const config = configFrom({}, ROOT);
    expect(config.port).to.equal(3978);
    expect(config.databaseUrl).to.equal('/srv/mingbai/data/mingbai.db');
    expect(config.keysDir).to.equal('/srv/mingbai/data/keys');
    expect(config.mayMakeKeys).to.equal(true);
    expect(config.http.rateLimits).to.equal(true);
    expect(config.bot).to.equal(null);
  });

  it('takes an empty variable as unset', () => {
    expect(configFrom({ PORT: '', TLS: '' }, ROOT).port).to.equal(3978);
  });

  const WRONG: readonly (readonly [variable: string, value: string])[] = [
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['NODE_ENV', 'prod'],
    ['TLS', 'true'],
    ['TRUST_PROXY', '-1'],
    ['EMBED_ORIGINS', 'https://a.cn,javascript:alert(1)'],
    ['RATE_LIMITS', 'no'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_DAYS', '183'],
    ['METRICS_TOKEN', 'short'],
    ['HOTLINE_SECRET', 'short'],
    ['SMS_URL', 'http://gateway'],
    ['BOT_APP_ID', 'not-a-uuid'],
    ['BOT_SERVICE_HOSTS', 'https://smba.trafficmanager.net/'],
    ['HOTLINE', '一二三'],
  ];
  for (const [variable, value] of WRONG)
    it(`names ${variable} when it is “${value}”, without repeating the value`, () => {
      expect(refusal({ [variable]: value })).to.deep.equal([{ variable, rule: 'shape' }]);
    });

  const UNSAFE: readonly (readonly [change: Record<string, string>, variable: string])[] = [
    [{ KEYS_DIR: '' }, 'KEYS_DIR'],
    [{ KEYS_DIR: 'data/keys' }, 'KEYS_DIR'],
    [{ RATE_LIMITS: 'off' }, 'RATE_LIMITS'],
    [{ SECOND_FACTOR: 'optional' }, 'SECOND_FACTOR'],
    [{ TLS: 'off' }, 'TLS'],
    [{ TRUST_PROXY: '0' }, 'TRUST_PROXY'],
    [{ LOG_LEVEL: 'debug' }, 'LOG_LEVEL'],
    [{ BOT_APP_PASSWORD: 'secret' }, 'BOT_APP_ID'],
  ];
  it('starts in production with safe settings', () => {
    expect(refusal(PRODUCTION)).to.deep.equal([]);
  });
  for (const [change, variable] of UNSAFE)
    it(`refuses production with ${JSON.stringify(change)}`, () => {
      expect(refusal({ ...PRODUCTION, ...change }).map((one) => one.variable)).to.include(variable);
    });

  it('tells all problems at once', () => {
    expect(refusal({ PORT: 'x', TLS: 'x' })).to.have.length(2);
  });

  it('has a sentence for every variable and every variable in .env.example', () => {
    const example = readFileSync('.env.example', 'utf8');
    const named = [...example.matchAll(/^([A-Z_]+)=/gmu)].map(([, name]) => name);
    expect(named).to.deep.equal(
      [...VARIABLE_NAMES].sort((a, b) => named.indexOf(a) - named.indexOf(b)),
    );
    expect(Object.keys(words.shape)).to.include.members(
      VARIABLE_NAMES.filter((name) => name !== 'SMS_ADD_SERIAL'),
    );
  });
});

describe('Secrets in files', () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'mingbai-secrets-'));
  });
  after(() => {
    rmSync(dir, { recursive: true });
  });
  const written = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };

  for (const name of SECRET_NAMES)
    it(`give ${name} without it ever standing in the environment`, () => {
      const file = written(name, 'a-secret-of-24-characters-\n');
      const env = withSecretFiles({ [`${name}_FILE`]: file, PORT: '1' });
      expect(env).to.include({ [name]: 'a-secret-of-24-characters-', PORT: '1' });
    });

  it('are refused when they cannot be read, are empty, or stand in the environment as well', () => {
    const file = written('both', 'a-secret-of-24-characters-');
    for (const [env, rule] of [
      [{ METRICS_TOKEN_FILE: join(dir, 'missing') }, 'secret.unreadable'],
      [{ METRICS_TOKEN_FILE: written('empty', '\n') }, 'secret.unreadable'],
      [{ METRICS_TOKEN_FILE: file, METRICS_TOKEN: 'x' }, 'secret.twice'],
    ] as const) {
      const refused = expect(() => withSecretFiles(env)).to.throw(ConfigError);
      refused.with.property('problems').deep.equal([{ variable: 'METRICS_TOKEN_FILE', rule }]);
      expect(words.rule[rule]).to.match(/[\u4e00-\u9fff]/u);
    }
  });
});

describe('The keys', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'mingbai-keys-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  it('are made by a first local run, for the own account only, and stay the same afterwards', () => {
    const first = readKeys(join(dir, 'keys'), true);
    const again = readKeys(join(dir, 'keys'), true);
    expect(again).to.deep.equal(first);
    for (const file of readdirSync(join(dir, 'keys')))
      expect(statSync(join(dir, 'keys', file)).mode & 0o077).to.equal(0);
  });

  it('are never made in production', () => {
    expect(() => readKeys(join(dir, 'keys'), false)).to.throw(ConfigError, 'keys.missing');
  });

  it('are never completed: a new key would not open the old data', () => {
    makeKeys(dir);
    rmSync(join(dir, 'ring.json'));
    expect(() => readKeys(dir, true)).to.throw(ConfigError, 'keys.missing');
    expect(() => makeKeys(dir)).to.throw('exists already');
  });

  it('may be handed by systemd: files of root whose access list shows in the bits of the group', function () {
    if (process.getuid?.() !== 0) this.skip();
    makeKeys(dir);
    for (const file of readdirSync(dir)) chmodSync(join(dir, file), 0o440);
    expect(readKeys(dir, false).auditMac).to.not.equal('');
    chownSync(join(dir, 'ring.json'), 0, 65534);
    expect(() => readKeys(dir, false)).to.throw(ConfigError, 'keys.open');
  });

  it('are refused when others can read them or when they are broken, without quoting them', () => {
    makeKeys(dir);
    chmodSync(join(dir, 'secrets.json'), 0o644);
    expect(() => readKeys(dir, false)).to.throw(ConfigError, 'keys.open');
    chmodSync(join(dir, 'secrets.json'), 0o600);
    writeFileSync(join(dir, 'ring.json'), '{"current":"geheim"}');
    expect(() => readKeys(dir, false)).to.throw(ConfigError, /^KEYS_DIR: keys.broken$/u);
  });
});
