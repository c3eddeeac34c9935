/** What a turn comes to, and how it is put together. */
import { type AskContext, EMPTY_CONTEXT } from '../knowledge/index.ts';
import { type Considered } from '../services/enquiry/enquiry.ts';
import { type ConversationState } from './conversation-state.ts';
import { type ConversationWords } from './conversation-words.ts';
import { type AnyFlow, type FlowStep } from './flows/flow.ts';
import { type Reply } from './replies/reply.ts';

/** What a turn comes to. All of it is stored in one transaction before any reply is sent. */
export interface Heard {
  readonly replies: readonly Reply[];
  readonly state: ConversationState;
  /** Answers that went out: their records are stored with the turn. */
  readonly told: readonly Considered[];
  /** Runs once the turn is durable. */
  readonly after: (() => Promise<void>) | null;
}

/** The conversation with a flow in hand, or without one where the flow is over. */
export function withFlow(
  state: ConversationState,
  { id, version }: AnyFlow,
  own: unknown,
): ConversationState {
  return { ...state, flow: own === null ? null : { id, version, state: own } };
}

/** Nothing but words. */
export const said = (state: ConversationState, replies: readonly Reply[]): Heard => ({
  ...{ replies, state },
  told: [],
  after: null,
});

/** A step of a flow, and nothing else. */
export const stepped = (
  state: ConversationState,
  flow: AnyFlow,
  step: FlowStep<unknown>,
): Heard => ({
  replies: step.replies,
  state: withFlow(state, flow, step.state),
  told: [],
  after: step.after ?? null,
});

/** What starting over does not forget: where the person lives, and which messages were heard. */
export function restarted(state: ConversationState): ConversationState {
  const ask: AskContext = { ...EMPTY_CONTEXT, district: state.ask?.district ?? null };
  return { ...state, ask, flow: null };
}

/** Whoever asks for help is never left without a word. */
export function helpOf(flow: AnyFlow, state: unknown, words: ConversationWords): readonly Reply[] {
  const own = flow.help?.(state) ?? [];
  return own.length > 0 ? own : [words.say('help')];
}
