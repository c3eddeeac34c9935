/** The only door to the policy room. */
export * from './model.ts';
export { buildKnowledge, type KnowledgeOptions } from './answer/build.ts';
export { type Refusal, type Shelf } from './kept/shelf.ts';
export { type Editions, openEditions } from './answer/editions.ts';
export {
  type Piece,
  type PieceKind,
  type PieceProblem,
  PIECE_KINDS,
  pieceIdOf,
} from './load/pieces.ts';
export { type PieceTitle } from './load/piece-lists.ts';
export {
  EMPTY_CONTEXT,
  type AskContext,
  type AskRequest,
  type AskResult,
  type AskTrace,
  type Candidate,
  type CandidateRequest,
  type ClauseHit,
  type ClauseSearchRequest,
  type Knowledge,
  type PendingChoice,
  type PlaceFound,
} from './answer/contract.ts';
export { type ComplaintKind, type ComplaintReading } from './complaints/reading.ts';
export { COMPLAINT_CATEGORIES, type ComplaintCategory } from './complaints/complaint-file.ts';
export * from './rules/model.ts';
