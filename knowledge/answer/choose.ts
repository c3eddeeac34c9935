import { type Outcome } from '../model.ts';
import { type Chosen, type Scope, type Tools } from './state.ts';

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

/** The entry that ends a message with an outcome where no nearer one does; empty where the cues name none. */
export function usualEntry(outcome: Outcome, { cues }: Pick<Tools, 'cues'>): string {
  return cues.settles.find((cue) => cue.outcome === outcome)?.entry ?? '';
}
