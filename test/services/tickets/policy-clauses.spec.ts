import { expect } from 'chai';
import { type Clause, type Source } from '../../../knowledge/index.ts';
import { policyClauses } from '../../../services/tickets/policy-clauses.ts';

const source = {
  id: 's',
  title: '某办法',
  docNumber: '某发〔2020〕1号',
  wording: 'digest',
  inForce: { from: '2020-01-01', to: '2026-06-30' },
} as Source;
const clause = {
  id: 's#5',
  sourceId: 's',
  article: '第五条',
  text: '五天内办。',
  district: '全国',
  inForce: { from: '2021-01-01', to: null },
} as Clause;

describe('a clause quoted in an outcome', () => {
  const clauses = policyClauses({
    clause: (id) => (id === clause.id ? clause : null),
    source: () => source,
    search: ({ asOf }) =>
      asOf === '2022-01-01'
        ? [{ clause, source, score: 1, matched: [] }]
        : [{ clause, source, score: 2, matched: [] }],
  });
  const cases: [on: string, quoted: boolean, why: string][] = [
    ['2020-12-31', false, 'the clause was not in force yet'],
    ['2021-01-01', true, 'its first day'],
    ['2026-06-30', true, 'the last day of the document'],
    ['2026-07-01', false, 'the document is no longer in force'],
  ];
  for (const [on, quoted, why] of cases)
    it(`is ${quoted ? 'quoted' : 'refused'} on ${on}: ${why}`, () => {
      const quote = clauses.quote('s#5', on);
      if (quoted)
        expect(quote).to.include({ quote: '五天内办。', article: '第五条', title: '某办法' });
      else expect(quote).to.equal(null);
    });

  it('is found by words only where it may be quoted', () => {
    expect(clauses.search('五天', '2022-01-01').map(({ clauseId }) => clauseId)).to.deep.equal([
      's#5',
    ]);
    expect(clauses.search('五天', '2026-07-01')).to.deep.equal([]);
  });

  it('must exist', () => {
    expect(clauses.quote('s#6', '2022-01-01')).to.equal(null);
  });
});
