/**
 * `npm run search:evaluate -- --passages P.jsonl --questions Q.jsonl [--answered A.jsonl] [--half 0|1]`: indexes the
 * passages, puts the questions and prints how often a right passage is found. With `--answered`, those questions count as
 * answered before.
 */
import { corpusFrom, countNow, createSearcher } from '../knowledge/search/index.ts';
import { normalise } from '../knowledge/text/normalise.ts';
import { readCommandLine, usageError } from './command-line.ts';
import { clauseOf, readPassages, readQuestions } from './search/corpus-file.ts';
import { measure, printMeasures } from './search/measure.ts';
import { searchTools } from './search/search-tools.ts';

const USAGE =
  'npm run search:evaluate -- --passages P.jsonl --questions Q.jsonl [--answered A.jsonl] [--half 0|1]';
const { values } = readCommandLine({
  usage: USAGE,
  options: {
    passages: { type: 'string' },
    questions: { type: 'string' },
    answered: { type: 'string' },
    half: { type: 'string' },
    content: { type: 'string', default: new URL('../knowledge/content', import.meta.url).pathname },
  },
});
if (values.passages === undefined || values.questions === undefined) usageError(USAGE);

const tools = searchTools(values.content);
const passages = readPassages(values.passages);
const before = { time: performance.now(), rss: process.memoryUsage.rss() };
const corpus = corpusFrom(
  countNow(
    passages.map((one) => clauseOf(one, normalise)),
    tools.cutWords,
  ),
);
const answered = values.answered === undefined ? [] : readQuestions(values.answered);
const searcher = createSearcher({
  corpus,
  tools,
  answered: answered.map(({ question, gold }) => ({
    question: normalise(question),
    clauses: gold,
  })),
});
const buildSeconds = (performance.now() - before.time) / 1000;
const questions = readQuestions(values.questions).filter(
  (_, at) => values.half === undefined || at % 2 === Number(values.half),
);
printMeasures({
  ...measure(questions, (question) => searcher.search(question, { limit: 100 })),
  buildSeconds,
  rssMegabytes: process.memoryUsage.rss() / 2 ** 20,
  trust: searcher.trust,
});
