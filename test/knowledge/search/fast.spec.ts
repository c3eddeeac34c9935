import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Corpus,
  type FoundClause,
  type IndexedClause,
  changedCorpus,
  corpusFrom,
  countNow,
  createSearcher,
} from '../../../knowledge/search/index.ts';
import { rarity } from '../../../knowledge/search/first-scores.ts';
import { questionReader } from '../../../knowledge/search/read-question.ts';
import { AROUND, BM25, CANDIDATES, PRESENCE } from '../../../knowledge/search/settings.ts';
import { TopList } from '../../../knowledge/search/top-list.ts';
import { FULL_WEIGHT } from '../../../knowledge/search/weigh.ts';
import { cutWords, tools } from './fixture.ts';

type Allows = (id: string) => boolean;

interface Posting {
  readonly number: number;
  readonly value: number;
}

/** The ranking as the README says it, clause by clause and without any haste. */
function plainly(corpus: Corpus, question: string, allows: Allows): FoundClause[] {
  const { ids, documentOf, cited, withdrawn } = corpus;
  const score = ids.map(() => 0);
  const held = ids.map(() => 0);
  let asked = 1e-6;
  for (const token of questionReader(tools)(question)) {
    const postings = corpus.segments.flatMap(({ first, table }): Posting[] => {
      const slot = table.keys.indexOf(token.number);
      if (slot < 0) return [];
      const [from, to] = [table.starts[slot], table.starts[slot + 1]];
      const values = table.values.subarray(from, to);
      return Array.from(table.docs.subarray(from, to), (doc, at) => ({
        number: first + doc,
        value: values[at] ?? 0,
      }));
    });
    const rare = rarity(postings.length, ids.length);
    const pair = token.kind === 'b' && token.said;
    if (pair) asked += rare;
    for (const { number, value } of postings) {
      score[number]! += token.weight * rare * ((BM25.k1 + 1) * (value / FULL_WEIGHT) + PRESENCE);
      if (pair) held[number]! += rare;
    }
  }
  const stands = (number: number): boolean => withdrawn[number] === 0;
  const best = Math.max(1e-6, ...score.filter((_, number) => stands(number)));
  const base = score.map(
    (own, number) => own / best + AROUND.cited * (cited[documentOf[number]!] ?? 0),
  );
  const candidates = ids
    .map((_, number) => number)
    .filter((number) => score[number]! > 0 && stands(number) && allows(ids[number]!))
    .sort((a, b) => base[b]! - base[a]! || a - b)
    .slice(0, CANDIDATES);
  const beside = (number: number, other: number): number =>
    documentOf[other] === documentOf[number] ? (base[other] ?? 0) : 0;
  const bestOf = (document: number | undefined): number =>
    Math.max(
      0,
      ...candidates.filter((one) => documentOf[one] === document).map((one) => base[one]!),
    );
  return candidates
    .map((number) => ({
      id: ids[number]!,
      score:
        base[number]! +
        (AROUND.held * held[number]!) / asked +
        AROUND.document * bestOf(documentOf[number]) +
        AROUND.neighbour * Math.max(beside(number, number - 1), beside(number, number + 1)),
    }))
    .sort((a, b) => b.score - a.score);
}

/** Few characters, so that many are in more than a quarter of the clauses and many clauses are as good as others. */
const text = fc.string({
  unit: fc.constantFrom(...Array.from('低保救助申请家庭收入标准的的的的')),
  minLength: 1,
  maxLength: 24,
});

/** Clauses of a few documents; some of them name another. */
const clauses = fc
  .array(fc.tuple(text, fc.nat(12)), { minLength: 200, maxLength: 700, size: 'max' })
  .map((rows) =>
    rows.map(([own, document], at): IndexedClause => ({
      id: `c${at}`,
      document: `文件${Math.floor((at * 13) / rows.length)}`,
      heading: '',
      text: document > 9 ? `${own}《文件${document}》` : own,
    })),
  );

function expectTheSame(corpus: Corpus, question: string, limit: number, allows: Allows): void {
  const found = createSearcher({ corpus, tools }).search(question, { limit, allows });
  const expected = plainly(corpus, question, allows);
  expect(found).to.have.length(Math.min(limit, expected.length));
  expect(new Set(found.map(({ id }) => id)).size).to.equal(found.length);
  found.forEach(({ id, score }, at) => {
    // Equal clauses may change places, and sums may differ in the last figures.
    expect(score).to.be.closeTo(expected[at]!.score, 1e-5);
    expect(score).to.be.closeTo(expected.find((one) => one.id === id)!.score, 1e-5);
  });
}

describe('A fast search', () => {
  it('finds what weighing every clause by every token finds', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(clauses, text, fc.integer({ min: 2, max: 7 }), (all, question, every) => {
        const first = corpusFrom(countNow(all.slice(20), cutWords));
        expectTheSame(first, question, 250, () => true);
        const later = countNow(all.slice(0, 20), cutWords, first.averageLength);
        const gone = all.slice(20, all.length / every).map(({ id }) => id);
        const corpus = changedCorpus(first, later, gone);
        expectTheSame(corpus, question, 10, (id) => Number(id.slice(1)) % every === 0);
        const found = createSearcher({ corpus, tools }).search(question, { limit: 400 });
        const best = new Set(found.map(({ id }) => id));
        expectTheSame(corpus, question, 10, (id) => !best.has(id));
      }),
      // Making a failure smaller would take minutes.
      { numRuns: 12, endOnFailure: true },
    );
  });
});

describe('A list of the best so many', () => {
  it('keeps the best of all that were offered, of equal ones the first', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 300 });
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 20 }), fc.nat(40), (all, limit, lowest) => {
        const top = new TopList(limit);
        top.offer(7, 7);
        top.clear(lowest);
        all.forEach((score, number) => top.offer(number, score));
        const expected = all
          .map((score, number) => ({ score, number }))
          .filter(({ score }) => score > lowest)
          .sort((a, b) => b.score - a.score || a.number - b.number)
          .slice(0, limit);
        expect([...top.numbers()]).to.deep.equal(
          expected.map(({ number }) => number).sort((a, b) => a - b),
        );
      }),
    );
  });
});
