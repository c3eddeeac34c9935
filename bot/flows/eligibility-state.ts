import {
  type FactKey,
  type MoreAsk,
  type SelfCheck,
  type SelfCheckFacts,
} from '../../knowledge/index.ts';

/** What a self-check remembers between turns: plain JSON, sealed with the conversation. */
export interface EligibilityState {
  readonly check: SelfCheck | null;
  readonly facts: SelfCheckFacts;
  readonly district: string | null;
  /** The day whose law is applied. */
  readonly asOf: string;
  /** Facts asked for so far, oldest first: 返回 goes back along them. */
  readonly asked: readonly FactKey[];
  readonly stage: Stage;
}

export type Stage =
  | { readonly at: 'offer' }
  | { readonly at: 'choose' }
  /** Facts that the story told are read back before anything else is asked. */
  | { readonly at: 'confirm-heard' }
  | { readonly at: 'ask'; readonly key: FactKey; readonly half: HalfHeard | null }
  /** An amount is read back: `facts` count once the person agrees. */
  | { readonly at: 'confirm'; readonly key: FactKey; readonly facts: SelfCheckFacts }
  | { readonly at: 'done' };

/** An answer that was understood in part, and what was asked to complete it. */
export interface HalfHeard {
  readonly ask: MoreAsk;
  readonly heard: string;
}

export function withFacts(state: EligibilityState, facts: SelfCheckFacts): EligibilityState {
  return { ...state, facts: { ...state.facts, ...facts } };
}

export function withoutFact(state: EligibilityState, key: FactKey): EligibilityState {
  const facts = Object.fromEntries(Object.entries(state.facts).filter(([name]) => name !== key));
  return { ...state, facts };
}

/** The facts that were told, in the order in which they were. */
export function toldKeys(facts: SelfCheckFacts): readonly FactKey[] {
  return Object.keys(facts) as FactKey[];
}
