import { type ClauseHit, type ClauseSearchRequest } from './contract.ts';

/** Free search over the stored clauses; the search room gives it. */
export type ClauseSearch = (request: ClauseSearchRequest) => readonly ClauseHit[];
