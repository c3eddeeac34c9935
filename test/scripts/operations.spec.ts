import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

/** Runs a command of `package.json` as a person would, on a data folder of its own. */
function run(folder: string, script: string, ...args: string[]): { code: number; said: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import=tsx', `scripts/${script}.ts`, ...args],
    { env: { ...process.env, DATA_DIR: folder, NODE_ENV: 'test' }, encoding: 'utf8' },
  );
  return { code: status ?? -1, said: `${stdout}${stderr}` };
}

describe('the commands of an administrator', function () {
  this.timeout(180_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'mingbai-operations-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('add an account, back up, refuse to overwrite, and restore with the record whole', () => {
    const person = ['--login', 'wang', '--name', '王', '--role', 'supervisor'];
    const added = run(folder, 'staff-add', ...person);
    expect(added.said).to.match(/one-time password: \S{10,}/u);
    const backup = run(folder, 'backup', join(folder, 'backups'));
    expect(backup.said).to.include('record verified: 1 rows');
    const file = backup.said.split('\n').find((line) => line.endsWith('.db')) ?? '';
    expect(statSync(file).mode & 0o077, 'nobody else reads a backup').to.equal(0);
    const refused = run(folder, 'restore', file);
    expect(refused.code).to.equal(1);
    for (const end of ['', '-wal', '-shm'])
      rmSync(join(folder, `mingbai.db${end}`), { force: true });
    const restored = run(folder, 'restore', file);
    expect(restored.said).to.include('record verified: 1 rows');
    expect(restored.code).to.equal(0);
    expect(run(folder, 'staff-add', ...person).code).to.not.equal(0);
  });

  it('say how they are used when something is missing', () => {
    for (const script of ['backup', 'restore', 'staff-add']) {
      const { code, said } = run(folder, script);
      expect({ script, code, usage: said.includes('usage:') }).to.deep.equal({
        ...{ script, code: 2, usage: true },
      });
    }
  });
});
