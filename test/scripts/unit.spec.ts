/** The unit of systemd, judged by systemd's own tools and held against what the service really calls. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

const UNIT = 'scripts/deploy/mingbai.service';
/** SQLite gives files that it makes to the owner of the database, when it runs as root only: the service does not. */
const AS_ROOT_ONLY = ['fchown'];

function run(command: string, ...args: readonly string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

describe('The unit of systemd', function () {
  this.timeout(300_000);
  const unit = readFileSync(UNIT, 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-unit-'));
  before(function () {
    if (run('systemd-analyze', '--version').status === 0) return;
    if (process.env['CI'] === 'true') throw new Error('there is no systemd-analyze');
    process.stderr.write('  ! the unit is not judged here: needs systemd-analyze\n');
    this.skip();
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is understood in every line', () => {
    const copy = join(folder, 'mingbai.service');
    // Node is where the machine has it.
    writeFileSync(copy, unit.replace('/usr/bin/node', process.execPath));
    expect(run('systemd-analyze', 'verify', '--man=no', copy)).to.deep.equal({
      status: 0,
      said: '',
    });
  });

  it('closes the service off from the rest of its machine', () => {
    for (const line of [
      ...['NoNewPrivileges=yes', 'ProtectSystem=strict', 'ProtectHome=yes', 'PrivateTmp=yes'],
      ...['CapabilityBoundingSet=', 'IPAddressDeny=any', 'RestrictNamespaces=yes'],
      ...['SystemCallFilter=~@privileged @resources', 'UMask=0077', 'LockPersonality=yes'],
      'LimitCORE=0',
    ])
      expect(unit.split('\n'), line).to.include(line);
    // Exposure at most 2.0 of 10.
    const judged = run('systemd-analyze', 'security', '--offline=true', '--threshold=20', UNIT);
    expect(judged.status, judged.said.slice(-400)).to.equal(0);
  });

  it('forbids nothing that the service calls in a day', function () {
    if (run('strace', '-V').status !== 0) {
      if (process.env['CI'] === 'true') throw new Error('there is no strace');
      process.stderr.write('  ! the calls of the service are not watched here: needs strace\n');
      this.skip();
    }
    const counts = join(folder, 'counts');
    const day = [process.execPath, '--import=tsx', 'test/bot/support/offline-child.ts'];
    const { said } = run('strace', '-f', '-c', '-o', counts, ...day);
    expect(said).to.include('done 200 201 200');
    const called = [...readFileSync(counts, 'utf8').matchAll(/ ([a-z_0-9]+)$/gmu)]
      .map(([, name = '']) => name)
      .filter((name) => !['syscall', 'total'].includes(name) && !AS_ROOT_ONLY.includes(name));
    expect(called).to.include.members(['execve', 'openat']);
    const allowed = allowedBy(unit);
    expect(called.filter((name) => !allowed.has(name))).to.deep.equal([]);
  });
});

/** Every call that the unit lets through, in the order of its lines as systemd reads them. */
function allowedBy(unit: string): ReadonlySet<string> {
  const allowed = new Set(callsIn('@default'));
  for (const [, not = '', names = ''] of unit.matchAll(/^SystemCallFilter=(~?)(.+)$/gmu))
    for (const call of names.split(' ').flatMap(callsIn))
      if (not === '') allowed.add(call);
      else allowed.delete(call);
  return allowed;
}

/** A group of calls, with the groups in it. */
function callsIn(name: string): readonly string[] {
  if (!name.startsWith('@')) return [name];
  return run('systemd-analyze', 'syscall-filter', name)
    .said.split('\n')
    .slice(1)
    .map((line) => line.trim())
    .filter((line) => /^@?[a-z_0-9-]+$/u.test(line))
    .flatMap(callsIn);
}
