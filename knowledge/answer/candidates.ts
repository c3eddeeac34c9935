import { type Candidate } from './contract.ts';
import { type PartResult, type Tools } from './state.ts';

/** How many matched words are shown. */
const MATCHED_WORDS = 8;

/** The ranked entries of a part with the words of the question that each holds. */
export function candidatesOf(
  result: PartResult,
  tools: Pick<Tools, 'matcher' | 'library' | 'cutWords'>,
  limit: number,
): Candidate[] {
  const words = [...new Set(tools.cutWords(result.part.canonical))].filter(
    (word) => word.length > 1,
  );
  const best = result.matches[0]?.score ?? 0;
  return result.matches.slice(0, limit).flatMap((match) => {
    const entry = tools.matcher.entries[match.entry];
    const question = entry === undefined ? null : tools.library.question(entry.id);
    if (entry === undefined || question === null) return [];
    const own = [...entry.phrasings, entry.body].join('\n');
    return {
      questionId: question.id,
      title: question.title,
      programme: question.programme,
      aspect: question.aspect,
      confidence: result.confidence * Math.exp(match.score - best),
      matched: words.filter((word) => own.includes(word)).slice(0, MATCHED_WORDS),
    };
  });
}
