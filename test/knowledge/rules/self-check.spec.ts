import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { parse } from 'yaml';
import { z } from 'zod';
import { buildLibrary } from '../../../knowledge/answer/library.ts';
import { wordsFrom } from '../../../knowledge/answer/words.ts';
import {
  type AssessRequest,
  type FactKey,
  SELF_CHECKS,
  type SelfCheckFacts,
  type SelfChecks,
  type Standard,
} from '../../../knowledge/index.ts';
import { forbiddenWords } from '../../../knowledge/load/forbidden.ts';
import { loadContent } from '../../../knowledge/load/load-content.ts';
import { CHECKS } from '../../../knowledge/rules/checks.ts';
import { selfChecks } from '../../../knowledge/rules/self-check.ts';
import { normalise } from '../../../knowledge/text/normalise.ts';

const TODAY = '2026-11-23';
const FOLDER = new URL('../../cases/rules/', import.meta.url);
const content = loadContent('knowledge/content');

const standard = z.strictObject({
  key: z.string(),
  amount: z.string(),
  unit: z.string(),
  area: z.enum(['城市', '农村', '统一']).default('统一'),
  district: z.string().default('烟台市'),
  to: z.string().nullable().default(null),
});
const caseSchema = z.strictObject({
  name: z.string(),
  check: z.enum(SELF_CHECKS),
  asOf: z.string().default(TODAY),
  district: z.string().nullable().default('烟台市'),
  standards: z.array(standard).default([]),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  expect: z.record(z.string(), z.enum(['符合', '不符合', '还不清楚'])).default({}),
  cites: z.record(z.string(), z.string().nullable()).default({}),
  standing: z.enum(['met', 'not-met', 'open', 'not-in-force']).optional(),
  says: z.string().optional(),
  next: z.string().optional(),
});
type Case = z.infer<typeof caseSchema>;

/** The shipped content with the amounts that a case assumes to be on file. */
function checksWith(assumed: Case['standards']): SelfChecks {
  const standards = assumed.map(({ to, ...one }, at): Standard => ({
    ...one,
    id: `assumed-${String(at)}`,
    programme: '低保',
    name: one.key,
    inForce: { from: '2020-01-01', to },
    clauseId: 'shfz-2026#18',
    basis: 'verified',
    hedge: null,
  }));
  const library = buildLibrary(
    { ...content, standards: [...content.standards, ...standards] },
    '烟台市',
  );
  return selfChecks({
    library,
    figures: content.ruleFigures,
    words: wordsFrom(content.replies),
    canonicalDistrict: (name) => name,
    read: normalise,
    findPlace: () => ({ district: null }),
  });
}

/** Facts of a case are written as people say them: one reader for cases and conversations. */
function factsOf(said: Case['facts'], checks: SelfChecks): SelfCheckFacts {
  return Object.fromEntries(
    Object.entries(said).map(([key, value]) => {
      if (typeof value === 'number' || key === 'area') return [key, value];
      const heard = checks.readReply({ key: key as FactKey, text: value }, { today: TODAY });
      if (heard.kind === 'more') {
        const rest = { ask: heard.ask, heard: heard.heard };
        const settled = checks.readReply(
          { key: key as FactKey, text: '不知道', before: rest },
          { today: TODAY },
        );
        if (settled.kind === 'facts') return [key, settled.facts[key as FactKey]];
      }
      if (heard.kind !== 'facts') throw new Error(`${key}: ${value} is ${heard.kind}`);
      return [key, heard.facts[key as FactKey]];
    }),
  );
}

function requestOf(one: Case, checks: SelfChecks): AssessRequest {
  const facts = factsOf(one.facts, checks);
  return { check: one.check, facts, district: one.district, asOf: one.asOf };
}

describe('The eligibility self-check', () => {
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))) {
    const cases = z.array(caseSchema).parse(parse(readFileSync(new URL(file, FOLDER), 'utf8')));
    for (const one of cases) {
      it(`${one.check}: ${one.name}`, () => {
        const checks = checksWith(one.standards);
        const request = requestOf(one, checks);
        const assessment = checks.assess(request);
        const conditions = assessment.routes.flatMap((route) => route.conditions);
        const found = (id: string): (typeof conditions)[number] => {
          const condition = conditions.find((candidate) => candidate.id === id);
          if (condition === undefined) throw new Error(`${one.check} has no condition ${id}`);
          return condition;
        };
        for (const [id, result] of Object.entries(one.expect)) {
          expect(found(id).result, `${id}: ${found(id).working}`).to.equal(result);
        }
        for (const [id, clause] of Object.entries(one.cites)) {
          expect(found(id).citation?.clauseId ?? null).to.equal(clause);
        }
        if (one.standing !== undefined) expect(assessment.standing).to.equal(one.standing);
        if (one.says !== undefined) expect(assessment.answer.text).to.include(one.says);
        if (one.next !== undefined) expect(checks.nextFact(request)).to.equal(one.next);
      });
    }
  }
});

