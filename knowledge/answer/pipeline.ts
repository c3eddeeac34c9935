/** The way of a question as a list: each deciding step goes on or ends it; then the ending is composed and checked. */
import { checkDraft, type Guard } from './check/check.ts';
import { composeEnding, declinedAnswer } from './compose/endings.ts';
import {
  type AskContext,
  type AskRequest,
  type AskResult,
  type Candidate,
  EMPTY_CONTEXT,
} from './contract.ts';
import { candidatesOf } from './candidates.ts';
import { nextContext } from './next-context.ts';
import { scopeOf } from './scope.ts';
import { MAX_CHARACTERS } from './settings.ts';
import { type AskState, type Ending, type Step, type Tools } from './state.ts';
import { decide } from './steps/decide.ts';
import { findParts } from './steps/find-parts.ts';
import { pickChoice } from './steps/pick-choice.ts';
import { retrieve } from './steps/retrieve.ts';
import { screenDanger } from './steps/screen-danger.ts';

const STEPS: readonly (readonly [string, Step])[] = [
  ['screen-danger', screenDanger],
  ['pick-choice', pickChoice],
  ['find-parts', findParts],
  ['retrieve', retrieve],
  ['decide', decide],
];

export interface PipelineTools extends Tools {
  readonly guard: Guard;
  readonly lastDayOfFormerLaw: string | null;
  /** Milliseconds of any steady clock; only differences are used. */
  readonly elapsed: () => number;
}

/** Answers any text. What a person typed never makes it throw. */
export function ask(request: AskRequest, tools: PipelineTools): AskResult {
  const timings: { name: string; ms: number }[] = [];
  const timed = <T>(name: string, work: () => T): T => {
    const from = tools.elapsed();
    const result = work();
    timings.push({ name, ms: tools.elapsed() - from });
    return result;
  };
  const started = timed('read', () => startOf(request, tools));
  const { state, ending } = runSteps(started, tools, timed);
  const draft = timed('compose', () => composeEnding(ending, state.scope, tools));
  const refused = timed('check', () => checkDraft(draft, state.scope, tools));
  const answer =
    refused.length === 0
      ? draft.answer
      : declinedAnswer('refused', draft.answer.confidence, state.scope, tools);
  const final: Ending =
    refused.length === 0 ? ending : { ...ending, decision: `refused: ${refused[0]?.rule ?? ''}` };
  return {
    answer,
    context: nextContext(state, answer, final),
    trace: {
      steps: timings,
      decision: final.decision,
      candidates: candidatesFrom(state, tools),
      refused,
    },
  };
}

function startOf(request: AskRequest, tools: PipelineTools): AskState {
  const text = tools.read(Array.from(request.question).slice(0, MAX_CHARACTERS).join(''));
  const context: AskContext = request.context ?? EMPTY_CONTEXT;
  return {
    request,
    context,
    text,
    scope: scopeOf(text, request, context, tools),
    parts: [],
    results: [],
  };
}

function runSteps(
  started: AskState,
  tools: Tools,
  timed: <T>(name: string, work: () => T) => T,
): { state: AskState; ending: Ending } {
  let state = started;
  for (const [name, step] of STEPS) {
    const before = state;
    const result = timed(name, () => step(before, tools));
    if (result.kind === 'stop') return { state: result.state, ending: result.ending };
    state = result.state;
  }
  throw new Error('the last step must end the pipeline');
}

function candidatesFrom(state: AskState, tools: Tools): readonly Candidate[] {
  const [whole] = state.results;
  return whole === undefined ? [] : candidatesOf(whole, tools, 5);
}
