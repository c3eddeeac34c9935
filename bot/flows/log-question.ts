import { join } from 'node:path';
import { z } from 'zod';
import { type Knowledge } from '../../knowledge/index.ts';
import { maskPersonalData } from '../../services/privacy/personal-data.ts';
import { readYaml } from '../../services/text.ts';
import { type Tickets } from '../../services/tickets/tickets.ts';
import { type Turn } from '../turn.ts';
import { type Flow, type FlowStep } from './flow.ts';
import { type Say, hearer, sayer, sayingsOf } from './sayings.ts';

const SAYINGS = ['offer', 'contact', 'contact-wrong', 'filed', 'no'] as const;
const HEARD = ['agree', 'refuse', 'skip'] as const;

const schema = z.strictObject({
  'log-question-flow': z.strictObject({
    reasons: z.array(z.string()),
    version: z.string(),
    say: sayingsOf(SAYINGS),
    hear: z.record(z.enum(HEARD), z.string()),
  }),
});

export interface LogQuestionWords {
  readonly version: string;
  readonly reasons: ReadonlySet<string>;
  readonly say: Say<(typeof SAYINGS)[number]>;
  readonly hears: (what: (typeof HEARD)[number], sentence: string) => boolean;
}

/** Reads `words/log-question-flow.yaml`; throws `unavailable` when it is malformed. */
export function readLogQuestionWords(contentDir: string): LogQuestionWords {
  const file = readYaml(join(contentDir, 'words/log-question-flow.yaml'), schema);
  const { reasons, version, say, hear } = file['log-question-flow'];
  const heard = new Map(HEARD.map((name) => [name, hearer([hear[name]])] as const));
  return {
    version,
    reasons: new Set(reasons),
    say: sayer(say),
    hears: (what, sentence) => heard.get(what)?.(sentence) ?? false,
  };
}

export interface LogQuestionDeps {
  readonly tickets: Pick<Tickets, 'file'>;
  readonly knowledge: () => Pick<Knowledge, 'readComplaint' | 'findPlace'>;
  readonly words: LogQuestionWords;
}

export interface LogQuestionState {
  readonly step: 'offer' | 'contact';
  /** The message that was not answered: the same for every try. */
  readonly id: string;
  readonly question: string;
  readonly district: string | null;
  readonly programme: string | null;
}

/** A question without an answer is not lost: it is offered to be put down as 咨询转办. */
export function logQuestionFlow(deps: LogQuestionDeps): Flow<LogQuestionState> {
  const { words } = deps;
  return {
    id: 'log-question',
    version: 1,
    opens: (_, { answer, command }) =>
      command === null &&
      answer.outcome === 'declined' &&
      words.reasons.has(answer.reason ?? '') &&
      answer.text !== '',
    start: (turn, { answer, context }) =>
      Promise.resolve({
        replies: [words.say('offer')],
        state: {
          ...{ step: 'offer', id: turn.key, question: turn.text },
          district: context.district ?? turn.district,
          programme: answer.programme,
        },
      }),
    hear: (turn, state) => hear(turn, state, deps),
    // Only offered: who goes on to something else is not held.
    prompt: ({ step }) => (step === 'offer' ? [] : [words.say('contact')]),
  };
}

async function hear(
  turn: Turn,
  state: LogQuestionState,
  deps: LogQuestionDeps,
): Promise<FlowStep<LogQuestionState> | null> {
  const { words } = deps;
  if (state.step === 'offer') {
    if (words.hears('refuse', turn.text)) return { replies: [words.say('no')], state: null };
    if (!words.hears('agree', turn.text)) return null;
    return { replies: [words.say('contact')], state: { ...state, step: 'contact' } };
  }
  const { phone, name } = deps.knowledge().readComplaint(turn.text, { today: turn.today });
  if (phone === null && !words.hears('skip', turn.text))
    return /\d{5}/u.test(turn.text) ? { replies: [words.say('contact-wrong')], state } : null;
  return file(turn, state, { name: phone === null ? null : name, phone }, deps);
}

async function file(
  turn: Turn,
  { id, question, district, programme }: LogQuestionState,
  contact: { readonly name: string | null; readonly phone: string | null },
  { tickets, words }: LogQuestionDeps,
): Promise<FlowStep<LogQuestionState>> {
  const { conversationId } = turn;
  const text = maskPersonalData(question);
  const filed = await tickets.file(
    {
      ...{ kind: '咨询转办', text, district, programme, contact, conversationId },
      ...{ anonymous: contact.phone === null, channel: 'chat', consent: words.version },
    },
    `question-${id}`,
  );
  const { number, queryCode, dueDate, clock } = filed;
  const reply = words.say('filed', { number, code: queryCode, dueDate, clock });
  return { replies: [{ ...reply, ticket: { number, queryCode, dueDate } }], state: null };
}
