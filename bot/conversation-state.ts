import { type AskContext } from '../knowledge/index.ts';

/** What a conversation remembers between turns: plain JSON, sealed before it is stored. */
export interface ConversationState {
  readonly v: 1;
  /** What the policy room handed back last. */
  readonly ask: AskContext | null;
  readonly flow: FlowInHand | null;
  /** The district that the device gave last. */
  readonly district: string | null;
  /** The last messages by the client's own number, with their places: so that a repeated post is known. */
  readonly recent: readonly (readonly [clientId: string, seq: number])[];
  /** There were more than `recent` holds. */
  readonly recentFull: boolean;
}

export interface FlowInHand {
  readonly id: string;
  readonly version: number;
  readonly state: unknown;
}

export const NEW_CONVERSATION: ConversationState = {
  v: 1,
  ask: null,
  flow: null,
  district: null,
  recent: [],
  recentFull: false,
};
