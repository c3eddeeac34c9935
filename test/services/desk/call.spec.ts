import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { parse } from 'yaml';
import {
  type CallEvent,
  CALL_EVENT_TYPES,
  foldCall,
  withSentence,
} from '../../../services/desk/call.ts';
import { readCaller } from '../../../services/desk/caller.ts';

type CallerCase = [raw: string, kind: string, number: string | null, extension: string | null];

describe('a caller number', () => {
  const cases = parse(readFileSync('test/cases/callers.yaml', 'utf8')) as CallerCase[];
  for (const [raw, kind, number, extension] of cases)
    it(`is read from “${raw}” as ${number ?? 'nothing'}`, () => {
      expect(readCaller(raw, '0535')).to.deep.equal({ kind, number, extension });
    });
});

const at = (second: number): string => new Date(Date.UTC(2026, 10, 24, 2, 0, second)).toISOString();
const read = (raw: string | undefined): ReturnType<typeof readCaller> => readCaller(raw, '0535');

const anyEvent: fc.Arbitrary<CallEvent> = fc.record({
  callId: fc.constant('c1'),
  type: fc.constantFrom(...CALL_EVENT_TYPES),
  at: fc.integer({ min: 0, max: 600 }).map(at),
  text: fc.constantFrom('低保多久能批下来', '俺是莱阳的', '嗯'),
});

describe('the events of a call', () => {
  it('give the same call in whatever order they come', () => {
    fc.assert(
      fc.property(
        // Two events of the same instant and kind are told apart by nobody: times are kept apart here.
        fc.uniqueArray(anyEvent, { selector: ({ at: when }) => when, maxLength: 12 }),
        fc.func(fc.integer()),
        (events, order) => {
          const shuffled = [...events].sort((a, b) => order(a) - order(b));
          expect(foldCall(shuffled, read)).to.deep.equal(foldCall(events, read));
        },
      ),
    );
  });

  it('give the same call when one more sentence is put into what is known', () => {
    fc.assert(
      fc.property(
        fc.array(anyEvent, { maxLength: 12 }),
        anyEvent.map((event): CallEvent => ({ ...event, type: 'transcript' })),
        (events, sentence) => {
          const added = withSentence(foldCall(events, read), sentence);
          expect(added).to.deep.equal(foldCall([...events, sentence], read));
        },
      ),
    );
  });

  it('make an answered call that has ended of an “answered” that comes last', () => {
    const { state, answeredAt } = foldCall(
      [
        { callId: 'c1', type: 'ended', at: at(90) },
        { callId: 'c1', type: 'ringing', at: at(0), caller: '13805350001' },
        { callId: 'c1', type: 'answered', at: at(5) },
      ],
      read,
    );
    expect({ state, answeredAt }).to.deep.equal({ state: 'ended', answeredAt: at(5) });
  });

  it('make a missed call of one that nobody answered', () => {
    const events: CallEvent[] = [
      { callId: 'c1', type: 'ringing', at: at(0) },
      { callId: 'c1', type: 'ended', at: at(20) },
    ];
    expect(foldCall(events, read).state).to.equal('missed');
  });

  it('order times of different offsets by instant', () => {
    const lines = foldCall(
      [
        { callId: 'c1', type: 'transcript', at: '2026-11-24T10:00:02+08:00', text: '二' },
        { callId: 'c1', type: 'transcript', at: '2026-11-24T02:00:01Z', text: '一' },
      ],
      read,
    ).lines.map(({ text }) => text);
    expect(lines).to.deep.equal(['一', '二']);
  });
});
