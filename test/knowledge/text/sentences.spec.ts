import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { normalise } from '../../../knowledge/text/normalise.ts';
import { type Quantity } from '../../../knowledge/text/quantity.ts';
import { readQuantities } from '../../../knowledge/text/quantities.ts';
import { loadSegmenter } from '../../../knowledge/text/segment.ts';
import { SENTENCE_END } from '../../../knowledge/text/sentences.ts';
import { readCallScripts } from '../../../scripts/hotline/call-script.ts';

const TODAY = '2026-11-24';

/** What callers and residents say; cut anywhere, as a speech recogniser cuts. */
const SAID = [
  ...readCallScripts('test/cases/calls/ten-calls.yaml').flatMap(({ lines }) =>
    lines.flatMap(({ text }) => text ?? []),
  ),
  ...readFileSync('test/cases/quantities.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { text: string }).text),
].map(normalise);

const piece = fc.tuple(fc.constantFrom(...SAID), fc.nat(), fc.nat()).map(([text, one, other]) => {
  const [from, to] = [one % (text.length + 1), other % (text.length + 1)];
  return one % 3 === 0 ? text.slice(Math.min(from, to), Math.max(from, to)) : text;
});
const talk = fc.array(piece, { minLength: 1, maxLength: 6 });

describe('a text sentence by sentence', function () {
  this.timeout(60_000);

  it('names the same dates as the whole', () => {
    const datesIn = (text: string): readonly Quantity[] =>
      readQuantities(text, { today: TODAY, tense: 'past' }).filter(({ kind }) => kind === 'date');
    fc.assert(
      fc.property(talk, (pieces) => {
        const whole = pieces.join(SENTENCE_END);
        let from = 0;
        const found = whole.split(SENTENCE_END).flatMap((sentence) => {
          const at = from;
          from += sentence.length + 1;
          return datesIn(sentence).map((one) => ({
            ...one,
            ...{ start: one.start + at, end: one.end + at },
          }));
        });
        expect(found).to.deep.equal(datesIn(whole));
      }),
      { numRuns: 400 },
    );
  });

  it('is cut into words on either side of a mark as if the other side were not there', () => {
    const segmenter = loadSegmenter({ userWords: [] });
    const cut = (text: string): readonly string[] => segmenter.cut(text);
    fc.assert(
      // The dictionary knows two marks that no word reaches over; behind this one we do not look ourselves.
      fc.property(piece, piece, (before, after) => {
        const [one, other] = [before, after].map((text) => text.replaceAll(SENTENCE_END, ''));
        expect(cut(`${one ?? ''}，${other ?? ''}`)).to.deep.equal([
          ...cut(one ?? ''),
          '，',
          ...cut(other ?? ''),
        ]);
      }),
      { numRuns: 200 },
    );
  });
});
