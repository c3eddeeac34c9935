import { chosenEntry } from '../choose.ts';
import { type PendingChoice } from '../contract.ts';
import { type Step, proceed, stop } from '../state.ts';
import { chineseValue } from '../check/numbers.ts';
import { piecesOf } from '../../text/sentences.ts';

/** The reply to a question that we asked back: a number, the words on the button, or a part of them. */
export const pickChoice: Step = (state, tools) => {
  const { pending } = state.context;
  if (pending === null || state.urgent !== undefined) return proceed(state);
  const choice = choiceMeant(state.text, pending);
  if (choice?.questionId == null) return proceed(state);
  const chosen = chosenEntry(choice.questionId, state.scope, tools);
  if (chosen === null) return proceed(state);
  return stop(state, {
    kind: 'entries',
    chosen: [chosen],
    confidence: 1,
    decision: 'choice taken',
  });
};

const ORDINAL = /^(?:第|选|就|是|我选|要)*(?<number>\d|[一二三四五])(?:个|项|条|号|吧|的)*$/u;
const LAST = /^(?:最后|末了|最末)(?:一|那)?个?$/u;

export function choiceMeant(text: string, choices: readonly PendingChoice[]): PendingChoice | null {
  const said = piecesOf(text).join('');
  if (LAST.test(said)) return choices.at(-1) ?? null;
  const number = ORDINAL.exec(said)?.groups?.['number'];
  if (number !== undefined) {
    const value = /\d/u.test(number) ? Number(number) : (chineseValue(number) ?? 0);
    return choices[value - 1] ?? null;
  }
  const fitting = choices.filter(
    ({ label }) =>
      label === said || (said.length > 1 && label.includes(said)) || said.includes(label),
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}
