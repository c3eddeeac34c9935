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
