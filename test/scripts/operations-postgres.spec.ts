import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { call, startChat } from '../bot/support/chat.ts';
import { runService } from '../bot/support/small-service.ts';
import { temporaryPostgres } from '../services/support/postgres.ts';

describe('The commands that move an installation to PostgreSQL', function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-move-'));
  const filed: { number: string; queryCode: string }[] = [];
  let server: Awaited<ReturnType<typeof temporaryPostgres>> | undefined;

  /** Runs a command of `package.json` as a person would. */
  const run = (
    env: Readonly<Record<string, string>>,
    script: string,
    ...args: string[]
  ): { code: number; said: string } => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import=tsx', `scripts/${script}.ts`, ...args],
      { env: { ...process.env, DATA_DIR: folder, NODE_ENV: 'test', ...env }, encoding: 'utf8' },
    );
    return { code: status ?? -1, said: `${stdout}${stderr}` };
  };

  before(async function () {
    try {
      server = await temporaryPostgres();
    } catch (thrown) {
      if (process.env['CI'] === 'true') throw thrown;
      return this.skip();
    }
    const service = await runService({ folder });
    const chat = await startChat(service);
    for (let n = 0; n < 3; n += 1) await chat.say('低保多久能批下来');
    for (let n = 0; n < 4; n += 1) {
      const text = `交了材料没有回音（${String(n)}）`;
      const contact = { name: '王秀英', phone: '13805350001' };
      const body = JSON.stringify({ kind: '投诉', text, contact });
      filed.push(
        (await call(service.base, '/api/tickets', { method: 'POST', body })).body as never,
      );
    }
    await service.close();
  });
  after(async () => {
    await server?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('make the tables, copy everything, prove counts and record, and refuse to do it twice', async () => {
    const url = server!.url;
    const migrated = run({ DATABASE_URL: url }, 'db-migrate');
    expect(migrated.code, migrated.said).to.equal(0);
    const copied = run({}, 'db-copy', url);
    expect(copied.code, copied.said).to.equal(0);
    expect(copied.said)
      .to.match(/^tickets 4$/mu)
      .and.match(/^activities \d+$/mu);
    expect(copied.said).to.include('record verified');
    const again = run({}, 'db-copy', url);
    expect(again.code).to.equal(1);
    expect(again.said).to.include('没有复制').and.not.include('    at ');

    const service = await runService({ folder, env: { DATABASE_URL: url } });
    try {
      for (const { number, queryCode } of filed) {
        const path = `/api/tickets/${number}?code=${queryCode}`;
        expect((await call(service.base, path)).body['number']).to.equal(number);
      }
      const body = JSON.stringify({ kind: '投诉', text: '搬过来以后又来一件' });
      const next = await call(service.base, '/api/tickets', { method: 'POST', body });
      expect(filed.map(({ number }) => number)).to.not.include(next.body['number']);
      expect((await service.office.audit.verify()).ok).to.equal(true);
    } finally {
      await service.close();
    }
  });

  it('say in a sentence why a database cannot be reached, without its password', () => {
    const url = 'postgres://mingbai:planted-password@127.0.0.1:9/mingbai';
    for (const [script, ...args] of [['db-migrate'], ['db-copy', url]] as const) {
      const env: Record<string, string> = script === 'db-migrate' ? { DATABASE_URL: url } : {};
      const { code, said } = run(env, script, ...args);
      expect(code).to.equal(1);
      expect(said)
        .to.match(/数据库/u)
        .and.not.include('planted')
        .and.not.include('    at ');
    }
  });

  it('leave backups of PostgreSQL to its own tools, and say so', () => {
    const { code, said } = run({ DATABASE_URL: server!.url }, 'backup', join(folder, 'backups'));
    expect(code).to.equal(2);
    expect(said).to.include('pg_dump').and.not.include('    at ');
  });

  it('do not take a missing file for an empty installation', () => {
    const { code, said } = run(
      { DATABASE_URL: join(folder, 'nowhere.db') },
      'db-copy',
      server!.url,
    );
    expect(code).to.equal(1);
    expect(said).to.include('nowhere.db');
  });
});
