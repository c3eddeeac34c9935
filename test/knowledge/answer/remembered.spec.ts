/** What depends on words alone is remembered between questions: whoever asks must be answered as if nobody had asked before. */
import { expect } from 'chai';
import fc from 'fast-check';
import { type AskContext, type Knowledge } from '../../../knowledge/index.ts';
import { TODAY, aClause, aKnowledge, aQuestion, aSource } from './fixture.ts';

const WORDS = ['低保', '特困', '多久', '材料', '那', '呢', '，', '住院', '不批', '？', '649号'];
const text = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 })
  .map((words) => words.join(''));

const room = (): Knowledge =>
  aKnowledge({
    sources: [aSource('办法', [aClause({ id: '办法#22' })])],
    questions: [
      aQuestion({ id: 'time' }),
      aQuestion({ id: 'papers', title: '低保要什么材料？', phrasings: ['低保带啥材料'] }),
      aQuestion({ id: 'care', title: '特困住院咋办？', phrasings: ['特困住院谁管', '特困不批'] }),
    ],
  });

function told(knowledge: Knowledge, question: string, context: AskContext | null) {
  const { answer, context: next, trace } = knowledge.answer({ question, today: TODAY, context });
  return { answer, next, decision: trace.decision, candidates: trace.candidates };
}

describe('A question', () => {
  it('is answered and ranked to the last bit as if nothing had been asked before it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, fc.boolean()), { minLength: 2, maxLength: 8 }),
        (said) => {
          const busy = room();
          let context: AskContext | null = null;
          // Twice, so that every sentence comes again after all others.
          for (const [question, goesOn] of [...said, ...said]) {
            const before: AskContext | null = goesOn ? context : null;
            const here = told(busy, question, before);
            expect(here).to.deep.equal(told(room(), question, before));
            context = here.next;
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});
