import { type Knowledge, type Period } from '../../knowledge/index.ts';
import { type ClausePort } from './deps.ts';

/** Clauses for outcomes, quoted from the policy as it stood on a day. */
export function policyClauses(
  knowledge: Pick<Knowledge, 'clause' | 'source' | 'search'>,
): ClausePort {
  const quote: ClausePort['quote'] = (clauseId, on) => {
    const clause = knowledge.clause(clauseId);
    const source = clause ? knowledge.source(clause.sourceId) : null;
    if (!clause || !source || !inForce(clause.inForce, on) || !inForce(source.inForce, on))
      return null;
    return {
      clauseId,
      title: source.title,
      docNumber: source.docNumber,
      article: clause.article,
      quote: clause.text,
      wording: source.wording,
      inForceFrom: clause.inForce.from,
      inForceTo: clause.inForce.to,
      district: clause.district,
    };
  };
  return {
    quote,
    search: (words, on) =>
      knowledge
        .search({ query: words, limit: MOST_FOUND, asOf: on })
        .map(({ clause }) => quote(clause.id, on))
        .filter((clause) => clause !== null),
  };
}

const MOST_FOUND = 20;

const inForce = ({ from, to }: Period, on: string): boolean =>
  from <= on && (to === null || on <= to);
