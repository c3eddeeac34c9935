import { expect } from 'chai';
import { testShelf } from '../support/shelf.ts';
import { fixedStrings, randomStrings } from '../../scripts/bench/hostile-strings.ts';
import { sayHostile } from '../../scripts/bench/say-hostile.ts';
import { buildKnowledge } from '../../knowledge/index.ts';
import { type RunningService, runService } from './support/small-service.ts';

const SEED = 7;

describe('Whatever a stranger types', function () {
  this.timeout(900_000);
  let running: RunningService;
  before(async () => {
    running = await runService({
      policy: await buildKnowledge({ contentDir: 'knowledge/content', shelf: testShelf }),
    });
  });
  after(() => running.close());

  it('is answered and never breaks anything: the fixed list and 2,000 strings of a seed', async () => {
    const [fixed, random] = [fixedStrings(), randomStrings(2000, SEED)];
    expect(fixed.length).to.be.at.least(300);
    const heard = await sayHostile(running.base, [...fixed, ...random]);
    expect(heard.faults).to.deep.equal([]);
    expect(heard.said).to.be.at.least(fixed.length + random.length);
    // What it leaves behind is whole, too.
    expect((await running.office.audit.verify()).ok).to.equal(true);
    expect((await fetch(`${running.base}/readyz`)).status).to.equal(200);
  });
});
