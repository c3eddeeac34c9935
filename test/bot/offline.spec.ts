import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

/** A network of its own, in which nothing can be reached but the machine itself. */
const CUT_OFF = ['--map-root-user', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
const LOOPBACK = /sin_addr=inet_addr\("127\.|inet_pton\(AF_INET6, "::1"|"::ffff:127\./u;

/** Whether this machine lets us cut a process off and watch what it calls. */
function canCutOff(): boolean {
  const { status } = spawnSync('unshare', [...CUT_OFF, 'strace', '-e', 'trace=connect', 'true']);
  return status === 0;
}

describe('A service without a network', function () {
  this.timeout(300_000);

  it('does all its work, and never tries to reach anything outside its machine', function () {
    if (!canCutOff()) {
      process.stderr.write('  ! not cut off from the network here: needs unshare, ip and strace\n');
      this.skip();
    }
    const folder = mkdtempSync(join(tmpdir(), 'mingbai-offline-'));
    try {
      const watch = ['strace', '-f', '-ff', '--seccomp-bpf', '-e', 'trace=connect'];
      const child = [process.execPath, '--import=tsx', 'test/bot/support/offline-child.ts'];
      const { stdout, stderr } = spawnSync(
        'unshare',
        [...CUT_OFF, ...watch, '-o', join(folder, 'calls'), ...child],
        { encoding: 'utf8' },
      );
      expect(stdout, stderr.slice(-2000)).to.include('done 200 201 200');
      const calls = readdirSync(folder).flatMap((name) =>
        readFileSync(join(folder, name), 'utf8')
          .split('\n')
          .filter((line) => line.includes('AF_INET')),
      );
      // It talked to itself: the watching works.
      expect(calls.length).to.be.greaterThan(0);
      expect(calls.filter((line) => !LOOPBACK.test(line))).to.deep.equal([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
