/** The door of the search room. */
export { type AnsweredQuestion } from './answered.ts';
export { type Corpus, changedCorpus, compacted, corpusFrom, wornShare } from './corpus.ts';
export { type IndexedClause, countClauses, countNow } from './count-clauses.ts';
export { everydayWords } from './everyday.ts';
export { type EverydayWords, type ReaderTools } from './read-question.ts';
export { loadedAnswers, storedAnswers } from './stored-answers.ts';
export { loadedCorpus, storedCorpus } from './stored-corpus.ts';
export {
  type FoundClause,
  type Searcher,
  changedSearcher,
  createSearcher,
  newSearcher,
} from './searcher.ts';
