/** Citations: which stored words an answer rests on, quoted exactly. */
import { type Citation, type Clause, type QuestionVersion } from '../../model.ts';
import { type Library, isInForce } from '../library.ts';

/** The clauses of a version that are in force on the day and speak for the place. */
export function citationsOf(
  version: QuestionVersion,
  library: Library,
  scope: { readonly asOf: string; readonly district: string | null },
): Citation[] {
  return version.clauses
    .map((id) => library.clause(id))
    .filter((clause) => clause !== null)
    .filter((clause) => speaksFor(clause, library, scope))
    .map((clause) => citationOf(clause, version.answer, library))
    .filter((citation) => citation !== null);
}

function speaksFor(
  clause: Clause,
  library: Library,
  scope: { readonly asOf: string; readonly district: string | null },
): boolean {
  const source = library.source(clause.sourceId);
  return (
    source !== null &&
    isInForce(clause.inForce, scope.asOf) &&
    isInForce(source.inForce, scope.asOf) &&
    // Without a known district the answer may list places side by side, so every place may be cited.
    (scope.district === null || library.placesAbove(scope.district).includes(clause.district))
  );
}

/** Quotes the line of the clause that shares most with `near`: a line is a whole statement. */
export function citationOf(clause: Clause, near: string, library: Library): Citation | null {
  const source = library.source(clause.sourceId);
  if (source === null) return null;
  return {
    sourceId: source.id,
    clauseId: clause.id,
    title: source.title,
    docNumber: source.docNumber,
    article: clause.article,
    quote: closestLine(clause.text, near),
    wording: source.wording,
    inForceFrom: clause.inForce.from,
    inForceTo: clause.inForce.to,
    district: clause.district,
    url: `/policy/${encodeURIComponent(source.id)}#${encodeURIComponent(clause.anchor)}`,
  };
}

/** The line with the largest share of its character pairs in `near`; the first line when nothing is shared. */
export function closestLine(text: string, near: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const wanted = pairsOf(near);
  let best = '';
  let bestScore = -1;
  for (const line of lines) {
    if (line === '') continue;
    const pairs = pairsOf(line);
    let shared = 0;
    for (const pair of pairs) if (wanted.has(pair)) shared += 1;
    const score = shared / Math.sqrt(pairs.size + 4);
    if (score > bestScore) [best, bestScore] = [line, score];
  }
  return best;
}

export function pairsOf(text: string): Set<string> {
  const characters = Array.from(text.replace(/[\p{P}\p{S}\s]/gu, ''));
  return new Set(characters.slice(1).map((character, at) => `${characters[at] ?? ''}${character}`));
}
