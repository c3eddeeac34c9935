/** Whether two entries are as likely as each other: then the person is asked instead of told. */
import { type MatchEntry } from '../match/matcher.ts';
import { RIVAL_FROM, RIVAL_OF_ANOTHER_OFFICE, SENT_AWAY_FROM, TORN_BELOW } from '../settings.ts';
import { type PartResult, type Tools } from '../state.ts';

/** What a person can be asked to choose between: entries that tell something. */
export function canBeChosen(outcome: string): boolean {
  return outcome === 'answered' || outcome === 'declined';
}

/**
 * The two likeliest entries are of different programmes or aspects and hardly differ in likelihood: whichever was told,
 * it would be the wrong one every second time. Another office's matter needs more: it sends the person away.
 */
export function isTorn(
  { matches, confidence }: PartResult,
  { matcher, library }: Pick<Tools, 'matcher' | 'library'>,
): boolean {
  const [best, second] = matches;
  if (best === undefined || second === undefined) return false;
  const first = matcher.entries[best.entry];
  const other = matcher.entries[second.entry];
  if (first === undefined || other === undefined || sayTheSame(first, other)) return false;
  // Where one leads to the other, the first tells most of it and the second is named beside it.
  const leads = (from: string, to: string): boolean =>
    library.question(from)?.next.includes(to) === true;
  if (leads(first.id, other.id) || leads(other.id, first.id)) return false;
  const likelihood = Math.exp(second.score - best.score);
  return first.outside && !other.outside
    ? confidence < SENT_AWAY_FROM && likelihood >= RIVAL_OF_ANOTHER_OFFICE
    : confidence < TORN_BELOW && likelihood >= RIVAL_FROM;
}

function sayTheSame(one: MatchEntry, other: MatchEntry): boolean {
  return (
    (one.programme === other.programme && one.aspect === other.aspect) ||
    !canBeChosen(one.outcome) ||
    !canBeChosen(other.outcome)
  );
}
