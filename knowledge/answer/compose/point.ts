/** Chooses the stored line that adds to an answer what the question asks about. */
import { type ClauseLine } from './cite.ts';

/** Share of the line's character pairs that the answer must lack: below, it only repeats. */
const NEW_FROM = 0.4;

/** Pairs that the line must share with the question: below, it speaks of something else. */
const SHARED_FROM = 3;

/** A sum of money in a text. */
const SUMS = /\d[\d,.]*(?=万?元)/gu;

/** Lines beside an answer that states sums: a line with another sum would read as a second answer. */
export function withoutOtherSums<T extends ClauseLine>(
  lines: readonly T[],
  told: string,
): readonly T[] {
  const sums = new Set(told.match(SUMS));
  if (sums.size === 0) return lines;
  return lines.filter(({ line }) => (line.match(SUMS) ?? []).every((sum) => sums.has(sum)));
}

/** The line that shares most with the question, among those that the answer does not say already; both as character pairs. */
export function addingLine<T extends ClauseLine>(
  lines: readonly T[],
  wanted: ReadonlySet<string>,
  said: ReadonlySet<string>,
): T | null {
  let best: T | null = null;
  let bestScore = 0;
  for (const one of lines) {
    const { pairs } = one;
    const shared = pairs.size - lacking(pairs, wanted);
    const score = shared / Math.sqrt(pairs.size + 4);
    if (shared < SHARED_FROM || score <= bestScore) continue;
    if (lacking(pairs, said) / pairs.size >= NEW_FROM) {
      best = one;
      bestScore = score;
    }
  }
  return best;
}

/** How many of the pairs the others lack. */
function lacking(pairs: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let count = 0;
  for (const pair of pairs) if (!others.has(pair)) count += 1;
  return count;
}
