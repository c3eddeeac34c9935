/** Whether it is a toss-up that the matter is ours: then the person is asked instead of sent away. */
import { RIVAL_OF_ANOTHER_OFFICE, SENT_AWAY_FROM } from '../settings.ts';
import { type PartResult, type Tools } from '../state.ts';

/** What a person can be asked to choose between: entries that tell something. */
export function canBeChosen(outcome: string): boolean {
  return outcome === 'answered' || outcome === 'declined';
}

/**
 * The likeliest entry belongs to another office and one of ours is hardly less likely: a wrong answer would send the person
 * away. Two entries of ours need no question back: the second is told in short beside the first.
 */
export function isTorn(
  { matches, confidence }: PartResult,
  { matcher }: Pick<Tools, 'matcher'>,
): boolean {
  const [best, second] = matches;
  if (best === undefined || second === undefined) return false;
  const first = matcher.entries[best.entry];
  const other = matcher.entries[second.entry];
  if (first === undefined || other === undefined) return false;
  if (!canBeChosen(first.outcome) || !canBeChosen(other.outcome)) return false;
  const likelihood = Math.exp(second.score - best.score);
  return (
    first.outside &&
    !other.outside &&
    confidence < SENT_AWAY_FROM &&
    likelihood >= RIVAL_OF_ANOTHER_OFFICE
  );
}
