import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { testShelf } from '../../support/shelf.ts';
import fc from 'fast-check';
import { parse } from 'yaml';
import { readExamples } from '../../../knowledge/complaints/build.ts';
import {
  type ComplaintReading,
  COMPLAINT_CATEGORIES,
  type Knowledge,
  buildKnowledge,
} from '../../../knowledge/index.ts';

const contentDir = new URL('../../../knowledge/content', import.meta.url).pathname;
const today = '2026-11-23';

interface Case extends Partial<ComplaintReading> {
  readonly text: string;
}

const cases = parse(
  readFileSync(new URL('../../cases/complaints.yaml', import.meta.url), 'utf8'),
) as Case[];

describe('reading a complaint', () => {
  let knowledge: Knowledge;

  before(async function () {
    this.timeout(60_000);
    knowledge = await buildKnowledge({ contentDir, shelf: testShelf });
  });

  for (const { text, ...wanted } of cases)
    it(`hears “${text}”`, () => {
      const read = knowledge.readComplaint(text, { today });
      const heard = Object.fromEntries(
        Object.keys(wanted).map((field) => [field, read[field as keyof ComplaintReading]]),
      );
      expect(heard).to.deep.equal(wanted);
    });

  it('was trained on the examples and cues that stand in the content', () => {
    const weights = JSON.parse(
      readFileSync(`${contentDir}/understanding/complaints.json`, 'utf8'),
    ) as { trainedOn: string };
    expect(weights.trainedOn, 'run npm run complaints:train -- --write').to.equal(
      readExamples(contentDir).print,
    );
  });

  it('reads any text without a fault, and never sees a day that has not come', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const read = knowledge.readComplaint(text, { today });
        expect(COMPLAINT_CATEGORIES).to.include(read.category);
        if (read.incidentDate !== null) expect(read.incidentDate <= today).to.equal(true);
      }),
      { numRuns: 80 },
    );
  });
});
