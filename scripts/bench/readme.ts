/** Puts the figures of a run into the READMEs, between two marks, beside the day and the size of the machine. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { type Figure, goalText, isMet, measuredText } from './bench.ts';

const BEGIN = '<!-- bench: begin -->';
const END = '<!-- bench: end -->';

export interface BenchFigure extends Figure {
  readonly bench: string;
}

interface Page {
  readonly file: URL;
  /** Machine and day, and the headings of the table. */
  readonly words: (facts: MachineFacts) => readonly [measured: string, headings: string];
}

interface MachineFacts {
  readonly day: string;
  readonly cores: number;
  readonly gigabytes: number;
  readonly node: string;
}

const PAGES: readonly Page[] = [
  {
    file: new URL('../../README.md', import.meta.url),
    words: ({ day, cores, gigabytes, node }) => [
      `Measured on ${day}: ${String(cores)} cores shared with the load itself, ${String(gigabytes)} GB, Node ${node}; \`npm run bench -- --readme\` renews this table.`,
      '| bench | figure | measured | goal |',
    ],
  },
  {
    file: new URL('../../README.zh-CN.md', import.meta.url),
    words: ({ day, cores, gigabytes, node }) => [
      `${day} 实测：${String(cores)} 核（压测程序也在同一台机器上），内存 ${String(gigabytes)} GB，Node ${node}。用 \`npm run bench -- --readme\` 重新生成。`,
      '| 测试 | 项目 | 实测 | 目标 |',
    ],
  },
];

/** Throws where a README has no place for the figures. */
export function writeFigures(figures: readonly BenchFigure[], day: string): void {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const facts = { day, gigabytes, cores: cpus().length, node: process.versions.node };
  for (const { file, words } of PAGES) {
    const text = readFileSync(file, 'utf8');
    const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
    if (from < 0 || to < from) throw new Error(`${file.pathname} has no ${BEGIN} … ${END}`);
    const [measured, headings] = words(facts);
    const table = [BEGIN, '', measured, '', headings, '|---|---|---|---|', ...figures.map(lineOf)];
    writeFileSync(file, `${text.slice(0, from)}${table.join('\n')}\n\n${text.slice(to)}`);
  }
}

function lineOf(figure: BenchFigure): string {
  const measured = measuredText(figure);
  const shown = isMet(figure) ? measured : `**${measured}**`;
  return `| ${figure.bench} | ${figure.name} | ${shown} | ${goalText(figure)} |`;
}
