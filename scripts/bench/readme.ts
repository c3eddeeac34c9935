/** Puts the figures of a run into the READMEs, beside the day and the size of the machine. */
import { machineFacts, type MachineFacts, writePart } from '../readme-part.ts';
import { type Figure, goalText, isMet, measuredText } from './bench.ts';

export interface BenchFigure extends Figure {
  readonly bench: string;
}

interface Page {
  readonly file: URL;
  /** Machine and day, and the headings of the table. */
  readonly words: (
    day: string,
    facts: MachineFacts,
  ) => readonly [measured: string, headings: string];
}

const PAGES: readonly Page[] = [
  {
    file: new URL('../../README.md', import.meta.url),
    words: (day, { cores, gigabytes, node }) => [
      `Measured on ${day}: ${String(cores)} cores shared with the load itself, ${String(gigabytes)} GB, Node ${node}; \`npm run bench -- --readme\` renews this table.`,
      '| bench | figure | measured | goal |',
    ],
  },
  {
    file: new URL('../../README.zh-CN.md', import.meta.url),
    words: (day, { cores, gigabytes, node }) => [
      `${day} 实测：${String(cores)} 核（压测程序也在同一台机器上），内存 ${String(gigabytes)} GB，Node ${node}。用 \`npm run bench -- --readme\` 重新生成。`,
      '| 测试 | 项目 | 实测 | 目标 |',
    ],
  },
];

/** Throws where a README has no place for the figures. */
export function writeFigures(figures: readonly BenchFigure[], day: string): void {
  for (const { file, words } of PAGES) {
    const [measured, headings] = words(day, machineFacts());
    const table = [headings, '|---|---|---|---|', ...figures.map(lineOf)];
    writePart(file, 'bench', [measured, '', ...table]);
  }
}

function lineOf(figure: BenchFigure): string {
  const measured = measuredText(figure);
  const shown = isMet(figure) ? measured : `**${measured}**`;
  return `| ${figure.bench} | ${figure.name} | ${shown} | ${goalText(figure)} |`;
}
