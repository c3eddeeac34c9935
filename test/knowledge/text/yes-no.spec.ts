import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { normalise } from '../../../knowledge/text/normalise.ts';
import { readYesNo } from '../../../knowledge/text/yes-no.ts';

const cases = parse(readFileSync('test/cases/yes-no.yaml', 'utf8')) as Record<string, string[]>;

describe('the answer to a yes/no question', () => {
  for (const [meaning, replies] of Object.entries(cases)) {
    for (const reply of replies) {
      it(`is ${meaning} in ${JSON.stringify(reply)}`, () => {
        expect(readYesNo(normalise(reply))).to.equal(meaning === 'neither' ? null : meaning);
      });
    }
  }
});
