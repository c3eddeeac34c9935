/** A sentence while nothing is under way: a flow may begin, else the policy room answers. */
import { type Considered, type Enquiries } from '../services/enquiry/enquiry.ts';
import { type ConversationState } from './conversation-state.ts';
import { type AnyFlow, type Command, type FlowStep, type Opening } from './flows/flow.ts';
import { type Heard, restarted, said, stepped, withFlow } from './heard.ts';
import { type FilesDeps } from './reception-files.ts';
import { answerReply, type Reply } from './replies/reply.ts';
import { type Turn } from './turn.ts';

export interface ReceptionDeps extends FilesDeps {
  readonly enquiries: Enquiries;
}

export interface Hearing {
  readonly deps: ReceptionDeps;
  readonly turn: Turn;
  readonly state: ConversationState;
  readonly command: Command | null;
  readonly considered: Considered;
}

/** A sentence while nothing is under way. */
export async function hearFresh(hearing: Hearing, mayWrite: boolean): Promise<Heard | null> {
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

export async function openOrAnswer(hearing: Hearing, mayWrite: boolean): Promise<Heard | null> {
  const flow = flowFor(hearing, hearing.command);
  if (flow === undefined) return answered(hearing, []);
  return mayWrite ? begun(hearing, flow, hearing.command) : null;
}

const openingOf = ({ considered }: Hearing, command: Command | null): Opening => {
  const { answer, context } = considered;
  return { answer, context, command };
};

/** The flow that a sentence would begin if nothing were under way. */
export function flowFor(hearing: Hearing, command: Command | null): AnyFlow | undefined {
  const { deps, turn } = hearing;
  return deps.flows.find((each) => each.opens(turn, openingOf(hearing, command)));
}

/** The first turn of a flow, after `before`. */
export async function begun(
  hearing: Hearing,
  flow: AnyFlow,
  command: Command | null,
  before: readonly Reply[] = [],
): Promise<Heard> {
  const step = await flow.start(hearing.turn, openingOf(hearing, command));
  // 给我找个人 in the middle of a complaint is no more of that complaint.
  if (command === 'person' && hearing.considered.answer.outcome !== 'handoff')
    return stepped(hearing.state, flow, { ...step, replies: [...before, ...step.replies] });
  return answered(hearing, before, { flow, step, silent: flow.speaksForAnswer === true });
}

interface Started {
  readonly flow: AnyFlow;
  readonly step: FlowStep<unknown>;
  /** The flow says the answer itself. */
  readonly silent: boolean;
}

/** The answer, then what a flow adds to it. */
export function answered(
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
