import { expect } from 'chai';
import { loopShare } from '../../bot/loop-share.ts';

/** A share under a clock of its own; `think` lets time pass. */
function shareWithClock() {
  const clock = { ms: 0 };
  const share = loopShare(() => clock.ms);
  const begun: string[] = [];
  const think = async (name: string, ms: number): Promise<void> => {
    await share();
    begun.push(name);
    clock.ms += ms;
  };
  return { begun, think };
}

const nextRound = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('People who speak at the same time', () => {
  it('begin at once while a round has thought little', async () => {
    const { begun, think } = shareWithClock();
    await Promise.all([think('one', 10), think('two', 10), think('three', 10)]);
    expect(begun).to.eql(['one', 'two', 'three']);
  });

  it('leave what is stored and sent meanwhile its turn once a round has thought for long', async () => {
    const { begun, think } = shareWithClock();
    const speaking = [think('one', 40)];
    for (const name of ['two', 'three', 'four']) {
      await Promise.resolve();
      speaking.push(think(name, 40));
    }
    setImmediate(() => begun.push('sent'));
    await Promise.all(speaking);
    expect(begun.indexOf('sent')).to.be.lessThan(begun.indexOf('four'));
    expect(begun.filter((name) => name !== 'sent')).to.eql(['one', 'two', 'three', 'four']);
  });

  it('begin in the order of coming, newcomers behind those who wait', async () => {
    const { begun, think } = shareWithClock();
    const early = Array.from({ length: 20 }, (_, at) => think(`early ${String(at)}`, 60));
    await nextRound();
    const late = think('late', 60);
    await Promise.all([...early, late]);
    expect(begun).to.have.length(21);
    expect(begun.at(-1)).to.equal('late');
    expect(begun.slice(0, 20)).to.eql(early.map((_, at) => `early ${String(at)}`));
  });

  it('begin at once again when the rush is over', async () => {
    const { begun, think } = shareWithClock();
    await Promise.all(Array.from({ length: 5 }, (_, at) => think(String(at), 60)));
    await nextRound();
    await nextRound();
    const last = think('last', 1);
    await Promise.resolve();
    await Promise.resolve();
    expect(begun.at(-1)).to.equal('last');
    await last;
  });
});
