/** Our search beside lunr's own query, MiniSearch and SQLite FTS5, on the same clauses in the same run. */
import { type Bench, type Figure } from './bench.ts';
import { searchCorpus } from './search-corpus.ts';
import { fts5Engine, lunrEngine, minisearchEngine, ownEngine } from './search-engines.ts';
import {
  changedCorpus,
  corpusFrom,
  countClauses,
  countNow,
  createSearcher,
  loadedCorpus,
  storedCorpus,
} from '../../knowledge/search/index.ts';
import { percentile } from '../search/measure.ts';
import { searchTools } from '../search/search-tools.ts';

interface Size {
  readonly clauses: number;
  readonly p50: number | null;
  readonly p99: number;
}

const SMALL: Size = { clauses: 2890, p50: 0.3, p99: 5 };
const LARGE: Size = { clauses: 50_000, p50: 2, p99: 6 };
const HUGE: Size = { clauses: 100_000, p50: null, p99: 10 };

/** Of the largest index: seconds to build, megabytes that building adds, milliseconds that the event loop may stand, seconds to load and to change a clause. */
const BUILD = { seconds: 120, megabytes: 600, stillMs: 250, loadSeconds: 0.5, changeSeconds: 1 };

/** lunr's own query must be this much slower than ours. */
const FASTER = 50;

const QUESTIONS = 300;

export const bench: Bench = {
  name: 'search',
  run: async ({ release, passagesFile, note }) => {
    const figures = await atSize(SMALL, { passagesFile, peers: true, note });
    if (!release) return figures;
    figures.push(...(await atSize(LARGE, { passagesFile, peers: false, note })));
    figures.push(...(await builtBeside(HUGE, passagesFile, note)));
    return figures;
  },
};

/** The largest index as the service would build it: beside the event loop, kept, loaded, and changed by one clause. */
async function builtBeside(
  size: Size,
  passagesFile: string | null,
  note: (text: string) => void,
): Promise<Figure[]> {
  const tools = searchTools();
  const { clauses, questions } = searchCorpus(size.clauses, QUESTIONS, passagesFile);
  const label = `${size.clauses} clauses`;
  note(`${label}: building beside the event loop`);
  const watch = watchProcess();
  const counted = await countClauses(clauses, tools.cutWords);
  const corpus = corpusFrom(counted);
  const { seconds, megabytes, stillMs } = watch.end();
  const bytes = storedCorpus(corpus, 'bench');
  const loading = secondsOf(() => loadedCorpus(bytes, 'bench'));
  const [clause] = clauses;
  if (clause === undefined || typeof loading.value === 'string') throw new Error('nothing loaded');
  const stood = loading.value;
  const changing = secondsOf(() => {
    const changed = { ...clause, text: `${clause.text}，自公布之日起施行` };
    const added = countNow([changed], tools.cutWords, stood.averageLength);
    const next = createSearcher({ corpus: changedCorpus(stood, added, []), tools });
    return next.search(clause.text.slice(0, 24), { limit: 10 });
  });
  const searcher = createSearcher({ corpus: stood, tools });
  const times = await timesOf((question) => searcher.search(question, { limit: 10 }), questions);
  return [
    figure(`${label}, built`, seconds, 's', BUILD.seconds),
    figure(`${label}, memory while building`, megabytes, 'MB', BUILD.megabytes),
    figure(`${label}, longest stop of the event loop`, stillMs, 'ms', BUILD.stillMs),
    figure(`${label}, index loaded`, loading.seconds, 's', BUILD.loadSeconds),
    figure(`${label}, one clause changed and found`, changing.seconds, 's', BUILD.changeSeconds),
    figure(`${label}, p50`, percentile(times, 0.5), 'ms', size.p50),
    figure(`${label}, p99`, percentile(times, 0.99), 'ms', size.p99),
  ];
}

function figure(name: string, measured: number, unit: string, atMost: number | null): Figure {
  return { name, measured, unit, goal: atMost === null ? null : { atMost } };
}

function secondsOf<T>(work: () => T): { readonly value: T; readonly seconds: number } {
  const began = performance.now();
  const value = work();
  return { value, seconds: (performance.now() - began) / 1000 };
}

const LOOK_MS = 20;

/** Looks at memory and at its own lateness again and again, until it is told to end. */
function watchProcess(): {
  end: () => { readonly seconds: number; readonly megabytes: number; readonly stillMs: number };
} {
  const began = performance.now();
  const before = process.memoryUsage.rss();
  let most = before;
  let stillMs = 0;
  let last = began;
  const look = (): void => {
    const now = performance.now();
    stillMs = Math.max(stillMs, now - last - LOOK_MS);
    last = now;
    most = Math.max(most, process.memoryUsage.rss());
  };
  const timer = setInterval(look, LOOK_MS);
  return {
    end: () => {
      look();
      clearInterval(timer);
      const seconds = (performance.now() - began) / 1000;
      return { seconds, megabytes: (most - before) / 2 ** 20, stillMs };
    },
  };
}

interface SizeOptions {
  readonly passagesFile: string | null;
  readonly peers: boolean;
  readonly note: (text: string) => void;
}

async function atSize(size: Size, options: SizeOptions): Promise<Figure[]> {
  const { clauses, questions } = searchCorpus(size.clauses, QUESTIONS, options.passagesFile);
  const tools = searchTools();
  const label = `${clauses.length} clauses`;
  options.note(`${label}: building`);
  const own = await timesOf((await ownEngine(clauses, tools)).find, questions);
  const figures: Figure[] = [
    figure(`${label}, p50`, percentile(own, 0.5), 'ms', size.p50),
    figure(`${label}, p99`, percentile(own, 0.99), 'ms', size.p99),
  ];
  if (!options.peers) return figures;
  for (const build of [lunrEngine, minisearchEngine, fts5Engine]) {
    const engine = await build(clauses, tools);
    options.note(`${label}: ${engine.name}`);
    const times = await timesOf(engine.find, questions);
    await engine.close?.();
    figures.push(figure(`${label}, ${engine.name}, p50`, percentile(times, 0.5), 'ms', null));
    if (engine.name !== 'lunr') continue;
    const ratio = percentile(times, 0.5) / percentile(own, 0.5);
    figures.push({
      name: `${label}, times faster than lunr’s own query`,
      measured: ratio,
      unit: '×',
      goal: { atLeast: FASTER },
    });
  }
  return figures;
}

async function timesOf(
  find: (question: string) => unknown,
  questions: readonly string[],
): Promise<number[]> {
  for (const question of questions.slice(0, 100)) await find(question);
  const times: number[] = [];
  for (const question of questions) {
    const start = performance.now();
    await find(question);
    times.push(performance.now() - start);
  }
  return times;
}
