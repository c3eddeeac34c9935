import { type Outcome } from '../model.ts';
import { type MatchEntry } from './match/matcher.ts';
import { type Chosen, type PartResult, type Scope, type Tools } from './state.ts';

/** The entry in the wording of the day and place; null when it does not exist or says nothing for that day. */
export function chosenEntry(
  id: string,
  scope: Scope,
  tools: Pick<Tools, 'library'>,
): Chosen | null {
  const question = tools.library.question(id);
  if (question === null) return null;
  const version = tools.library.version(question, scope.asOf, scope.district);
  return version === null ? null : { question, version };
}

/** The likeliest entry of those that may be meant and are such; undefined where none is. */
export function nearestEntry(
  { matches }: PartResult,
  { matcher }: Pick<Tools, 'matcher'>,
  isSuch: (entry: MatchEntry) => boolean,
): MatchEntry | undefined {
  for (const match of matches) {
    const entry = matcher.entries[match.entry];
    if (entry !== undefined && isSuch(entry)) return entry;
  }
  return undefined;
}

/** The entry that ends a message with an outcome where no nearer one does; empty where the cues name none. */
export function usualEntry(outcome: Outcome, { cues }: Pick<Tools, 'cues'>): string {
  return cues.settles.find((cue) => cue.outcome === outcome)?.entry ?? '';
}
