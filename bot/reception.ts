/**
 * The order in which a sentence is heard: danger → command → the flow under way → a new flow → the policy. Every channel's
 * turns come through here; nothing is stored here.
 */
import { type Considered, type Enquiries } from '../services/enquiry/enquiry.ts';
import { type ConversationState } from './conversation-state.ts';
import { type Heard, helpOf, restarted, said, withFlow } from './heard.ts';
import { type FilesDeps, filesIn, flowInHand, withFilesWelcome } from './reception-files.ts';
import { type AnyFlow, type Command, type FlowStep } from './flows/flow.ts';
import { answerReply, type Reply } from './replies/reply.ts';
import { type Turn } from './turn.ts';

export interface ReceptionDeps extends FilesDeps {
  readonly enquiries: Enquiries;
}

export interface Reception {
  /** Null when the turn belongs to a flow and has to be heard again inside a transaction (`mayWrite`). */
  hear(turn: Turn, state: ConversationState, mayWrite: boolean): Promise<Heard | null>;
}

/** In the middle of a flow a sentence is taken as a question of policy from this confidence. */
const QUESTION_FROM = 0.6;
/** Where any text is a good answer, only when it is as clear and as short as this (characters). */
const PLAIN_QUESTION_FROM = 0.85;
const PLAIN_QUESTION_LENGTH = 30;

interface Hearing {
  readonly deps: ReceptionDeps;
  readonly turn: Turn;
  readonly state: ConversationState;
  readonly command: Command | null;
  readonly considered: Considered;
}

/** See `Reception`. */
export function createReception(deps: ReceptionDeps): Reception {
  return {
    hear: async (turn, before, mayWrite) => {
      const state = turn.district === null ? before : { ...before, district: turn.district };
      if (turn.attachments.length > 0 && !mayWrite) return null;
      const came = await filesIn(deps, turn, state);
      const heard =
        came === null || turn.text !== ''
          ? await hearWords(deps, turn, { state: came?.state ?? state, mayWrite })
          : said(came.state, came.prompt);
      if (heard === null) return null;
      const replies = [...(came?.replies ?? []), ...heard.replies];
      return {
        ...heard,
        replies: withFilesWelcome(replies, flowInHand(deps, heard.state), heard.state),
      };
    },
  };
}

interface WordsIn {
  readonly state: ConversationState;
  readonly mayWrite: boolean;
}

async function hearWords(
  deps: ReceptionDeps,
  turn: Turn,
  { state, mayWrite }: WordsIn,
): Promise<Heard | null> {
  if (turn.text === '') return said(state, [deps.words.say('file-only')]);
  const flow = flowInHand(deps, state);
  // The flow hears it inside the transaction: an answer made now would be thrown away.
  if (flow && !mayWrite) return null;
  const { conversationId, channel, text: question, district } = turn;
  const considered = deps.enquiries.consider({
    ...{ question, channel, conversationId, district },
    context: state.ask,
  });
  const command = deps.words.command(turn.text);
  const hearing: Hearing = { deps, turn, state, command, considered };
  if (flow === undefined) return hearFresh(hearing, mayWrite);
  return flow === null ? flowChanged(hearing, mayWrite) : hearInFlow(hearing, flow);
}

async function flowChanged(hearing: Hearing, mayWrite: boolean): Promise<Heard | null> {
  const { deps, state } = hearing;
  const fresh = await hearFresh({ ...hearing, state: { ...state, flow: null } }, mayWrite);
  return fresh && { ...fresh, replies: [deps.words.say('flow-changed'), ...fresh.replies] };
}

/** A sentence while nothing is under way. */
async function hearFresh(hearing: Hearing, mayWrite: boolean): Promise<Heard | null> {
  const { deps, state, command } = hearing;
  const { words } = deps;
  switch (command) {
    case 'cancel':
    case 'back':
      return said(state, [words.say('nothing-to-cancel')]);
    case 'restart':
      return said(restarted(state), [words.say('restarted')]);
    case 'help':
      return said(state, [words.say('help')]);
    default:
      return openOrAnswer(hearing, mayWrite);
  }
}

async function openOrAnswer(hearing: Hearing, mayWrite: boolean): Promise<Heard | null> {
  const { deps, turn, command, considered } = hearing;
  const { answer, context } = considered;
  const opening = { answer, context, command };
  const flow = deps.flows.find((each) => each.opens(turn, opening));
  if (flow === undefined) return answered(hearing, []);
  if (!mayWrite) return null;
  const step = await flow.start(turn, opening);
  return answered(hearing, [], { flow, step, silent: flow.speaksForAnswer === true });
}

interface Started {
  readonly flow: AnyFlow;
  readonly step: FlowStep<unknown>;
  /** The flow says the answer itself. */
  readonly silent: boolean;
}

/** The answer, then what a flow adds to it. */
function answered(
  { state, considered }: Hearing,
  before: readonly Reply[],
  started: Started | null = null,
): Heard {
  const { answer, context } = considered;
  const own = started?.silent === true ? [] : [answerReply(answer)];
  const next = { ...state, ask: context };
  return {
    replies: [...before, ...own, ...(started?.step.replies ?? [])],
    state: started ? withFlow(next, started.flow, started.step.state) : next,
    told: [considered],
    after: started?.step.after ?? null,
  };
}

