import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { normalise } from '../../../knowledge/text/normalise.ts';
import { readQuantities } from '../../../knowledge/text/quantities.ts';

interface QuantityCase {
  readonly text: string;
  readonly tense?: 'past' | 'future';
  readonly expect: readonly Record<string, unknown>[];
}

const TODAY = '2026-11-23';

const casesIn = (file: string): QuantityCase[] =>
  readFileSync(`test/cases/${file}`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as QuantityCase);

/** The fields of what was found that the case names; numbers rounded as people would. */
function found(one: QuantityCase): Record<string, unknown>[] {
  const options = { today: TODAY, ...(one.tense !== undefined && { tense: one.tense }) };
  return readQuantities(normalise(one.text), options).map((quantity, at) => {
    const named = Object.keys(one.expect[at] ?? { kind: '' });
    return Object.fromEntries(
      Object.entries(quantity)
        .filter(([key]) => named.includes(key))
        .map(([key, value]) => [
          key,
          typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value,
        ]),
    );
  });
}

const rounded = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value,
    ]),
  );

describe('the reader of quantities', () => {
  for (const one of casesIn('quantities.jsonl')) {
    it(`understands ${one.text}`, () => {
      expect(found(one)).to.deep.equal(one.expect.map(rounded));
    });
  }
});
