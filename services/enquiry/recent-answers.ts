import { type AskResult } from '../../knowledge/index.ts';

/**
 * Remembers the newest answers. Many people ask the same few things in the same words; what an answer depends on (content,
 * day, place, words, what was said before) is the key, so a remembered answer is the one that would be given again.
 */
export function recentAnswers(
  most: number,
): (key: readonly string[], answer: () => AskResult) => AskResult {
  const kept = new Map<string, AskResult>();
  return (parts, answer) => {
    const key = parts.join('\u0000');
    const known = kept.get(key);
    const result = known ?? answer();
    kept.delete(key);
    kept.set(key, result);
    if (kept.size > most) kept.delete(kept.keys().next().value ?? '');
    return result;
  };
}
