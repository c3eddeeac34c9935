/** The way of a question as a list: each deciding step goes on or ends it; then the ending is composed and checked. */
import { type Answer } from '../model.ts';
import { checkDraft, type Guard, type Refusal } from './check/check.ts';
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
import { type AskState, type Chosen, type Ending, type Step, type Tools } from './state.ts';
import { decide } from './steps/decide.ts';
import { hearComplaint } from './steps/hear-complaint.ts';
import { findParts } from './steps/find-parts.ts';
import { pickChoice } from './steps/pick-choice.ts';
import { retrieve } from './steps/retrieve.ts';
import { screenDanger } from './steps/screen-danger.ts';

const STEPS: readonly (readonly [string, Step])[] = [
  ['screen-danger', screenDanger],
  ['pick-choice', pickChoice],
  ['find-parts', findParts],
  ['retrieve', retrieve],
  ['hear-complaint', hearComplaint],
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
  const { answer, refused } = timed('compose', () => composeChecked(ending, state, tools));
  const decision =
    answer.reason === 'refused' ? `refused: ${refused[0]?.rule ?? ''}` : ending.decision;
  return {
    answer,
    context: nextContext(state, answer, ending),
    trace: {
      steps: timings,
      decision,
      // Staff look at them; most answers go out without.
      get candidates() {
        return candidatesFrom(state, tools);
      },
      refused,
    },
  };
}

/** Only what passes the check goes out; of several entries those that pass, and an honest decline when none does. */
function composeChecked(
  ending: Ending,
  state: AskState,
  tools: PipelineTools,
): { answer: Answer; refused: readonly Refusal[] } {
  const draft = composeEnding(ending, state, tools);
  const refused = checkDraft(draft, state.scope, tools);
  if (refused.length === 0) return { answer: draft.answer, refused };
  const broken = new Set(refused.map((refusal) => refusal.questionId));
  const isSound = ({ question }: Chosen): boolean => !broken.has(question.id);
  const sound = ending.kind === 'entries' ? ending.chosen.filter(isSound) : [];
  if (ending.kind === 'entries' && sound.length > 0) {
    // What stands beside is told like the rest: left in, it would be refused again without end.
    const beside = ending.beside?.filter(isSound) ?? [];
    const rest = composeChecked({ ...ending, chosen: sound, beside }, state, tools);
    return { answer: rest.answer, refused: [...refused, ...rest.refused] };
  }
  const { confidence } = draft.answer;
  return { answer: declinedAnswer('refused', confidence, state.scope, tools), refused };
}

function startOf(request: AskRequest, tools: PipelineTools): AskState {
  const text = tools.read(Array.from(request.question).slice(0, MAX_CHARACTERS).join(''));
  const context: AskContext = request.context ?? EMPTY_CONTEXT;
  return {
    request,
    context,
    text,
    scope: scopeOf(text, request, context, tools),
    part: null,
    furtherPieces: () => [],
    whole: null,
    further: () => [],
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
  const { whole } = state;
  return whole === null ? [] : candidatesOf(whole, tools, 5);
}