/** A sentence in the middle of a flow; inside a transaction. */
async function hearInFlow(hearing: Hearing, flow: AnyFlow): Promise<Heard> {
  const { deps, turn, state, command } = hearing;
  const { words } = deps;
  const own = state.flow?.state;
  switch (command) {
    case 'cancel':
      return cancelled(hearing, flow);
    case 'restart':
      await flow.left?.(turn, own);
      return said(restarted(state), [words.say('restarted')]);
    case 'help':
      return said(state, [...helpOf(flow, own, words), ...flow.prompt(own)]);
    case 'back':
      return stepBack(hearing, flow);
    case 'person':
      return toPerson(hearing, flow);
    case null:
      return hearSentence(hearing, flow);
  }
}

/** A flow may ask once more before what was told is thrown away. */
async function cancelled(hearing: Hearing, flow: AnyFlow): Promise<Heard> {
  const { deps, turn, state } = hearing;
  const last = (await flow.leaving?.(turn, state.flow?.state)) ?? null;
  if (last) return stepped(hearing, flow, last);
  await flow.left?.(turn, state.flow?.state);
  return said({ ...state, flow: null }, [deps.words.say('cancelled')]);
}

async function stepBack(hearing: Hearing, flow: AnyFlow): Promise<Heard> {
  const { deps, turn, state } = hearing;
  const step = (await flow.back?.(turn, state.flow?.state)) ?? null;
  if (step) return stepped(hearing, flow, step);
  return said(state, [deps.words.say('no-way-back'), ...flow.prompt(state.flow?.state)]);
}

function flowToPerson({ deps, turn, considered }: Hearing): AnyFlow | undefined {
  const { answer, context } = considered;
  const opening = { answer, context, command: 'person' as const };
  return deps.flows.find((each) => each.opens(turn, opening));
}

/** Another flow takes over when one exists that brings a person; else the policy room says where to turn. */
async function toPerson(hearing: Hearing, flow: AnyFlow): Promise<Heard> {
  const { turn, state, considered } = hearing;
  const { answer, context } = considered;
  const opening = { answer, context, command: 'person' as const };
  const next = flowToPerson(hearing);
  if (next === undefined) return answered(hearing, []);
  if (next.id === flow.id) return hearSentence(hearing, flow);
  await flow.left?.(turn, state.flow?.state);
  const step = await next.start(turn, opening);
  return answered(hearing, [], { flow: next, step, silent: next.speaksForAnswer === true });
}

async function hearSentence(hearing: Hearing, flow: AnyFlow): Promise<Heard> {
  const { turn, state, considered } = hearing;
  const own = state.flow?.state;
  const { answer } = considered;
  if (flow.takesFreeText?.(own) === true && isPlainQuestion(hearing))
    return inBetween(hearing, flow);
  const step = await flow.hear(turn, own);
  if (answer.outcome === 'urgent') return withHelpFirst(hearing, flow, step);
  // A flow that is over without a word leaves the sentence to everybody else.
  if (step !== null && step.state === null && step.replies.length === 0) return hearAnew(hearing);
  return step ? stepped(hearing, flow, step) : hearUnfit(hearing, flow);
}

/** The sentence as if nothing were under way. */
async function hearAnew(hearing: Hearing): Promise<Heard> {
  const fresh = { ...hearing, state: { ...hearing.state, flow: null } };
  return (await openOrAnswer(fresh, true)) ?? answered(fresh, []);
}

/** No answer to what the flow asked: a wish for a person, a question, or nothing that we understand. */
async function hearUnfit(hearing: Hearing, flow: AnyFlow): Promise<Heard> {
  const { deps, turn, state, considered } = hearing;
  const own = state.flow?.state;
  const { outcome, confidence } = considered.answer;
  const prompt = flow.prompt(own);
  if (prompt.length === 0) {
    await flow.left?.(turn, own);
    return hearAnew(hearing);
  }
  // Who is on the way to a person already has been heard: asking the same flow again would never end.
  if (outcome === 'handoff' && flowToPerson(hearing)?.id !== flow.id)
    return toPerson(hearing, flow);
  if (outcome === 'answered' && confidence >= QUESTION_FROM) return inBetween(hearing, flow);
  return said(state, [deps.words.say('not-understood'), ...prompt]);
}

function isPlainQuestion({ deps, turn, considered }: Hearing): boolean {
  const { outcome, confidence } = considered.answer;
  return (
    outcome === 'answered' &&
    confidence >= PLAIN_QUESTION_FROM &&
    Array.from(turn.text).length <= PLAIN_QUESTION_LENGTH &&
    deps.words.asks(turn.text)
  );
}

/** The question is answered, then the flow goes on where it was. */
function inBetween(hearing: Hearing, flow: AnyFlow): Heard {
  const { deps, state, considered } = hearing;
  const prompt = flow.prompt(state.flow?.state);
  const back = prompt.length > 0 ? [deps.words.say('resume'), ...prompt] : [];
  const { answer, context } = considered;
  return {
    replies: [answerReply(answer), ...back],
    state: { ...state, ask: context },
    told: [considered],
    after: null,
  };
}

/** Help numbers first; the flow has heard the sentence as well, so nothing that was said is lost. */
function withHelpFirst(hearing: Hearing, flow: AnyFlow, step: FlowStep<unknown> | null): Heard {
  const { considered } = hearing;
  const rest = step ? stepped(hearing, flow, step) : said(hearing.state, []);
  return {
    ...rest,
    replies: [answerReply(considered.answer), ...rest.replies],
    told: [considered],
  };
}

function stepped({ state }: Hearing, flow: AnyFlow, step: FlowStep<unknown>): Heard {
  return {
    replies: step.replies,
    state: withFlow(state, flow, step.state),
    told: [],
    after: step.after ?? null,
  };
}
