import { expect } from 'chai';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Service, composeService } from '../../bot/compose.ts';
import { buildKnowledge } from '../../knowledge/index.ts';
import { systemClock } from '../../services/clock.ts';
import { configFrom } from '../../services/config/config.ts';
import { type Log, silentLog } from '../../services/log/log.ts';
import { testShelf, testShelfFolder } from '../support/shelf.ts';

const QUESTION = '/policy?q=' + encodeURIComponent('低保多久能批下来');

describe('The policy that a start keeps for the next one', function () {
  this.timeout(120_000);

  let folder: string;
  const kept = (name: string): string => join(folder, 'policy', name);

  before(async () => {
    await buildKnowledge({ contentDir: 'knowledge/content', shelf: testShelf });
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mingbai-kept-'));
    cpSync(testShelfFolder, join(folder, 'policy'), { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts the service over the folder; says what the policy page finds and what was logged. */
  async function started(): Promise<{ found: string; logged: string[] }> {
    const logged: string[] = [];
    const log: Log = {
      ...silentLog,
      warn: (event, facts) => logged.push(`warn ${event} ${String(facts?.code)}`),
      debug: (event, facts) => logged.push(`debug ${event} ${String(facts?.code)}`),
    };
    const root = process.cwd();
    const given = { NODE_ENV: 'test', PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder };
    const parts = { config: configFrom(given, root), root, clock: systemClock, log };
    const service: Service = await composeService({ ...parts, version: 'test' });
    try {
      const port = await service.listen();
      const response = await fetch(`http://127.0.0.1:${String(port)}${QUESTION}`);
      return {
        found: await response.text(),
        logged: logged.filter((one) => one.includes('policy')),
      };
    } finally {
      await service.close();
    }
  }

  it('is taken as it is: nothing is written, nothing is logged', async () => {
    const before = readdirSync(join(folder, 'policy')).map((name) => readFileSync(kept(name)));
    const { found, logged } = await started();
    expect(found).to.contain('/policy/mzf-2021-57');
    expect(logged.filter((one) => one.startsWith('warn'))).to.deep.equal([]);
    const after = readdirSync(join(folder, 'policy')).map((name) => readFileSync(kept(name)));
    expect(after).to.deep.equal(before);
  });

  for (const name of ['clauses', 'asked']) {
    it(`is built anew and the same where ${name} is damaged, and somebody is told`, async () => {
      const { found } = await started();
      const whole = readFileSync(kept(`${name}.bin`));
      const damaged = Buffer.from(whole);
      damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] ?? 0) ^ 0xff;
      writeFileSync(kept(`${name}.bin`), damaged);
      const again = await started();
      expect(again.logged).to.include(`warn policy.kept-refused ${name}`);
      expect(again.found).to.equal(found);
      expect(readFileSync(kept(`${name}.bin`)).equals(whole)).to.equal(true);
    });
  }

  it('is built anew where it is of other content: an index that was made for something else', async () => {
    cpSync(kept('asked.bin'), kept('clauses.bin'));
    const { found, logged } = await started();
    expect(found).to.contain('/policy/mzf-2021-57');
    expect(logged).to.include('debug policy.kept-refused clauses');
    expect(logged.filter((one) => one.startsWith('warn'))).to.deep.equal([]);
  });
});
