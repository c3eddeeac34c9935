/** What a question tells of the own case, held against the conditions of its programme: the head of a self-check. */
import { type RuleTools, settledConditions } from './assess.ts';
import { SELF_CHECKS } from './model.ts';
import { readFacts } from './read/read-facts.ts';

export interface WorkOutRequest {
  /** As read: normalised and repaired. */
  readonly text: string;
  readonly programme: string;
  readonly today: string;
  readonly asOf: string;
  readonly district: string | null;
}

/**
 * One line for each condition about which something was told, with the arithmetic, and one that names the others. Empty
 * where nothing was told that any condition needs.
 */
export function workOut(request: WorkOutRequest, tools: RuleTools): readonly string[] {
  const check = SELF_CHECKS.find((one) => one === request.programme);
  if (check === undefined) return [];
  const facts = readFacts(request.text, { today: request.today });
  const { asOf, district } = request;
  const { told, open } = settledConditions({ check, facts, district, asOf }, tools);
  if (told.length === 0) return [];
  return [
    ...told.map(({ name, result, working }) =>
      tools.words('self-check.work-out', { name, result, working }),
    ),
    ...(open.length === 0
      ? []
      : [tools.words('self-check.still-open', { list: open.map(({ name }) => name).join('；') })]),
  ];
}
