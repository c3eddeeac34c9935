import { chosenEntry } from '../choose.ts';
import { BESIDE_FROM, MAX_BESIDE, TELL_MORE_BELOW } from '../settings.ts';
import { type AskState, type Chosen, type Tools } from '../state.ts';

/** What other entries may stand beside: an answer, or that a figure is not on file. */
const TOLD_BESIDE: ReadonlySet<string> = new Set(['answered', 'figure-not-on-file']);

const AMOUNT = /元|\{\{amount/u;

/** The next entries, where the first is not sure and they are hardly less likely. */
export function besideOf(told: readonly Chosen[], state: AskState, tools: Tools): Chosen[] {
  const { whole } = state;
  const best = whole?.matches[0];
  if (whole === null || best === undefined || whole.confidence >= TELL_MORE_BELOW) return [];
  // A figure that is not on file may not be what was asked: the rule beside it is told as well, but never an amount, which
  // would read as the one that was asked for.
  const [first] = told;
  if (first === undefined || !TOLD_BESIDE.has(first.question.reason ?? first.question.outcome))
    return [];
  const known = new Set(told.map(({ question }) => question.id));
  return whole.matches
    .slice(1)
    .filter((match) => Math.exp(match.score - best.score) >= BESIDE_FROM)
    .map((match) => chosenEntry(tools.matcher.entries[match.entry]?.id ?? '', state.scope, tools))
    .filter((chosen) => chosen?.question.outcome === 'answered' && !known.has(chosen.question.id))
    .filter((chosen) => chosen !== null)
    .filter(({ version }) => first.question.outcome === 'answered' || !AMOUNT.test(version.answer))
    .slice(0, MAX_BESIDE);
}
