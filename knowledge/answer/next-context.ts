import { type Answer } from '../model.ts';
import { type AskContext } from './contract.ts';
import { type AskState, type Ending } from './state.ts';

/** Reasons for which an unanswered turn counts as a failed try: not a figure that nobody holds, not another office's field. */
const FAILED: ReadonlySet<string> = new Set(['unknown', 'person', 'refused', 'ambiguous']);

/** What the next turn may lean on. A turn without a subject of its own keeps the one before. */
export function nextContext(state: AskState, answer: Answer, ending: Ending): AskContext {
  const { context, scope } = state;
  const failed = FAILED.has(answer.reason ?? '');
  return {
    programme: answer.programme ?? context.programme,
    aspect: answer.aspect ?? context.aspect,
    district: scope.district,
    asOf: scope.asOfSaid ? scope.asOf : null,
    questionIds: answer.questionIds.length > 0 ? answer.questionIds : context.questionIds,
    lastQuestion: state.text === '' ? context.lastQuestion : lastQuestionOf(state),
    pending: ending.kind === 'clarify' ? ending.choices : null,
    failedTries: failed ? context.failedTries + 1 : 0,
  };
}

/** How much of a turn is kept for the next: the end of a message is where its question stands. */
const KEPT_CHARACTERS = 160;

/** A follow-up that named nothing new keeps the question that it completed beside it. */
function lastQuestionOf(state: AskState): string {
  if (state.placeAlone === true && state.context.lastQuestion !== null)
    return state.context.lastQuestion;
  const whole = state.part;
  const earlier = whole?.followsUp === true ? `${state.context.lastQuestion ?? ''}，` : '';
  return Array.from(`${earlier}${state.text}`).slice(-KEPT_CHARACTERS).join('');
}
