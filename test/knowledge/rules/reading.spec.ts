import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { type FactKey, type HeardReply, type ReplyRequest } from '../../../knowledge/index.ts';
import { readFacts } from '../../../knowledge/rules/read/read-facts.ts';
import { readReply } from '../../../knowledge/rules/read/read-reply.ts';
import { normalise } from '../../../knowledge/text/normalise.ts';

const TODAY = '2026-11-23';

function lines(name: string): readonly unknown[] {
  const file = readFileSync(new URL(`../../cases/rules/${name}`, import.meta.url), 'utf8');
  return file
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

interface ReplyCase extends ReplyRequest {
  readonly kind?: HeardReply['kind'];
  readonly ask?: string;
  readonly facts?: object;
}

interface StoryCase {
  readonly text: string;
  readonly facts: object;
}

describe('A reply to a question of the self-check', () => {
  for (const { kind = 'facts', ask, facts, ...request } of lines(
    'replies.jsonl',
  ) as readonly ReplyCase[]) {
    const after = request.before == null ? '' : ` after “${request.before.heard}”`;
    it(`for ${request.key}: “${request.text}”${after}`, () => {
      const heard = readReply({ ...request, text: normalise(request.text) }, { today: TODAY });
      expect(heard.kind).to.equal(kind);
      if (heard.kind === 'facts') expect(heard.facts).to.deep.equal(facts);
      if (heard.kind === 'more') expect(heard.ask).to.equal(ask);
    });
  }

  it('is never a fault, whatever is typed', () => {
    const keys: FactKey[] = ['household', 'income', 'disability', 'father', 'property', 'age'];
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(fc.constantFrom('没有', '一千', '二级', '年', '月', '车', '三口', '坐牢', '不', '0'))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.constantFrom(...keys), typed, (key, text) => {
        const heard = readReply({ key, text: normalise(text) }, { today: TODAY });
        expect(['facts', 'not-known', 'more', 'not-heard']).to.include(heard.kind);
      }),
      { numRuns: 500 },
    );
  });
});

describe('The facts of a story', () => {
  for (const { text, facts } of lines('stories.jsonl') as readonly StoryCase[]) {
    it(`“${text}”`, () => {
      expect(readFacts(normalise(text), { today: TODAY })).to.deep.equal(facts);
    });
  }
});
