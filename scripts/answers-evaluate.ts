/**
 * `npm run answers:evaluate -- FILE.jsonl… [--fails] [--curve] [--today YYYY-MM-DD] [--half 0|1]`: puts cases to the
 * knowledge in process and prints how many answers were wholly right, wrong or declined, by kind of case.
 */
import { basename } from 'node:path';
import { buildKnowledge } from '../knowledge/index.ts';
import { readCommandLine } from './command-line.ts';
import { readCases } from './evaluation/answer-cases.ts';
import { printCurve, printFails, printTable, printTimes } from './evaluation/report.ts';
import { type CaseResult, runCase } from './evaluation/run-cases.ts';

/** The day on which the development cases were written for. */
const CASES_DAY = '2026-11-23';

const { values, positionals } = readCommandLine({
  usage:
    'npm run answers:evaluate -- FILE.jsonl… [--fails] [--curve] [--today YYYY-MM-DD] [--half 0|1] [--content DIR]',
  names: [1, Infinity],
  options: {
    fails: { type: 'boolean', default: false },
    curve: { type: 'boolean', default: false },
    today: { type: 'string', default: CASES_DAY },
    half: { type: 'string' },
    content: { type: 'string', default: new URL('../knowledge/content', import.meta.url).pathname },
  },
});

const knowledge = await buildKnowledge({
  contentDir: values.content,
  elapsed: () => performance.now(),
});
const all: CaseResult[] = [];
for (const file of positionals) {
  const results = readCases(file)
    .filter((_, at) => values.half === undefined || at % 2 === Number(values.half))
    .map((wanted) => runCase(wanted, knowledge, values.today));
  all.push(...results);
  printTable(basename(file), results);
}
if (positionals.length > 1) printTable('all files', all);
printTimes(all);
if (values.curve) printCurve(all);
if (values.fails) printFails(all);
