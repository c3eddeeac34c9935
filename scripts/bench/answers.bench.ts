/** What one answer costs in process, and how long the compiled service takes to be ready beside the dictionary alone. */
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildKnowledge } from '../../knowledge/index.ts';
import { percentile } from '../search/measure.ts';
import { type Bench, type Figure } from './bench.ts';
import { benchQuestions } from './bench-questions.ts';
import { startService } from './service-process.ts';

const TODAY = '2026-11-26';
const ROUNDS = 3;
/** Start to ready, in loads of the dictionary. */
const LOADS = 2.5;

export const bench: Bench = {
  name: 'answers',
  run: async ({ note }) => {
    note('compiling what is older than its sources');
    spawnSync(process.execPath, ['--import=tsx', 'scripts/build-if-stale.ts']);
    const starts = await startFigures(note);
    note('answering');
    return [...starts, ...(await answerFigures())];
  },
};

/** The least of some rounds, taken in turns: other work on the machine only adds. */
async function startFigures(note: (text: string) => void): Promise<Figure[]> {
  const ready: number[] = [];
  const dictionary: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    note(`start ${String(round)} of ${String(ROUNDS)}`);
    dictionary.push(await dictionarySeconds());
    const service = await startService();
    ready.push(service.readySeconds);
    await service.close();
  }
  const alone = Math.min(...dictionary);
  const start = Math.min(...ready);
  return [
    { name: 'dictionary alone', measured: alone, unit: 's', goal: null },
    { name: 'start to ready', measured: start, unit: 's', goal: null },
    {
      name: 'start to ready, in loads of the dictionary',
      measured: start / alone,
      unit: '×',
      goal: { atMost: LOADS },
    },
  ];
}

/** From spawning a process to the loaded dictionary. */
function dictionarySeconds(): Promise<number> {
  const file = fileURLToPath(new URL('load-dictionary.cjs', import.meta.url));
  const began = performance.now();
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.stdout.once('data', () => {
      resolve((performance.now() - began) / 1000);
    });
    child.once('error', reject);
  });
}

/** Half of the questions warm the compiler; each of the others is timed the first time that it is asked. */
async function answerFigures(): Promise<Figure[]> {
  const knowledge = await buildKnowledge({ contentDir: 'knowledge/content' });
  const questions = benchQuestions();
  const answer = (question: string): number => {
    const began = performance.now();
    knowledge.answer({ question, today: TODAY });
    return performance.now() - began;
  };
  for (const [at, question] of questions.entries()) if (at % 2 === 0) answer(question);
  const times = questions.filter((_, at) => at % 2 === 1).map(answer);
  const of = `of ${String(times.length)} questions`;
  return [
    {
      name: `one answer, p50 ${of}`,
      measured: percentile(times, 0.5),
      unit: 'ms',
      goal: { atMost: 2 },
    },
    {
      name: `one answer, p99 ${of}`,
      measured: percentile(times, 0.99),
      unit: 'ms',
      goal: { atMost: 10 },
    },
  ];
}
