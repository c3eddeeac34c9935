/**
 * The order in which a sentence is heard: danger → command → the flow under way → a new flow → the policy. Every channel's
 * turns come through here; nothing is stored here.
 */
import { type ConversationState } from './conversation-state.ts';
import { type Heard, said } from './heard.ts';
import { filesIn, flowInHand, withFilesWelcome } from './reception-files.ts';
import { hearInFlow } from './reception-flow.ts';
import { hearFresh, type Hearing, type ReceptionDeps } from './reception-fresh.ts';
import { type Turn } from './turn.ts';

export interface Reception {
  /** Null when the turn belongs to a flow and has to be heard again inside a transaction (`mayWrite`). */
  hear(turn: Turn, state: ConversationState, mayWrite: boolean): Promise<Heard | null>;
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
