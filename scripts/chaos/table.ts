/** All that was found, as a table for people and for the README beside this file. */
import { loadavg } from 'node:os';
import { machineFacts, writePart } from '../readme-part.ts';
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

/** Puts the table into the README, with the day and the size of the machine. Throws where it has no place for it. */
export function writeReadme(all: readonly Ran[], about: string, day: string): void {
  const { cores, gigabytes, node } = machineFacts();
  const machine = `${String(cores)} cores, ${String(gigabytes)} GB, Node ${node}`;
  // A restart takes longer where others compute as well.
  const load = `load average ${loadavg()[2]?.toFixed(1) ?? '-'} over the last 15 minutes`;
  writePart(README, 'chaos', [`${day}, ${machine}, ${load}; ${about}.`, '', tableOf(all)]);
}
