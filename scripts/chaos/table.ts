/** All that was found, as a table for people and for the README beside this file. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import {
  held,
  isSkipped,
  type Outcome,
  RESTART_LIMIT_MS,
  restartText,
  type Skipped,
} from './scenario.ts';

export interface Ran {
  readonly name: string;
  readonly result: Outcome | Skipped;
}

const HEADINGS = [
  ...['scenario', 'lost', 'doubled', 'chain errors', 'falsely told', 'faults'],
  ...[`restart (≤ ${String(RESTART_LIMIT_MS / 1000)} s)`, 'what was done'],
];

/** Markdown; a row that did not hold is bold. */
export function tableOf(all: readonly Ran[]): string {
  const lines = [HEADINGS, HEADINGS.map(() => '---'), ...all.map(rowOf)];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function rowOf({ name, result }: Ran): readonly string[] {
  if (isSkipped(result)) return [name, '', '', '', '', '', '', `skipped: ${result.skipped}`];
  const { lost, doubled, chain, falselyTold, faults, tried } = result;
  const counts = [lost, doubled, chain, falselyTold, faults].map(String);
  return [held(result) ? name : `**${name}**`, ...counts, restartText(result), tried];
}

const README = new URL('README.md', import.meta.url);
const [BEGIN, END] = ['<!-- chaos: begin -->', '<!-- chaos: end -->'];

/** Puts the table into the README, with the day and the size of the machine. Throws where it has no place for it. */
export function writeReadme(all: readonly Ran[], about: string, day: string): void {
  const text = readFileSync(README, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${README.pathname} has no ${BEGIN} … ${END}`);
  const gigabytes = String(Math.round(totalmem() / 2 ** 30));
  const machine = `${String(cpus().length)} cores, ${gigabytes} GB, Node ${process.versions.node}`;
  // A restart takes longer where others compute as well.
  const load = `load average ${loadavg()[2]?.toFixed(1) ?? '-'} over the last 15 minutes`;
  const part = [BEGIN, '', `${day}, ${machine}, ${load}; ${about}.`, '', tableOf(all), '', ''].join(
    '\n',
  );
  writeFileSync(README, text.slice(0, from) + part + text.slice(to));
}
