/** Entries that cannot reach the shortlist are passed over: the others must come out as if none was. */
import { expect } from 'chai';
import fc from 'fast-check';
import { newTables } from '../../../knowledge/answer/match/count-entries.ts';
import { emptyLikest, scoreLikest } from '../../../knowledge/answer/match/likest.ts';
import { featureReader } from '../../../knowledge/answer/match/matcher.ts';
import { scoreLikeness } from '../../../knowledge/answer/match/scores.ts';
import { type MatchTables } from '../../../knowledge/answer/match/tables.ts';
import { type Sparse, sparseOf } from '../../../knowledge/answer/match/vocabulary.ts';
import { atOnce } from '../../../knowledge/slices.ts';
import { cutWords } from '../search/fixture.ts';

const WORDS = ['低保', '五保', '多久', '材料', '咋办', '住院', '钱', '村里', '不批', '能', '1200'];
const text = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 })
  .map((words) => words.join(''));
const phrasings = fc.array(text, { minLength: 1, maxLength: 5 });
const read = featureReader(cutWords, (said) => said.replaceAll('五保', '特困'));

interface TwoBest {
  readonly best: number;
  readonly second: number;
}

/** Every phrasing scored. */
function unpruned(question: Sparse, tables: MatchTables): TwoBest[] {
  const scores = new Float32Array(tables.entryOf.length);
  scoreLikeness(question, tables.phrases, scores);
  return Array.from({ length: tables.bodies.size }, (_, entry) => {
    const own = [...scores].filter((_score, row) => tables.entryOf[row] === entry);
    const [best = 0, second = 0] = own.sort((a, b) => b - a);
    return { best, second };
  });
}

describe('The likest phrasings of the entries', () => {
  it('are the same to the last bit for all that can be among the first, whatever speaks for them besides', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ phrasings, body: text, other: fc.double({ min: 0, max: 1, noNaN: true }) }),
          {
            minLength: 1,
            maxLength: 12,
          },
        ),
        fc.array(text, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 4 }),
        (contents, asked, count) => {
          const entries = contents.map((one, at) => ({
            ...{ id: String(at), programme: '低保', aspect: '时限', outcome: 'answered' },
            ...one,
          }));
          const tables = atOnce(newTables(entries, read));
          const others = Float64Array.from(contents, ({ other }) => other);
          const into = emptyLikest(tables, entries.length);
          for (const said of asked) {
            const question = sparseOf(read(said), tables.vocabulary, tables.features);
            const wanted = unpruned(question, tables);
            const near = scoreLikest(question, tables, into, { others, count });
            const reached = wanted.map(({ second }, at) => second + (others[at] ?? 0));
            const least = [...reached].sort((a, b) => b - a)[count - 1] ?? 0;
            const first = reached.flatMap((one, at) => (one > 0 && one >= least ? [at] : []));
            expect(near).to.include.members(first);
            expect(near).to.deep.equal([...near].sort((a, b) => a - b));
            for (const at of near) {
              const { best, second } = wanted[at]!;
              expect([into.best[at], into.second[at]]).to.deep.equal([best, second]);
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
