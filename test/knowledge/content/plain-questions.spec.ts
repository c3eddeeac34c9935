import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { buildKnowledge, type Knowledge } from '../../../knowledge/index.ts';
import { testShelf } from '../../support/shelf.ts';

const contentDir = new URL('../../../knowledge/content', import.meta.url).pathname;
const cases = parse(
  readFileSync(new URL('../../cases/plain-questions.yaml', import.meta.url), 'utf8'),
) as Record<string, string>;
const hardship = parse(
  readFileSync(new URL('../../cases/hardship.yaml', import.meta.url), 'utf8'),
) as Record<'asked-on' | 'complaints', readonly string[]>;

describe('What everybody asks', () => {
  let knowledge: Knowledge;

  before(async function () {
    this.timeout(60_000);
    knowledge = await buildKnowledge({ contentDir, shelf: testShelf });
  });

  for (const [question, entry] of Object.entries(cases))
    it(`is answered by its own entry first: “${question}”`, () => {
      const { answer } = knowledge.answer({ question, today: '2026-11-26' });
      expect(answer.questionIds[0]).to.equal(entry);
    });

  for (const [found, stories] of [
    ['screen', hardship['asked-on']],
    ['collect', hardship.complaints],
  ] as const)
    for (const question of stories)
      it(`ends in ${found}, though nothing is asked: “${question}”`, () => {
        const { answer } = knowledge.answer({ question, today: '2026-11-26' });
        expect(answer.outcome).to.equal(found);
      });
});
