/**
 * `npm run bench -- [--release] [--only NAME]… [--json FILE] [--readme] [--passages FILE]`: runs the benches of `scripts/bench/` one after
 * the other and prints each figure as `name: measured / goal`. Timings never decide a test: only `--release` ends with an error
 * where a goal is missed.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { beijingDate } from '../services/clock.ts';
import { type Bench, type Figure, goalText, isMet, measuredText } from './bench/bench.ts';
import { writeFigures } from './bench/readme.ts';
import { readCommandLine } from './command-line.ts';

const { values } = readCommandLine({
  usage: 'npm run bench -- [--release] [--only NAME]… [--json FILE] [--readme] [--passages FILE]',
  options: {
    release: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    readme: { type: 'boolean', default: false },
    passages: { type: 'string' },
  },
});

const folder = new URL('bench/', import.meta.url);
const benches: Bench[] = [];
for (const file of readdirSync(folder).sort()) {
  if (!file.endsWith('.bench.ts')) continue;
  const module = (await import(new URL(file, folder).href)) as { readonly bench: Bench };
  benches.push(module.bench);
}

const unknown = values.only.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(
    `no such bench: ${unknown.join(', ')}; there are ${benches.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}

const chosen = benches.filter((bench) =>
  values.only.length > 0 ? values.only.includes(bench.name) : values.release || !bench.releaseOnly,
);
const figures: (Figure & { bench: string; met: boolean })[] = [];
for (const bench of chosen) {
  const context = {
    release: values.release,
    passagesFile: values.passages ?? null,
    note: (text: string): void => console.error(`  ${text}`),
  };
  console.error(bench.name);
  for (const figure of await bench.run(context)) {
    const met = isMet(figure);
    figures.push({ ...figure, bench: bench.name, met });
    console.log(
      `${bench.name}: ${figure.name}: ${measuredText(figure)} / ${goalText(figure)}${met ? '' : '  missed'}`,
    );
  }
}

if (values.readme) writeFigures(figures, beijingDate(new Date()));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
if (values.release && figures.some(({ met }) => !met)) process.exitCode = 1;
