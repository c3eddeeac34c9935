/** A sentence in the middle of a flow. */
import { type AnyFlow, type FlowStep } from './flows/flow.ts';
import { type Heard, helpOf, restarted, said, stepped } from './heard.ts';
import { answered, begun, flowFor, type Hearing, openOrAnswer } from './reception-fresh.ts';
import { answerReply } from './replies/reply.ts';

/** In the middle of a flow a sentence is taken as a question of policy from this confidence. */
const QUESTION_FROM = 0.6;
/** The same where its words ask something: 那特困呢 can be no answer to how much somebody earns. */
const ASKED_FROM = 0.3;
/** 对 alone is no question, however well it would go on with what was asked before (characters). */
const SHORTEST_QUESTION = 4;
/** A figure that is not on file, or a matter of another office, is an answer as well. */
const ANSWERS: ReadonlySet<string> = new Set(['answered', 'declined']);
/** A complaint, and a wish to know of one's own payments: each has a flow of its own. */
const MATTERS: ReadonlySet<string> = new Set(['collect', 'verify']);
/** Where any text is a good answer, only when it is as clear and as short as this (characters). */
const PLAIN_QUESTION_FROM = 0.85;
const PLAIN_QUESTION_LENGTH = 30;

/** A sentence in the middle of a flow; inside a transaction. */
export async function hearInFlow(hearing: Hearing, flow: AnyFlow): Promise<Heard> {
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
  if (last) return stepped(hearing.state, flow, last);
  await flow.left?.(turn, state.flow?.state);
  return said({ ...state, flow: null }, [deps.words.say('cancelled')]);
}

async function stepBack(hearing: Hearing, flow: AnyFlow): Promise<Heard> {
  const { deps, turn, state } = hearing;
  const step = (await flow.back?.(turn, state.flow?.state)) ?? null;
  if (step) return stepped(hearing.state, flow, step);
  return said(state, [deps.words.say('no-way-back'), ...flow.prompt(state.flow?.state)]);
}

/** Another flow takes over when one exists that brings a person; else the policy room says where to turn. */
async function toPerson(hearing: Hearing, flow: AnyFlow): Promise<Heard> {
  const next = flowFor(hearing, 'person');
  if (next === undefined) return answered(hearing, []);
  if (next.id === flow.id) return hearSentence(hearing, flow);
  await flow.left?.(hearing.turn, hearing.state.flow?.state);
  return begun(hearing, next, 'person');
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
  return step ? stepped(hearing.state, flow, step) : hearUnfit(hearing, flow);
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
  const { outcome } = considered.answer;
  const prompt = flow.prompt(own);
  if (prompt.length === 0) {
    await flow.left?.(turn, own);
    return hearAnew(hearing);
  }
  // Who is on the way to a person already has been heard: asking the same flow again would never end.
  if (outcome === 'handoff' && flowFor(hearing, 'person')?.id !== flow.id)
    return toPerson(hearing, flow);
  const other = otherMatter(hearing, flow);
  if (other !== null) {
    await flow.left?.(turn, own);
    return begun(hearing, other, null, [deps.words.say('laid-aside')]);
  }
  if (ANSWERS.has(outcome) && isClear(hearing)) return inBetween(hearing, flow);
  const rest = (await flow.hearRest?.(turn, own)) ?? null;
  return rest === null ? notUsed(hearing, flow) : stepped(state, flow, rest);
}

/** Nothing of the sentence is of use to the flow. */
function notUsed(hearing: Hearing, flow: AnyFlow): Heard {
  const { deps, state } = hearing;
  if (isLookUp(hearing)) return inBetween(hearing, flow);
  return said(state, [deps.words.say('not-understood'), ...flow.prompt(state.flow?.state)]);
}

/** 俺这个月低保到了没, where no flow can look: the answer says where to. */
function isLookUp({ deps, turn, considered }: Hearing): boolean {
  return considered.answer.outcome === 'verify' && deps.words.asks(turn.text);
}

/**
 * What is complained of must not be lost in a form about something else: that one is laid aside for this flow. A look at the own
 * payments is worth no form that would be thrown away with what was told in it.
 */
function otherMatter(hearing: Hearing, flow: AnyFlow): AnyFlow | null {
  const { outcome, confidence } = hearing.considered.answer;
  if (!MATTERS.has(outcome) || confidence < QUESTION_FROM) return null;
  if (outcome === 'verify' && flow.leaving !== undefined) return null;
  const other = flowFor(hearing, null);
  return other === undefined || other.id === flow.id ? null : other;
}

/** Clear enough to be answered in the middle of a flow that could not use it. */
function isClear({ deps, turn, considered }: Hearing): boolean {
  const { confidence } = considered.answer;
  if (deps.words.asks(turn.text)) return confidence >= ASKED_FROM;
  return confidence >= QUESTION_FROM && Array.from(turn.text).length >= SHORTEST_QUESTION;
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
  const rest = step ? stepped(hearing.state, flow, step) : said(hearing.state, []);
  return {
    ...rest,
    replies: [answerReply(considered.answer), ...rest.replies],
    told: [considered],
  };
}
