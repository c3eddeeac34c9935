/** What one publication costs is only what changed; what it gives must be what a build from nothing gives. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  changedClauseIndex,
  clauseSearch,
  openClauseIndex,
} from '../../../knowledge/answer/clause-search.ts';
import { computeTools, computed, recomputed } from '../../../knowledge/answer/compute.ts';
import { type KeptPolicy } from '../../../knowledge/answer/kept-policy.ts';
import { packedTables, unpackedTables } from '../../../knowledge/answer/match/stored-tables.ts';
import { type Postings } from '../../../knowledge/answer/match/postings.ts';
import { type MatchTables } from '../../../knowledge/answer/match/tables.ts';
import { type Content } from '../../../knowledge/load/content.ts';
import { type Question } from '../../../knowledge/index.ts';
import { atOnce } from '../../../knowledge/slices.ts';
import { readingsFrom } from '../../../knowledge/text/pinyin/readings.ts';
import { cutWords } from '../search/fixture.ts';
import { CUES, aClause, aQuestion, aSource } from './fixture.ts';

const SYNONYMS = [{ word: '五保', means: '特困' }];
const tools = computeTools({ synonyms: SYNONYMS, cues: CUES, text: { cutWords } });
const readings = readingsFrom(readFileSync('knowledge/content/understanding/readings.txt', 'utf8'));

const WORDS = ['低保', '五保', '多久', '材料', '咋办', '住院', '钱', '村里', '不批', '能'];
const text = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 })
  .map((words) => words.join(''));
const question: fc.Arbitrary<Question> = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
    programme: fc.constantFrom('低保', '特困'),
    aspect: fc.constantFrom('时限', '材料'),
    title: text,
    phrasings: fc.uniqueArray(text, { minLength: 1, maxLength: 5 }),
    answer: text,
    clauses: fc.uniqueArray(fc.constantFrom('办法#1', '办法#2'), { maxLength: 2 }),
  })
  .map(({ answer, clauses, ...face }) => {
    const [version] = aQuestion({ id: 'any' }).versions;
    return aQuestion({
      ...(face as Partial<Question> & { id: string }),
      versions: [{ ...version!, answer, clauses }],
    });
  });
const content: fc.Arbitrary<Content> = fc
  .record({
    questions: fc.uniqueArray(question, { minLength: 1, maxLength: 6, selector: ({ id }) => id }),
    first: text,
    second: text,
  })
  .map(({ questions, first, second }) => {
    const sources = [
      aSource('办法', [
        aClause({ id: '办法#1', text: first }),
        aClause({ id: '办法#2', text: second }),
      ]),
    ];
    const clauses = new Map(
      sources.flatMap((one) => one.clauses.map((clause) => [clause.id, clause])),
    );
    const empty = { standards: [], contacts: [], synonyms: [], lists: new Map<string, unknown>() };
    return { ...empty, questions, sources, clauses } as unknown as Content;
  });

const RUNS = { numRuns: 60 };

function expectSameAsWhole(before: Content, after: Content): void {
  const kept = atOnce(computed(before, tools, readings));
  const policy = { ...kept, content: before } as KeptPolicy;
  const next = atOnce(recomputed(policy, after, tools, readings));
  const whole = atOnce(computed(after, tools, readings));
  expect(toldOf(next.matcher.tables)).to.deep.equal(toldOf(whole.matcher.tables));
}

describe('An edition made from the one before', () => {
  it('knows exactly what one made from nothing knows, after any chain of changes', () => {
    fc.assert(
      fc.property(fc.array(content, { minLength: 2, maxLength: 4 }), (contents) => {
        let policy: KeptPolicy | null = null;
        for (const one of contents) {
          const whole = atOnce(computed(one, tools, readings));
          const next = policy === null ? whole : atOnce(recomputed(policy, one, tools, readings));
          expect(toldOf(next.matcher.tables)).to.deep.equal(toldOf(whole.matcher.tables));
          expect(next.matcher.named).to.deep.equal(whole.matcher.named);
          expect(new Map(next.words)).to.deep.equal(new Map(whole.words));
          expect(sorted(next.pinyin)).to.deep.equal(sorted(whole.pinyin));
          policy = { ...next, content: one } as KeptPolicy;
        }
      }),
      RUNS,
    );
  });

  it('knows the same where only an answer or a clause changed', () => {
    fc.assert(
      fc.property(content, text, fc.boolean(), (before, words, ofClause) => {
        const [first, ...others] = before.questions;
        const versions = first!.versions.map((version) => ({ ...version, answer: words }));
        const questions = ofClause ? before.questions : [{ ...first!, versions }, ...others];
        const [source] = before.sources;
        const [clause, ...clauses] = source!.clauses;
        const changed = { ...source!, clauses: [{ ...clause!, text: words }, ...clauses] };
        const sources = ofClause ? [changed] : before.sources;
        const after = { ...before, questions, sources } as Content;
        expectSameAsWhole(before, after);
      }),
      RUNS,
    );
  });

  it('knows the same where entries and their phrasings only changed their order', () => {
    fc.assert(
      fc.property(content, fc.infiniteStream(fc.nat(99)), (before, chance) => {
        const shuffled = <T>(list: readonly T[]): T[] =>
          list
            .map((one) => ({ one, key: Number(chance.next().value) }))
            .sort((a, b) => a.key - b.key)
            .map(({ one }) => one);
        const questions = shuffled(before.questions).map((one) => ({
          ...one,
          phrasings: shuffled(one.phrasings),
        }));
        const after = { ...before, questions } as Content;
        expectSameAsWhole(before, after);
      }),
      RUNS,
    );
  });

  it('goes on from tables that were kept as bytes', () => {
    const [before, after] = fc.sample(content, { numRuns: 2, seed: 7 });
    const kept = atOnce(computed(before!, tools, readings));
    const tables = unpackedTables(packedTables(kept.matcher.tables));
    const policy = {
      ...kept,
      content: before!,
      matcher: { ...kept.matcher, tables },
    } as KeptPolicy;
    const next = atOnce(recomputed(policy, after!, tools, readings));
    const whole = atOnce(computed(after!, tools, readings));
    expect(toldOf(next.matcher.tables)).to.deep.equal(toldOf(whole.matcher.tables));
  });

  it('finds the same clauses by the same questions', () => {
    fc.assert(
      fc.property(content, content, text, (before, after, asked) => {
        const open = (one: Content): ReturnType<typeof openClauseIndex> =>
          openClauseIndex({ content: one, cutWords, kept: null });
        const index = open(before);
        index.searcher();
        const next = atOnce(changedClauseIndex(index, after, cutWords));
        const whole = open(after);
        whole.searcher();
        expect(heldBy(next)).to.deep.equal(heldBy(whole));
        const found = (of: typeof next): string[] =>
          clauseSearch(
            of,
            cutWords,
          )({ query: asked, limit: 5 })
            .map(({ clause }) => clause.id)
            .sort();
        expect(found(next)).to.deep.equal(found(whole));
      }),
      RUNS,
    );
  });
});

const sorted = <T extends readonly unknown[]>(rows: readonly T[]): T[] =>
  [...rows].sort((one, other) => (String(one[0]) < String(other[0]) ? -1 : 1));

/** The tables by the names of their features: numbers are given in the order in which features are met. */
function toldOf(tables: MatchTables): unknown {
  const keys = tables.vocabulary.keys(tables.features);
  const byName = (
    { starts, rows }: Postings,
    more: Readonly<Record<string, ArrayLike<number>>> = {},
    rarity?: Float64Array,
  ): unknown =>
    Object.fromEntries(
      keys.flatMap((key, feature) => {
        const [from, to] = [starts[feature]!, starts[feature + 1]!];
        if (from === to) return [];
        const own = Object.values(more).map((list) => Array.from(list).slice(from, to));
        return [[key, [[...rows.slice(from, to)], ...own, rarity?.[feature]]]];
      }),
    );
  const { phrases, characters, bodies, groups } = tables;
  const alike = { phrases, characters, bodies };
  const { entry, body, programme, aspect, outcome } = tables;
  const typical = { entry, body, programme, aspect, outcome };
  return {
    entryOf: [...tables.entryOf],
    weights: [
      byName(phrases, { weights: phrases.weights }),
      byName(bodies, { weights: bodies.weights }),
    ],
    groups: byName(tables.entry, { sizes: groups.sizes, tops: groups.tops }),
    alike: Object.values(alike).map(({ starts, rows, values, rarity, rarest, size }) => [
      byName({ starts, rows }, { values }, rarity),
      rarest,
      size,
    ]),
    typical: Object.values(typical).map(({ starts, rows, values, size }) => [
      byName({ starts, rows }, { values }),
      size,
    ]),
  };
}

/** Which question holds which token, with the weight of both. */
function heldBy(index: ReturnType<typeof openClauseIndex>): unknown {
  const { answers } = index.searcher();
  if (answers === null) return null;
  const { table, kinds, weights, norms } = answers;
  const name = (number: number): string => {
    const { entry, text: said, clauses } = index.asked[number]!;
    return [entry, said, ...clauses].join(' ');
  };
  const tokens = [...table.keys].map((key, at) => [
    key,
    kinds[at],
    weights[at],
    [...table.docs.slice(table.starts[at], table.starts[at + 1])].map(name).sort(),
  ]);
  return [
    tokens.filter(([, , , names]) => (names as string[]).length > 0),
    sorted(index.asked.map((_, number) => [name(number), norms[number]!] as const)),
  ];
}