describe('The conditions of the self-check', () => {
  const conditions = SELF_CHECKS.flatMap((check) =>
    CHECKS[check].routes.flatMap((route) => route.conditions),
  );

  it('rest on clauses that the content holds', () => {
    const tellings = SELF_CHECKS.flatMap((check) => {
      const { notes, bring, where } = CHECKS[check];
      return [...notes, ...bring, ...where];
    });
    const ids = [...conditions, ...tellings].flatMap(({ clauses }) => clauses);
    for (const id of new Set(ids)) expect(content.clauses.has(id), id).to.equal(true);
  });

  it('each have a name, a case, and figures that stand in a clause', () => {
    const keys = new Set(content.ruleFigures.map(({ key }) => key));
    const cases = readdirSync(FOLDER)
      .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'))
      .join('\n');
    for (const { id, figures } of conditions) {
      expect(content.replies.has(`self-check.condition.${id}`), id).to.equal(true);
      for (const figure of figures ?? []) expect(keys.has(figure), figure).to.equal(true);
    }
    const untried = new Set(conditions.map(({ id }) => id).filter((id) => !cases.includes(id)));
    expect([...untried]).to.deep.equal(PROVED_ELSEWHERE);
  });

  /** Conditions that are the same function as one with cases, under the clause of another programme. */
  const PROVED_ELSEWHERE = [
    'edge-property-within-rules',
    'tekun-property-within-rules',
    'spending-property-within-rules',
    'rigid-property-within-rules',
    'not-in-child-protection',
  ];
});

describe('What a self-check says', () => {
  const checks = checksWith([]);
  const fact = fc.record(
    {
      household: fc.oneof(fc.integer({ min: 1, max: 15 }), fc.constant('不知道' as const)),
      income: fc.array(
        fc.record({
          yuan: fc.constant(0),
          min: fc.integer({ min: 0, max: 5000 }),
          max: fc.option(fc.integer({ min: 5000, max: 90_000 })),
          period: fc.constantFrom('月' as const, '年' as const),
          perPerson: fc.boolean(),
        }),
        { maxLength: 3 },
      ),
      property: fc.subarray(['车', '存款'] as const),
      receives: fc.subarray(['低保', '特困', '低保边缘'] as const),
      age: fc.integer({ min: 0, max: 110 }),
      disability: fc.constantFrom(
        'none' as const,
        { grade: 1 as const, type: '肢体' as const },
        { grade: null, type: null },
      ),
      hardship: fc.subarray(['意外', '支出', '其他'] as const),
      supporters: fc.subarray(['特困人员', '能养', '重残低收入'] as const),
      basicLife: fc.boolean(),
      illness: fc.boolean(),
      childAge: fc.integer({ min: 0, max: 20 }),
    },
    { requiredKeys: [] },
  );
  const request = fc.record({
    check: fc.constantFrom(...SELF_CHECKS),
    facts: fact,
    district: fc.constantFrom(null, '芝罘区', '烟台市'),
    asOf: fc.constantFrom('2015-01-01', '2021-07-01', '2026-06-30', '2026-07-01', TODAY),
  });
  const forbidden = forbiddenWords(content.lists.get('forbidden'), content.synonyms);

  it('is always preliminary, never a verdict, and quotes clauses in force exactly', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const { answer } = checks.assess(asked);
        expect(answer.outcome).to.equal('screen');
        expect(answer.text).to.include('初步判断');
        expect(forbidden.find(answer.text)).to.deep.equal([]);
        for (const { clauseId, quote, inForceFrom, inForceTo } of answer.citations) {
          expect(content.clauses.get(clauseId)?.text).to.include(quote);
          expect(
            inForceFrom <= asked.asOf && (inForceTo === null || asked.asOf <= inForceTo),
          ).to.equal(true);
        }
        expect(answer.spoken.split(/[。！？]/u).filter((one) => one !== '').length).to.be.at.most(
          2,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('asks only for what was not told, and comes to an end whatever is answered', () => {
    fc.assert(
      fc.property(request, (asked) => {
        let facts: SelfCheckFacts = asked.facts;
        for (let turn = 0; turn < 30; turn += 1) {
          const key = checks.nextFact({ ...asked, facts });
          if (key === null) return;
          expect(facts[key]).to.equal(undefined);
          facts = { ...facts, [key]: '不知道' };
        }
        expect.fail('it asks on and on');
      }),
      { numRuns: 200 },
    );
  });
});
