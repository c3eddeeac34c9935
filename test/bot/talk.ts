/** Conversations as data: a resident's sentences and what must be heard in reply, turn by turn. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { type ConversationState, NEW_CONVERSATION } from '../../bot/conversation-state.ts';
import { readConversationWords } from '../../bot/conversation-words.ts';
import { createReception } from '../../bot/reception.ts';
import { type AnyFlow } from '../../bot/flows/flow.ts';
import { type Reply } from '../../bot/replies/reply.ts';
import { type Turn } from '../../bot/turn.ts';
import { type Knowledge } from '../../knowledge/index.ts';
import { createEnquiries } from '../../services/enquiry/enquiries.ts';
import { type Enquiry } from '../../services/enquiry/enquiry.ts';

export const CONTENT = 'knowledge/content';
const NOW = new Date('2026-11-23T02:00:00Z');

const conversation = z.strictObject({
  name: z.string(),
  district: z.string().nullable().default(null),
  turns: z.array(
    z.strictObject({
      says: z.string(),
      hears: z.array(z.string()).default([]),
      lacks: z.array(z.string()).default([]),
    }),
  ),
});
export type ConversationCase = z.infer<typeof conversation>;

export function readConversations(file: string): readonly ConversationCase[] {
  const url = new URL(`../cases/conversations/${file}`, import.meta.url);
  return z.array(conversation).parse(parse(readFileSync(url, 'utf8')));
}

/** A person in front of the reception with these flows. */
export interface Talk {
  says(text: string): Promise<readonly Reply[]>;
  /** What is remembered, after a trip through the text in which it is stored. */
  state(): ConversationState;
}

export function talkWith(
  flows: readonly AnyFlow[],
  knowledge: Knowledge,
  district: string | null = null,
): Talk {
  const stored: Enquiry[] = [];
  const enquiries = createEnquiries({
    resting: null,
    knowledge: () => knowledge,
    store: {
      insert: (enquiry) => {
        stored.push(enquiry);
        return Promise.resolve();
      },
      find: (id) => Promise.resolve(stored.find((one) => one.id === id) ?? null),
      inChats: (ids) =>
        Promise.resolve(stored.filter((one) => ids.includes(one.conversationId ?? ''))),
    },
    clock: { now: () => NOW },
    log: SILENT,
    counted: () => undefined,
  });
  const desk = createReception({
    ...{ flows, enquiries, words: readConversationWords(CONTENT) },
    files: { keep: () => Promise.resolve() },
  });
  let state: ConversationState = NEW_CONVERSATION;
  let turns = 0;
  return {
    says: async (text) => {
      turns += 1;
      const turn: Turn = {
        ...{ conversationId: 'c1', channel: 'web', text, locale: 'zh-CN', district },
        ...{ at: NOW, today: '2026-11-23', key: `turn-${String(turns)}` },
        ...{ clientActivityId: null, attachments: [] },
      };
      const heard = await desk.hear(turn, state, true);
      if (heard === null) throw new Error('the turn came to nothing');
      state = JSON.parse(JSON.stringify(heard.state)) as ConversationState;
      return heard.replies;
    },
    state: () => state,
  };
}

const SILENT = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
} as unknown as Parameters<typeof createEnquiries>[0]['log'];

/** Goes through a conversation; fails at the first turn that hears something else. */
export async function expectConversation(one: ConversationCase, talk: Talk): Promise<void> {
  for (const { says, hears, lacks } of one.turns) {
    const said = (await talk.says(says)).map(({ text }) => text).join('\n');
    for (const words of hears) expect(said, `after “${says}”`).to.include(words);
    for (const words of lacks) expect(said, `after “${says}”`).not.to.include(words);
  }
}
