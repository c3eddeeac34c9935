import { type AskRequest, type AskResult, type Knowledge } from '../../knowledge/index.ts';
import { recentAnswers } from '../enquiry/recent-answers.ts';

export type AnswerOnce = (request: AskRequest) => AskResult;

/** What some fifty calls have been asked in their last minutes. */
const REMEMBERED = 400;

/**
 * Answers, and for a while remembers: one piece of a call is asked by itself, with the pieces before it, for the form,
 * and again when the page or the record wants the same. A policy that is published is another key.
 */
export function answerOnce(knowledge: () => Knowledge): AnswerOnce {
  const recent = recentAnswers(REMEMBERED);
  return (request) => {
    const policy = knowledge();
    return recent([policy.version, JSON.stringify(request)], () => policy.answer(request));
  };
}
