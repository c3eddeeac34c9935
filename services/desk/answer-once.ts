import { type AskRequest, type AskResult, type Knowledge } from '../../knowledge/index.ts';

export type AnswerOnce = (request: AskRequest) => AskResult;

/** What some fifty calls have been asked in their last minutes. */
const REMEMBERED = 400;

/**
 * Answers, and for a while remembers: one piece of a call is asked by itself, with the pieces before it, for the form,
 * and again when the page or the record wants the same. A policy that is published forgets everything.
 */
export function answerOnce(knowledge: () => Knowledge): AnswerOnce {
  let policy: Knowledge | null = null;
  let known = new Map<string, AskResult>();
  return (request) => {
    const now = knowledge();
    if (now !== policy) {
      policy = now;
      known = new Map();
    }
    const key = JSON.stringify(request);
    const before = known.get(key);
    if (before !== undefined) return before;
    const result = now.answer(request);
    known.set(key, result);
    // A Map keeps the order in which its keys came: the first is the oldest.
    for (const oldest of known.keys()) {
      if (known.size <= REMEMBERED) break;
      known.delete(oldest);
    }
    return result;
  };
}
