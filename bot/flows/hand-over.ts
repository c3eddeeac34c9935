import { join } from 'node:path';
import { z } from 'zod';
import { type Knowledge } from '../../knowledge/index.ts';
import { type HandOvers } from '../../services/desk/hand-over/hand-over.ts';
import { maskPhone } from '../../services/privacy/mask.ts';
import { readYaml } from '../../services/text.ts';
import { type Reply } from '../replies/reply.ts';
import { type Turn } from '../turn.ts';
import { type Flow, type FlowStep, type Opening } from './flow.ts';
import { type Say, hearer, sayer, sayingsOf } from './sayings.ts';

const SAYINGS = [
  ...(['queued', 'next', 'before', 'nobody', 'phone', 'phone-wrong', 'will-call'] as const),
  ...(['noted', 'gave-up', 'danger-nobody'] as const),
] as const;
const HEARD = ['call-back', 'give-up', 'again', 'asks'] as const;

const schema = z.looseObject({
  'hand-over-flow': z.strictObject({
    say: sayingsOf(SAYINGS),
    hear: z.record(z.enum(HEARD), z.string()),
  }),
});

export interface HandOverFlowWords {
  readonly say: Say<(typeof SAYINGS)[number]>;
  readonly hears: (what: (typeof HEARD)[number], sentence: string) => boolean;
}

/** Reads `words/hand-over.yaml`; throws `unavailable` when it is malformed. */
export function readHandOverFlowWords(contentDir: string): HandOverFlowWords {
  const { say, hear } = readYaml(join(contentDir, 'words/hand-over.yaml'), schema)[
    'hand-over-flow'
  ];
  const heard = new Map(HEARD.map((name) => [name, hearer([hear[name]])] as const));
  return { say: sayer(say), hears: (what, sentence) => heard.get(what)?.(sentence) ?? false };
}

export interface HandOverFlowDeps {
  readonly handOvers: HandOvers;
  readonly knowledge: () => Pick<Knowledge, 'readComplaint'>;
  readonly words: HandOverFlowWords;
}

export interface HandOverFlowState {
  readonly id: string;
  readonly step: 'queue' | 'phone';
  /** Place in the queue when the person was told last. */
  readonly place: number | null;
  /** Nobody was at the desk. */
  readonly nobody: boolean;
}

type Step = FlowStep<HandOverFlowState>;

/** Who is in danger need not ask for a person. */
export const BRINGS_A_PERSON: ReadonlySet<string> = new Set(['handoff', 'urgent']);

/** 转人工: the queue with its place, a call back when nobody is there, and silence once a person has taken over. */
export function handOverFlow(deps: HandOverFlowDeps): Flow<HandOverFlowState> {
  const { handOvers, words } = deps;
  return {
    id: 'hand-over',
    version: 1,
    opens: (_, { answer, command }) => command === 'person' || BRINGS_A_PERSON.has(answer.outcome),
    start: (turn, opening) => start(turn, opening, deps),
    hear: (turn, state) => hear(turn, state, deps),
    prompt: (state) => [promptOf(state, deps)],
    left: (_, { id }) => handOvers.end(id),
    help: (state) => (state.step === 'phone' ? [] : [words.say('queued', placed(state, deps))]),
  };
}

async function start(
  turn: Turn,
  { answer, command, context }: Opening,
  deps: HandOverFlowDeps,
): Promise<Step> {
  const { handOvers, words } = deps;
  // In danger nobody is asked for a telephone number first: the help numbers stand above.
  if (answer.outcome === 'urgent' && command === null && !(await handOvers.somebodyThere()))
    return { replies: [words.say('danger-nobody')], state: null };
  const reason = context.lastQuestion ?? turn.text;
  const district = context.district ?? turn.district;
  const { id, place } = await handOvers.ask(turn.conversationId, { reason, district });
  const nobody = !(await handOvers.somebodyThere());
  const state: HandOverFlowState = { id, place, nobody, step: nobody ? 'phone' : 'queue' };
  return { replies: [promptOf(state, deps)], state, after: () => handOvers.wrote(id) };
}

function promptOf(state: HandOverFlowState, deps: HandOverFlowDeps): Reply {
  const { words } = deps;
  if (state.step === 'phone') return words.say(state.nobody ? 'nobody' : 'phone');
  return words.say('queued', placed(state, deps));
}

function placed({ place }: HandOverFlowState, { words }: HandOverFlowDeps): { place: string } {
  const before = Math.max(0, (place ?? 1) - 1);
  const { text } = before === 0 ? words.say('next') : words.say('before', { n: before });
  return { place: text };
}

async function hear(
  turn: Turn,
  state: HandOverFlowState,
  deps: HandOverFlowDeps,
): Promise<Step | null> {
  const { handOvers, words } = deps;
  const standing = await handOvers.standing(state.id);
  // Over, or waiting for a call: what is said now is for the assistant.
  if (standing === null || standing.state === 'ended' || standing.state === 'call-back')
    return { replies: [], state: null };
  // A person reads and writes here now.
  if (standing.state === 'taken')
    return { replies: [], state, after: () => handOvers.wrote(state.id) };
  const { text } = turn;
  if (words.hears('give-up', text)) {
    await handOvers.end(state.id);
    return { replies: [words.say('gave-up')], state: null, after: () => handOvers.wrote(state.id) };
  }
  const { phone } = deps.knowledge().readComplaint(text, { today: turn.today });
  if (phone !== null && (state.step === 'phone' || words.hears('call-back', text)))
    return callBack(phone, state, deps);
  if (words.hears('call-back', text))
    return { replies: [words.say('phone')], state: { ...state, step: 'phone', nobody: false } };
  if (words.hears('again', text)) return { replies: [promptOf(state, deps)], state };
  if (state.step === 'phone')
    return /\d{5}/u.test(text) ? { replies: [words.say('phone-wrong')], state } : null;
  if (words.hears('asks', text)) return null;
  const now = { ...state, place: standing.place };
  return {
    replies: [words.say('noted', placed(now, deps))],
    state: now,
    after: () => handOvers.wrote(state.id),
  };
}

async function callBack(
  phone: string,
  { id }: HandOverFlowState,
  { handOvers, words }: HandOverFlowDeps,
): Promise<Step> {
  await handOvers.callBack(id, phone);
  const shown = /^\d{7,}$/u.test(phone) ? maskPhone(phone) : phone;
  const replies = [words.say('will-call', { phone: shown })];
  return { replies, state: null, after: () => handOvers.wrote(id) };
}
