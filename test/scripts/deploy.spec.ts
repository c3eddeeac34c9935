import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { configFrom } from '../../services/config/config.ts';
import { withSecretFiles } from '../../services/config/env.ts';
import { SECRET_NAMES, VARIABLE_NAMES } from '../../services/config/settings.ts';
import { runService } from '../bot/support/small-service.ts';

const file = (name: string): string => readFileSync(`scripts/deploy/${name}`, 'utf8');
const TOKEN = 'a-token-of-at-least-24-characters';

interface Container {
  readonly user: string;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

describe('the examples of deployment', () => {
  const { services, networks } = parse(file('compose.yaml'), { merge: true }) as {
    readonly services: Readonly<Record<string, Container>>;
    readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  };
  const unit = file('mingbai.service');
  const fromUnit = Object.fromEntries(
    [...unit.matchAll(/^Environment=(.*)$/gmu)].flatMap(([, line = '']) =>
      line.split(' ').map((pair) => pair.split('=') as [string, string]),
    ),
  );

  for (const [where, env] of [
    ['compose.yaml', services['service']?.environment ?? {}],
    ['mingbai.service', fromUnit],
  ] as const)
    it(`${where} sets what the service knows, takes secrets from files only, and passes production`, () => {
      const secrets: readonly string[] = SECRET_NAMES;
      const known = new Set<string>([...VARIABLE_NAMES, ...secrets.map((name) => `${name}_FILE`)]);
      for (const name of Object.keys(env)) {
        expect(known, name).to.include(name);
        expect(secrets, name).not.to.include(name);
      }
      const dir = mkdtempSync(join(tmpdir(), 'mingbai-deploy-'));
      try {
        const filled = Object.entries(env).map(([name, value]) => {
          if (!name.endsWith('_FILE')) return [name, value.replace('%d', '/run/credentials')];
          const held = name.startsWith('DATABASE') ? 'postgres://a:b@database/mingbai' : TOKEN;
          writeFileSync(join(dir, name), held);
          return [name, join(dir, name)];
        });
        const config = configFrom(
          withSecretFiles(Object.fromEntries(filled) as Record<string, string>),
          '/app',
        );
        expect(config).to.deep.include({ production: true, mayMakeKeys: false });
        expect(config.databaseUrl).to.match(/^postgres:/u);
        expect(config.http).to.deep.include({ tls: true, trustProxy: 1, rateLimits: true });
      } finally {
        rmSync(dir, { recursive: true });
      }
    });

  it('run the containers without rights, without a writable root, and without a way out', () => {
    for (const name of ['service', 'migrate', 'keys']) {
      const container = services[name];
      expect(container, name).to.deep.include({ user: '1000:1000', read_only: true });
      expect(container?.cap_drop).to.deep.equal(['ALL']);
      expect(container?.security_opt).to.deep.equal(['no-new-privileges:true']);
    }
    expect(networks['inside']?.internal).to.equal(true);
    expect(services['service']?.secrets).not.to.include('owner-url');
    expect(file('Dockerfile')).to.match(/^USER node$/mu);
  });

  it('start the service as npm start does, with a bound on its heap that leaves room for the rest', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly scripts: { readonly start: string };
    };
    expect(unit).to.include(`ExecStart=/usr/bin/${scripts.start}\n`);
    const inContainer = /^CMD (\[.*\])$/mu.exec(file('Dockerfile'))?.[1] ?? '[]';
    expect((JSON.parse(inContainer) as string[]).join(' ')).to.equal(scripts.start);
    const heap = Number(/--max-old-space-size=(\d+)/u.exec(scripts.start)?.[1]);
    const allowed = 1024 * Number(/^MemoryMax=(\d+)G$/mu.exec(unit)?.[1]);
    // The dictionary, the tables and the program stand beside the heap.
    expect(allowed - heap).to.be.at.least(512);
  });

  it('let nginx take TLS 1.2 and newer only, and write down no query', () => {
    const conf = file('nginx.conf');
    expect(conf).to.include('ssl_protocols TLSv1.2 TLSv1.3;');
    expect(conf).not.to.match(/\$request\b|\$args|\$query_string/u);
    expect(conf).to.match(/^ {2}error_log \S+ crit;$/mu);
  });

  it('show on the dashboard what the service really counts, and nothing else', async () => {
    const service = await runService({ env: { METRICS_TOKEN: TOKEN } });
    try {
      const question = JSON.stringify({ question: '低保多久能批下来' });
      const headers = { 'content-type': 'application/json' };
      await fetch(`${service.base}/api/ask`, { method: 'POST', headers, body: question });
      const bearer = { authorization: `Bearer ${TOKEN}` };
      const text = await (await fetch(`${service.base}/metrics`, { headers: bearer })).text();
      const served = new Set(
        [...text.matchAll(/^([a-z_0-9]+)(?:\{| )/gmu)].map(([, name = '']) => name),
      );
      const { panels } = JSON.parse(file('grafana.json')) as {
        panels: readonly { title: string; targets: readonly { expr: string }[] }[];
      };
      const shown = panels.flatMap(({ targets }) =>
        targets.flatMap(({ expr }) => expr.match(/\b(?:mingbai|nodejs|process)_\w+/gu) ?? []),
      );
      expect(shown.length).to.be.greaterThan(10);
      for (const name of shown) expect(served, name).to.include(name);
      const own = [...served].filter((name) => /^mingbai_\w+(?<!_bucket|_sum|_count)$/u.test(name));
      expect(shown).to.include.members(own);
      const labels = new Set([...text.matchAll(/outcome="(\w+)"/gu)].map(([, outcome]) => outcome));
      expect(labels).to.include('answered');
    } finally {
      await service.close();
    }
  });
});
