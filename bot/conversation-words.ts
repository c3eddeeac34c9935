import { join } from 'node:path';
import { z } from 'zod';
import { fill, readYaml } from '../services/text.ts';
import { COMMANDS, type Command } from './flows/flow.ts';
import { type Reply } from './replies/reply.ts';

const text = z.string().min(1);
const said = z.strictObject({
  text,
  spoken: text.optional(),
  suggestions: z.array(text).optional(),
});
const NAMES = [
  'greeting',
  'help',
  'restarted',
  'cancelled',
  'nothing-to-cancel',
  'no-way-back',
  'resume',
  'not-understood',
  'flow-changed',
  'file-only',
  'files-first',
  'files-kept',
  'laid-aside',
  'trouble',
] as const;

const schema = z.strictObject({
  conversation: z.strictObject({
    bot: text,
    staff: text,
    file: text,
    ...(Object.fromEntries(NAMES.map((name) => [name, said])) as Record<
      (typeof NAMES)[number],
      typeof said
    >),
  }),
  commands: z.record(z.enum(COMMANDS), z.array(text).min(1)),
  asks: z.array(text).min(1),
});

/** What the conversation itself says and understands. */
export interface ConversationWords {
  /** Names under which messages stand. */
  readonly bot: string;
  readonly staff: string;
  readonly say: (
    name: (typeof NAMES)[number],
    values?: Readonly<Record<string, string | number>>,
  ) => Reply;
  /** How a file stands in the history. */
  readonly file: (name: string) => string;
  /** The command that a sentence is, whole and nothing else; null for any other. */
  readonly command: (sentence: string) => Command | null;
  /** Whether a sentence has the form of a question. */
  readonly asks: (sentence: string) => boolean;
}

/** Reads `words/conversation.yaml`; throws `unavailable` when it is malformed. */
export function readConversationWords(contentDir: string): ConversationWords {
  const words = readYaml(join(contentDir, 'words/conversation.yaml'), schema);
  const commands = COMMANDS.map(
    (command) => [command, new RegExp(`^(?:${words.commands[command].join('|')})$`, 'u')] as const,
  );
  const asks = new RegExp(words.asks.join('|'), 'u');
  return {
    bot: words.conversation.bot,
    staff: words.conversation.staff,
    say: (name, values = {}) => {
      const reply = words.conversation[name] as Reply;
      return { ...reply, text: fill(reply.text, values) };
    },
    file: (name) => fill(words.conversation.file, { name }),
    command: (sentence) => {
      const bare = sentence.replace(/[\s\p{P}]/gu, '');
      return commands.find(([, whole]) => whole.test(bare))?.[0] ?? null;
    },
    asks: (sentence) => asks.test(sentence.trim()),
  };
}
