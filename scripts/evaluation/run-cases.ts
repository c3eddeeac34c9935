/** Puts cases to the knowledge as a conversation would and keeps what came back. */
import {
  type Answer,
  type AskContext,
  type AskTrace,
  type Knowledge,
} from '../../knowledge/index.ts';
import { type AnswerCase } from './answer-cases.ts';
import { type Problem, isWrongAnswer, problemsOf } from './judge-answer.ts';

export interface CaseResult {
  readonly wanted: AnswerCase;
  readonly answer: Answer;
  readonly trace: AskTrace;
  readonly problems: readonly Problem[];
  readonly right: boolean;
  readonly wrong: boolean;
  readonly ms: number;
}

export function runCase(wanted: AnswerCase, knowledge: Knowledge, today: string): CaseResult {
  let context: AskContext | null = null;
  // A case with a day of its own is put as one stateless question, as the public interface does.
  const turns = wanted.asOf === null ? wanted.turns : wanted.turns.slice(-1);
  let last: { answer: Answer; trace: AskTrace; ms: number } | null = null;
  for (const question of turns) {
    const from = performance.now();
    const result = knowledge.answer({
      question,
      today,
      district: wanted.district,
      asOf: wanted.asOf,
      context,
    });
    context = result.context;
    last = { answer: result.answer, trace: result.trace, ms: performance.now() - from };
  }
  if (last === null) throw new Error(`case ${wanted.id} has no turn`);
  const problems = problemsOf(wanted, last.answer);
  return {
    ...last,
    wanted,
    problems,
    right: problems.length === 0,
    wrong: isWrongAnswer(last.answer, problems),
  };
}
