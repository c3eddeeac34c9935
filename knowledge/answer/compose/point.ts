/** Chooses the stored line that adds to an answer what the question asks about. */
import { pairsOf } from './cite.ts';

/** Share of the line's character pairs that the answer must lack: below, it only repeats. */
const NEW_FROM = 0.4;

/** Pairs that the line must share with the question: below, it speaks of something else. */
const SHARED_FROM = 3;

/** The line that shares most with the question, among those that the answer does not say already. */
export function addingLine<T extends { readonly line: string }>(
  lines: readonly T[],
  asked: string,
  body: string,
): T | null {
  const wanted = pairsOf(asked);
  const said = pairsOf(body);
  let best: T | null = null;
  let bestScore = 0;
  for (const one of lines) {
    const pairs = [...pairsOf(one.line)];
    const shared = pairs.filter((pair) => wanted.has(pair)).length;
    const fresh = pairs.filter((pair) => !said.has(pair)).length / Math.max(1, pairs.length);
    const score = shared / Math.sqrt(pairs.length + 4);
    if (shared >= SHARED_FROM && fresh >= NEW_FROM && score > bestScore) {
      best = one;
      bestScore = score;
    }
  }
  return best;
}
