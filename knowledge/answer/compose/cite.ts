/** Citations: which stored words an answer rests on, quoted exactly. */
import { type Citation, type Clause, type QuestionVersion } from '../../model.ts';
import { type Library, isInForce } from '../library.ts';

/** The clauses of a version that are in force on the day and speak for the place. */
export function citationsOf(
  version: QuestionVersion,
  library: Library,
  scope: { readonly asOf: string; readonly district: string | null },
): Citation[] {
  const near = pairsOf(version.answer);
  return version.clauses
    .map((id) => library.clause(id))
    .filter((clause) => clause !== null)
    .filter((clause) => speaksFor(clause, library, scope))
    .map((clause) => citationOf(clause, near, library))
    .filter((citation) => citation !== null);
}

function speaksFor(
  clause: Clause,
  library: Library,
  scope: { readonly asOf: string; readonly district: string | null },
): boolean {
  return (
    // Its own period, which is its source's unless it says otherwise: when a law begins is told from the day it was passed.
    isInForce(clause.inForce, scope.asOf) &&
    // Without a known district the answer may list places side by side, so every place may be cited.
    (scope.district === null || library.placesAbove(scope.district).includes(clause.district))
  );
}

/** Quotes the line of the clause that shares most pairs with `near`: a line is a whole statement. */
export function citationOf(
  clause: Clause,
  near: ReadonlySet<string>,
  library: Library,
): Citation | null {
  const source = library.source(clause.sourceId);
  if (source === null) return null;
  return {
    sourceId: source.id,
    clauseId: clause.id,
    title: source.title,
    docNumber: source.docNumber,
    article: clause.article,
    quote: closestLine(clause, near),
    wording: source.wording,
    inForceFrom: clause.inForce.from,
    inForceTo: clause.inForce.to,
    district: clause.district,
    url: `/policy/${encodeURIComponent(source.id)}#${encodeURIComponent(clause.anchor)}`,
  };
}

/** A line of a clause with its character pairs. */
export interface ClauseLine {
  readonly line: string;
  readonly pairs: ReadonlySet<string>;
}

const LINES = new WeakMap<Clause, readonly ClauseLine[]>();

/** The lines of a clause: read once, compared with every answer that cites it. */
export function linesOf(clause: Clause): readonly ClauseLine[] {
  const known = LINES.get(clause);
  if (known !== undefined) return known;
  const lines = clause.text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => ({ line, pairs: pairsOf(line) }));
  LINES.set(clause, lines);
  return lines;
}

/** The line with the largest share of its character pairs in `near`; the first line when nothing is shared. */
function closestLine(clause: Clause, near: ReadonlySet<string>): string {
  let best = '';
  let bestScore = -1;
  for (const { line, pairs } of linesOf(clause)) {
    let shared = 0;
    for (const pair of pairs) if (near.has(pair)) shared += 1;
    const score = shared / Math.sqrt(pairs.size + 4);
    if (score > bestScore) [best, bestScore] = [line, score];
  }
  return best;
}

export function pairsOf(text: string): Set<string> {
  const characters = Array.from(text.replace(/[\p{P}\p{S}\s]/gu, ''));
  return new Set(characters.slice(1).map((character, at) => `${characters[at] ?? ''}${character}`));
}
