import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { type Suggestion } from '../../../services/desk/assist.ts';
import { type Call } from '../../../services/desk/call-store.ts';
import { complaintSoFar } from '../../../services/desk/complaint-so-far.ts';
import { createSuggesting, type Suggesting } from '../../../services/desk/suggesting.ts';

const call = (id: string, text: string): Call =>
  ({ id, lines: [{ at: '', speaker: 'caller', text }] }) as unknown as Call;

describe('suggestions in line', () => {
  let told: string[];
  let failed: unknown[];
  let line: Suggesting;

  beforeEach(() => {
    [told, failed] = [[], []];
    line = createSuggesting({
      suggest: ({ lines }) => {
        const text = lines.at(-1)?.text ?? '';
        if (text === 'fault') throw new Error('fault');
        const answer = { questionIds: text === 'nothing' ? [] : ['q'] };
        return { at: text, answer, urgent: false } as unknown as Suggestion;
      },
      wanted: ({ id }) => id !== 'unheard',
      tell: ({ id }, { at }) => void told.push(`${id} ${at}`),
      failed: (thrown) => failed.push(thrown),
    });
  });
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
  };

  it('are made in the order in which the calls spoke, each with its newest words', async () => {
    for (const [id, text] of [
      ['a', '1'],
      ['b', '1'],
      ['c', '1'],
      ['a', '2'],
    ] as const)
      line.finished(call(id, text));
    await until(() => told.length === 3);
    expect(told).to.deep.equal(['a 2', 'b 1', 'c 1']);
  });

  it('leave a turn to everything else between two of them', async () => {
    for (const id of ['a', 'b', 'c']) line.finished(call(id, '1'));
    await turn();
    expect(told).to.have.length.at.most(1);
    await until(() => told.length === 3);
  });

  it('come for a finished sentence before any unfinished one, and only once for the same', async () => {
    line.unfinished(call('a', 'half'));
    line.unfinished(call('b', 'half'));
    line.finished(call('c', '1'));
    line.finished(call('a', 'whole'));
    line.unfinished(call('a', 'late'));
    await until(() => told.includes('b half'));
    expect(told).to.deep.equal(['c 1', 'a whole', 'b half']);
  });

  it('tell of half a sentence only what was found', async () => {
    line.unfinished(call('a', 'nothing'));
    line.unfinished(call('b', 'half'));
    await until(() => told.length > 0);
    expect(told).to.deep.equal(['b half']);
  });

  it('are not made where nobody would be shown them, and go on after a fault', async () => {
    for (const [id, text] of [
      ['unheard', '1'],
      ['a', 'fault'],
      ['b', '1'],
    ] as const)
      line.finished(call(id, text));
    await until(() => told.length > 0);
    expect(told).to.deep.equal(['b 1']);
    expect(failed).to.have.length(1);
  });
});

describe('whether a call complained so far', () => {
  const stretches = ['一', '一二', '一二三', '二三四', '三四五'];
  const asked: string[] = [];
  const heard = (upTo: number, newest: boolean, which = complaintSoFar(3)): boolean =>
    which({
      all: stretches.slice(0, upTo),
      newestComplains: newest,
      complains: (stretch) => {
        asked.push(stretch);
        return stretch === '一二三';
      },
    });

  beforeEach(() => asked.splice(0));

  it('is remembered without hearing anything twice', () => {
    const sofar = complaintSoFar(3);
    expect([heard(1, false, sofar), heard(2, true, sofar), heard(3, false, sofar)]).to.deep.equal([
      ...[false, true, true],
    ]);
    expect(asked).to.deep.equal([]);
  });

  it('is found again by a process that did not hear the call', () => {
    expect(heard(5, false)).to.equal(true);
    expect(asked).to.deep.equal(['一二三']);
  });
});
