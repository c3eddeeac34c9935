import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

/** The scripts that the commands of package.json run. */
const COMMANDS = Object.entries(
  (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts,
).flatMap(([name, line]) => {
  const script = /^(?:tsx|node) (scripts\/[\w-]+\.(?:ts|mjs))$/u.exec(line)?.[1];
  return script === undefined || name.startsWith('pre') ? [] : [{ name, script }];
});

describe('the commands', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'mingbai-commands-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** In a data folder of its own, which no answer about usage may touch. */
  function run(script: string, ...args: string[]): { code: number; out: string; err: string } {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...(script.endsWith('.ts') ? ['--import=tsx'] : []), script, ...args],
      { env: { ...process.env, DATA_DIR: folder, NODE_ENV: 'test' }, encoding: 'utf8' },
    );
    return { code: status ?? -1, out: stdout, err: stderr };
  }

  it('are all there', () => {
    expect(COMMANDS.length).to.be.at.least(20);
  });

  for (const { name, script } of COMMANDS)
    it(`${name} says in one line how it is used, and does nothing`, () => {
      const asked = run(script, '--help');
      expect(asked, asked.err).to.include({ code: 0, err: '' });
      expect(asked.out).to.match(/^usage: [^\n]+\n$/u);
      expect(readdirSync(folder)).to.deep.equal([]);
      expect(existsSync('--help')).to.equal(false);
    });

  for (const script of ['backup.ts', 'keys-new.ts', 'chaos.ts', 'chat.ts', 'audit-verify.mjs'])
    it(`${script} refuses an option that it does not know, and says how it is used`, () => {
      const { code, out, err } = run(`scripts/${script}`, '--no-such-option');
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err)
        .to.include('--no-such-option')
        .and.to.match(/usage: [^\n]+\n$/u);
      expect(err.trim().split('\n').length, err).to.be.at.most(2);
      expect(existsSync('--no-such-option')).to.equal(false);
    });

  it('that want a name do nothing without one, or with one too many', () => {
    for (const script of ['backup', 'restore', 'db-copy', 'keys-new', 'answers-evaluate'])
      expect(run(`scripts/${script}.ts`), script).to.include({ code: 2, out: '' });
    const { code, err } = run('scripts/backup.ts', join(folder, 'one'), join(folder, 'two'));
    expect(code).to.equal(2);
    expect(err).to.match(/^unexpected: .*two\nusage: /u);
    expect(readdirSync(folder)).to.deep.equal([]);
  });
});
