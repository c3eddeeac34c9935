/** PostgreSQL as an operator sets it up: an account without rights over tables, and TLS with a checked certificate. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Cluster, startCluster } from '../../../scripts/chaos/cluster.ts';
import { openDatabase } from '../../../services/storage/database.ts';
import { call, startChat } from '../../bot/support/chat.ts';
import { runService } from '../../bot/support/small-service.ts';
import { administer, temporaryPostgres } from '../support/postgres.ts';

const ROLES = readFileSync('scripts/deploy/postgres/roles.sql', 'utf8');
const FORBIDDEN = [
  'DROP TABLE tickets',
  'ALTER TABLE tickets ADD COLUMN own int',
  'CREATE TABLE own (id int)',
  'TRUNCATE audit_events',
  'TRUNCATE enquiries',
  `UPDATE audit_events SET actor = 'nobody'`,
  'DELETE FROM audit_events',
  'UPDATE ticket_events SET sealed = NULL',
  'DELETE FROM ticket_events',
  'DELETE FROM audit_head',
  `INSERT INTO knex_migrations (name) VALUES ('own')`,
  'ALTER TABLE audit_events DISABLE TRIGGER ALL',
  'CREATE ROLE own SUPERUSER',
];

/** A server that does not start must not pass for one that does: only a person at a desk may go without it. */
function orSkip(context: Mocha.Context, thrown: unknown): void {
  if (process.env['CI'] === 'true') throw thrown;
  context.skip();
}

describe('The account of scripts/deploy/postgres/roles.sql', function () {
  this.timeout(120_000);
  let server: Awaited<ReturnType<typeof temporaryPostgres>> | undefined;
  let url = '';
  before(async function () {
    try {
      server = await temporaryPostgres();
    } catch (thrown) {
      return orSkip(this, thrown);
    }
    await (await openDatabase({ url: server.url })).close();
    await administer(server.url, ROLES);
    // A second time, as after an upgrade.
    await administer(server.url, ROLES);
    await administer(server.url, `ALTER ROLE mingbai_service PASSWORD 'test-only'`);
    const own = new URL(server.url);
    [own.username, own.password] = ['mingbai_service', 'test-only'];
    url = own.href;
  });
  after(async () => {
    if (!server) return;
    await administer(server.url, 'DROP OWNED BY mingbai_service');
    await administer(server.url, 'DROP ROLE mingbai_service');
    await server.drop();
  });

  it('lets the service do its work', async () => {
    const service = await runService({ env: { DATABASE_URL: url } });
    try {
      const chat = await startChat(service);
      expect((await chat.say('低保多久能批下来')).length).to.be.greaterThan(0);
      const filed = await call(service.base, '/api/tickets', {
        method: 'POST',
        body: JSON.stringify({ kind: '投诉', text: '交了材料没有回音' }),
      });
      expect(filed.status).to.equal(201);
      await service.office.outbox.deliver();
      await service.office.rounds.remind();
      await service.office.rounds.tidy();
      await service.conversations.host.forget(new Date('2020-01-01'));
      expect((await service.office.audit.verify()).ok).to.equal(true);
    } finally {
      await service.close();
    }
  });

  for (const statement of FORBIDDEN)
    it(`may not: ${statement}`, async () => {
      const db = await openDatabase({ url });
      try {
        await db.q.raw(statement);
        expect.fail('it could');
      } catch (thrown) {
        expect((thrown as { code?: string }).code).to.equal('42501');
      } finally {
        await db.close();
      }
    });
});

/** A certificate authority and a certificate for 127.0.0.1, made by openssl. */
function certificates(folder: string): void {
  const run = (...args: string[]): void => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  writeFileSync(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1,DNS:localhost');
  const rsa = ['-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  for (const name of ['ca', 'other'])
    run(
      'req',
      '-x509',
      ...rsa,
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.crt`,
    );
  run('req', ...rsa.slice(0, 3), '-subj', '/CN=db', '-keyout', 'server.key', '-out', 'server.csr');
  const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names'];
  run('x509', '-req', '-in', 'server.csr', '-days', '2', ...signed, '-out', 'server.crt');
}

describe('TLS to PostgreSQL', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-tls-'));
  let cluster: Cluster | undefined;
  before(async function () {
    try {
      certificates(folder);
      chmodSync(folder, 0o755);
      const key = join(folder, 'server.key');
      chmodSync(key, 0o600);
      // The server runs under the account of nobody where the tests run as root.
      if (process.getuid?.() === 0) chownSync(key, 65534, 65534);
      const files = [`ssl_cert_file=${join(folder, 'server.crt')}`, `ssl_key_file=${key}`];
      const settings = ['ssl=on', 'listen_addresses=127.0.0.1,127.0.0.2', ...files];
      cluster = await startCluster(settings.flatMap((setting) => ['-c', setting]));
    } catch (thrown) {
      orSkip(this, thrown);
    }
  });
  after(async () => {
    await cluster?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const address = (ca: string, host = '127.0.0.1'): string => {
    const url = new URL(cluster!.url);
    url.hostname = host;
    url.search = `?sslmode=verify-full&sslrootcert=${join(folder, ca)}`;
    return url.href;
  };
  const failure = async (url: string): Promise<unknown> => {
    try {
      await (await openDatabase({ url })).close();
      return null;
    } catch (thrown) {
      const { code, message } = thrown as { code?: unknown; message?: unknown };
      return `${String(code)}: ${String(message)}`;
    }
  };

  it('is used when the address asks for it, by IP and by name', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const db = await openDatabase({ url: address('ca.crt', host) });
      const { rows } = await db.q.raw<{ rows: { ssl: boolean }[] }>(
        'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
      );
      expect(rows[0]?.ssl).to.equal(true);
      await db.close();
    }
  });

  it('refuses a server whose certificate another authority signed', async () => {
    expect(await failure(address('other.crt'))).to.match(/^storage\.failed: .*(?:CERT|VERIFY)/u);
  });

  it('refuses a server whose certificate names another host', async () => {
    expect(await failure(address('ca.crt', '127.0.0.2'))).to.match(/^storage\.failed: .*ALTNAME/u);
  });
});
