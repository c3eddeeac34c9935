import { chosenEntry } from '../choose.ts';
import { BESIDE_FROM, MAX_BESIDE, TELL_MORE_BELOW } from '../settings.ts';
import { type AskState, type Chosen, type Tools } from '../state.ts';

/** The next entries, where the first is not sure and they are hardly less likely. */
export function besideOf(told: readonly Chosen[], state: AskState, tools: Tools): Chosen[] {
  const { whole } = state;
  const best = whole?.matches[0];
  if (whole === null || best === undefined || whole.confidence >= TELL_MORE_BELOW) return [];
  if (told[0]?.question.outcome !== 'answered') return [];
  const known = new Set(told.map(({ question }) => question.id));
  return whole.matches
    .slice(1)
    .filter((match) => Math.exp(match.score - best.score) >= BESIDE_FROM)
    .map((match) => chosenEntry(tools.matcher.entries[match.entry]?.id ?? '', state.scope, tools))
    .filter((chosen) => chosen?.question.outcome === 'answered' && !known.has(chosen.question.id))
    .filter((chosen) => chosen !== null)
    .slice(0, MAX_BESIDE);
}
