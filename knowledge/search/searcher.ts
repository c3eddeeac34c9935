/** Searches one corpus: the value that the rest of the house holds. */
import { type Answered, type AnsweredQuestion, answerTable, answeredFrom } from './answered.ts';
import { type Corpus } from './corpus.ts';
import { type FirstScores, emptyScores } from './first-scores.ts';
import { type Ranked, rank } from './rank.ts';
import { type ReaderTools, questionReader } from './read-question.ts';
import { type KnownAnswers } from './stored-answers.ts';
import { trustIn } from './trust.ts';

export interface FoundClause {
  readonly id: string;
  /** Comparable within one question only. */
  readonly score: number;
}

export interface SearchOptions {
  readonly limit: number;
  /** Which clauses may be found, by id; all when absent. */
  readonly allows?: (id: string) => boolean;
}

export interface Searcher {
  readonly corpus: Corpus;
  /** 0 to 1: how far answered questions were found to help, measured on themselves. */
  readonly trust: number;
  /** What was computed from the answered questions, to be kept; null where there are none. */
  readonly answers: KnownAnswers | null;
  /** Finds clauses for any string; never throws for what a person typed. Best first. */
  search(question: string, options: SearchOptions): readonly FoundClause[];
}

export interface SearcherParts {
  readonly corpus: Corpus;
  readonly tools: ReaderTools;
  /** Normalised questions with the clauses that answered them. */
  readonly answered?: readonly AnsweredQuestion[];
  /** What was computed from the same answered questions before. */
  readonly known?: KnownAnswers | null;
}

export function createSearcher(parts: SearcherParts): Searcher {
  const { corpus, tools, answered = [], known = null } = parts;
  const read = questionReader(tools);
  const scores: FirstScores = emptyScores(corpus);
  const numberOf = new Map(
    corpus.ids.flatMap((id, number) => (corpus.withdrawn[number] === 1 ? [] : [[id, number]])),
  ) as ReadonlyMap<string, number>;
  const filed: Answered | null =
    answered.length === 0
      ? null
      : answeredFrom(answered, corpus, known ?? answerTable(answered, corpus, tools.cutWords));
  const ranking = { corpus, numberOf, scores, answered: filed };
  const trust =
    known?.trust ??
    trustIn(filed, {
      ...{ tokensOf: read, numberOf },
      rank: (tokens, except, given) =>
        rank({ ...ranking, tokens, except, trust: given, limit: 10 }),
    });
  return {
    corpus,
    trust,
    answers: filed === null ? null : { ...filed, trust },
    search: (question, { limit, allows }) =>
      rank({
        ...ranking,
        tokens: read(question),
        trust,
        limit,
        allows: allows && ((number) => allows(corpus.ids[number] ?? '')),
      }).map((found: Ranked) => ({ id: corpus.ids[found.number] ?? '', score: found.score })),
  };
}
