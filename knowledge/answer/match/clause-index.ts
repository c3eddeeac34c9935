/** Free search over the stored clauses, ranked by shared rare pairs of characters and words. */
import { type Clause, type Source } from '../../model.ts';
import { type ClauseHit } from '../contract.ts';
import { type ClauseSearch } from '../clause-search.ts';
import { isInForce } from '../library.ts';
import { type CutWords, featuresOf } from './features.ts';
import { buildPhraseIndex } from './phrase-index.ts';
import { valueAt } from './value-at.ts';

export function buildClauseSearch(
  sources: readonly Source[],
  canonicalise: (text: string) => string,
  cutWords: CutWords,
): ClauseSearch {
  const held: { clause: Clause; source: Source }[] = sources.flatMap((source) =>
    source.clauses.map((clause) => ({ clause, source })),
  );
  const index = buildPhraseIndex(
    held.map(({ clause, source }, entry) => ({
      entry,
      features: featuresOf(
        canonicalise(`${source.title} ${clause.heading}\n${clause.text}`),
        cutWords,
      ),
    })),
    held.length,
  );
  return ({ query, limit, asOf }) => {
    const scores = index.score(featuresOf(canonicalise(query), cutWords));
    return scores.touched
      .flatMap((number): ClauseHit[] => {
        const one = held[number];
        if (one === undefined || (asOf != null && !isInForce(one.clause.inForce, asOf))) return [];
        return [{ ...one, score: valueAt(scores.cosine, number) }];
      })
      .sort((a, b) => b.score - a.score)
      .slice(0, limit);
  };
}
