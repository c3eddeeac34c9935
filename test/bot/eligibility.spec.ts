import { expect } from 'chai';
import { testShelf } from '../support/shelf.ts';
import fc from 'fast-check';
import { eligibilityFlow } from '../../bot/flows/eligibility.ts';
import { readEligibilityWords } from '../../bot/flows/eligibility-words.ts';
import { type AnyFlow } from '../../bot/flows/flow.ts';
import { buildKnowledge, type Knowledge } from '../../knowledge/index.ts';
import { CONTENT, expectConversation, readConversations, talkWith } from './talk.ts';

describe('The eligibility self-check in conversation', () => {
  let knowledge: Knowledge;
  let flows: readonly AnyFlow[];

  before(async function () {
    this.timeout(60_000);
    knowledge = await buildKnowledge({ contentDir: CONTENT, shelf: testShelf });
    flows = [eligibilityFlow({ knowledge: () => knowledge, words: readEligibilityWords(CONTENT) })];
  });

  for (const one of readConversations('eligibility.yaml')) {
    it(one.name, async () => {
      await expectConversation(one, talkWith(flows, knowledge, one.district));
    });
  }

  for (const said of ['给俺看看这个月的低保发没发', '帮我看看俺爹的补贴到账没有'])
    it(`does not begin where the own payment is to be looked up: “${said}”`, async () => {
      const [first] = await talkWith(flows, knowledge).says(said);
      expect(first?.text).to.include('核实身份');
    });

  it('comes to an end or waits for an answer, whatever is said in whatever order', async function () {
    this.timeout(120_000);
    const said = fc.constantFrom(
      ...[
        '四口人',
        '一年八千',
        '没有',
        '不知道',
        '对',
        '不对',
        '返回',
        '改收入',
        '帮助',
        '取消',
        '重来',
      ],
      ...[
        '帮我算算特困',
        '帮我算算',
        '3',
        '肢体二级',
        '坐牢',
        '低保要什么材料',
        '呜啦啦',
        '是',
        '76',
      ],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 12 }), async (sentences) => {
        const talk = talkWith(flows, knowledge);
        await talk.says('帮我算算低保');
        for (const sentence of sentences) {
          const replies = await talk.says(sentence);
          expect(replies.length, sentence).to.be.greaterThan(0);
          for (const { text } of replies) expect(text, sentence).not.to.match(/\{|undefined|null/u);
        }
      }),
      { numRuns: 60 },
    );
  });
});
