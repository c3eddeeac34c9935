import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { buildKnowledge, type AskContext, type Knowledge } from '../../../knowledge/index.ts';
import { testShelf } from '../../support/shelf.ts';

const contentDir = new URL('../../../knowledge/content', import.meta.url).pathname;
const readCases = (name: string): unknown =>
  parse(readFileSync(new URL(`../../cases/${name}.yaml`, import.meta.url), 'utf8'));
const cases = readCases('plain-questions') as Record<string, string>;
const stories = readCases('stories') as Record<string, string>;
const hardship = readCases('hardship') as Record<'asked-on' | 'complaints', readonly string[]>;
const talks = readCases('follow-ups') as readonly { talk: readonly string[]; entry: string }[];
const danger = readCases('danger') as {
  readonly danger: Record<string, string>;
  readonly calm: readonly string[];
};
const stances = readCases('stances') as Record<string, readonly string[]>;
const beside = readCases('beside') as {
  readonly unnamed: readonly string[];
  readonly both: Record<string, readonly string[]>;
  readonly several: Record<string, readonly string[]>;
  readonly passed: readonly string[];
};
const lastDays = readCases('last-days') as Record<string, readonly string[]>;

describe('What everybody asks', () => {
  let knowledge: Knowledge;

  before(async function () {
    this.timeout(60_000);
    knowledge = await buildKnowledge({ contentDir, shelf: testShelf });
  });

  for (const [question, entry] of Object.entries({ ...cases, ...stories }))
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

  for (const [outcome, sentences] of Object.entries(stances))
    for (const question of sentences)
      it(`hears what it is said for, ${outcome}: “${question}”`, () => {
        const { answer } = knowledge.answer({ question, today: '2026-11-26' });
        expect(answer.outcome).to.equal(outcome);
      });

  for (const [words, entry] of Object.entries(danger.danger))
    it(`helps first, whatever else may be meant: “${words}”`, () => {
      const { answer } = knowledge.answer({ question: words, today: '2026-11-26' });
      expect(answer).to.include({ outcome: 'urgent' });
      expect(answer.questionIds[0]).to.equal(entry);
    });

  for (const words of danger.calm)
    it(`sounds no alarm: “${words}”`, () => {
      const { answer } = knowledge.answer({ question: words, today: '2026-11-26' });
      expect(answer.outcome).not.to.equal('urgent');
    });

  for (const { talk, entry } of talks)
    it(`keeps the matter of the talk: “${talk.join(' / ')}”`, () => {
      let context: AskContext | null = null;
      let first: string | undefined;
      for (const question of talk) {
        const result = knowledge.answer({ question, today: '2026-11-26', context });
        context = result.context;
        first = result.answer.questionIds[0];
      }
      expect(first).to.equal(entry);
    });

  for (const [question, told] of Object.entries(lastDays))
    it(`counts the last day of the step that is asked about: “${question}”`, () => {
      const { answer } = knowledge.answer({ question, today: '2026-11-26' });
      for (const words of told) expect(answer.text).to.include(words);
    });

  for (const question of beside.unnamed)
    it(`tells no sum of a programme that nobody named: “${question}”`, () => {
      const { answer } = knowledge.answer({ question, today: '2026-11-26' });
      expect(answer.text).not.to.match(/\d元/u);
    });

  for (const [question, entries] of Object.entries(beside.both))
    it(`answers what else is asked in the message, or tells whose it is: “${question}”`, () => {
      const { answer } = knowledge.answer({ question, today: '2026-11-26' });
      expect(answer.outcome).to.equal('answered');
      expect(answer.questionIds.slice(0, entries.length)).to.deep.equal(entries);
    });

  for (const [question, entries] of Object.entries(beside.several))
    it(`leaves none of several questions out: “${question}”`, () => {
      const { answer } = knowledge.answer({ question, today: '2026-11-26' });
      expect(answer.questionIds).to.include.members([...entries]);
    });

  for (const question of beside.passed)
    it(`tells when a law that was passed begins, and where that is written: “${question}”`, () => {
      const { answer } = knowledge.answer({ question, today: '2026-11-26', asOf: '2026-05-20' });
      expect(answer.text).to.include('2026年7月1日');
      expect(answer.citations.map(({ article }) => article)).to.include('第七十八条');
    });
});
