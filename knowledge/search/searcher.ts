/** Searches one corpus: the value that the rest of the house holds. */
import { type Slices, atOnce } from '../slices.ts';
import {
  type AnswerEdit,
  type Answered,
  type AnsweredQuestion,
  answerTable,
  answeredFrom,
  changedAnswerTable,
} from './answered.ts';
import { type ChoosingRoom, choosingRoom } from './candidates.ts';
import { type Corpus } from './corpus.ts';
import { type FirstScores, emptyScores } from './first-scores.ts';
import { type Ranked, rank } from './rank.ts';
import { type QuestionReader, type ReaderTools, questionReader } from './read-question.ts';
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
  return atOnce(newSearcher(parts));
}

export function* newSearcher(parts: SearcherParts): Slices<Searcher> {
  const { corpus, tools, answered = [], known = null } = parts;
  const bench = benchFor(corpus, tools);
  if (answered.length === 0) return searcherFrom(bench, null, 0);
  if (known !== null) {
    const filed = answeredFrom(answered, corpus, known);
    return searcherFrom(bench, { ...known, ...filed }, known.aged);
  }
  const table = yield* answerTable(answered, { corpus, cutWords: tools.cutWords });
  return yield* trusted(bench, answeredFrom(answered, corpus, table));
}

/** From this share of questions that came and went on, trust in them is measured anew. */
const AGED = 0.1;

/**
 * The searcher over another corpus and other answered questions (`answered`: those that stay, then the fresh ones), at the price of
 * what changed.
 */
export function* changedSearcher(
  before: Searcher,
  parts: Omit<SearcherParts, 'known'> & { readonly edit: AnswerEdit },
): Slices<Searcher> {
  const { corpus, tools, answered = [], edit } = parts;
  if (before.answers === null || answered.length === 0) return yield* newSearcher(parts);
  const bench = benchFor(corpus, tools);
  const gone = edit.renumber.reduce((count, number) => (number < 0 ? count + 1 : count), 0);
  const aged = before.answers.aged + gone + edit.fresh.length;
  const same = gone === 0 && edit.fresh.length === 0 && corpus === before.corpus;
  const table = same
    ? before.answers
    : yield* changedAnswerTable(before.answers, edit, { corpus, cutWords: tools.cutWords });
  const filed = answeredFrom(answered, corpus, table);
  if (aged > AGED * answered.length) return yield* trusted(bench, filed);
  return searcherFrom(bench, { ...filed, trust: before.trust }, aged);
}

/** What ranks the clauses of one corpus. */
interface Bench {
  readonly corpus: Corpus;
  readonly read: QuestionReader;
  readonly scores: FirstScores;
  readonly room: ChoosingRoom;
  readonly numberOf: ReadonlyMap<string, number>;
}

function benchFor(corpus: Corpus, tools: ReaderTools): Bench {
  const numberOf = new Map(
    corpus.ids.flatMap((id, number) => (corpus.withdrawn[number] === 1 ? [] : [[id, number]])),
  ) as ReadonlyMap<string, number>;
  const [read, scores, room] = [questionReader(tools), emptyScores(corpus), choosingRoom()];
  return { corpus, read, scores, room, numberOf };
}

function* trusted(bench: Bench, answered: Answered): Slices<Searcher> {
  const { corpus, read, scores, room, numberOf } = bench;
  const trust = yield* trustIn(answered, {
    ...{ tokensOf: read, numberOf },
    rank: (tokens, except, given) =>
      rank({
        ...{ corpus, numberOf, scores, room, answered, tokens, except },
        trust: given,
        limit: 10,
      }),
  });
  return searcherFrom(bench, { ...answered, trust }, 0);
}

function searcherFrom(
  { corpus, read, scores, room, numberOf }: Bench,
  answered: (Answered & { readonly trust: number }) | null,
  aged: number,
): Searcher {
  const trust = answered?.trust ?? 0;
  return {
    ...{ corpus, trust },
    answers: answered && { ...answered, aged },
    search: (question, { limit, allows }) =>
      rank({
        ...{ corpus, numberOf, scores, room, answered, trust, limit },
        tokens: read(question),
        allows: allows && ((number) => allows(corpus.ids[number] ?? '')),
      }).map((found: Ranked) => ({ id: corpus.ids[found.number] ?? '', score: found.score })),
  };
}
