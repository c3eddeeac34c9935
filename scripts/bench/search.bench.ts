/** Our search beside lunr's own query, MiniSearch and SQLite FTS5, on the same clauses in the same run. */
import { type Bench, type Figure } from './bench.ts';
import { searchCorpus } from './search-corpus.ts';
import { fts5Engine, lunrEngine, minisearchEngine, ownEngine } from './search-engines.ts';
import { percentile } from '../search/measure.ts';
import { searchTools } from '../search/search-tools.ts';

interface Size {
  readonly clauses: number;
  readonly p50: number;
  readonly p99: number;
}

const SMALL: Size = { clauses: 2890, p50: 0.3, p99: 5 };
const LARGE: Size = { clauses: 50_000, p50: 2, p99: 6 };

/** lunr's own query must be this much slower than ours. */
const FASTER = 50;

const QUESTIONS = 300;

export const bench: Bench = {
  name: 'search',
  run: async ({ release, passagesFile, note }) => {
    const figures: Figure[] = [];
    for (const size of release ? [SMALL, LARGE] : [SMALL]) {
      figures.push(...(await atSize(size, { passagesFile, peers: size === SMALL, note })));
    }
    return figures;
  },
};

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
    ms(`${label}, p50`, percentile(own, 0.5), size.p50),
    ms(`${label}, p99`, percentile(own, 0.99), size.p99),
  ];
  if (!options.peers) return figures;
  for (const build of [lunrEngine, minisearchEngine, fts5Engine]) {
    const engine = await build(clauses, tools);
    options.note(`${label}: ${engine.name}`);
    const times = await timesOf(engine.find, questions);
    await engine.close?.();
    figures.push(ms(`${label}, ${engine.name}, p50`, percentile(times, 0.5), null));
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

function ms(name: string, measured: number, atMost: number | null): Figure {
  return { name, measured, unit: 'ms', goal: atMost === null ? null : { atMost } };
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
