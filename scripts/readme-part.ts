/** Figures that a command writes into a README, between two marks, beside the size of the machine. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

export interface MachineFacts {
  readonly cores: number;
  readonly gigabytes: number;
  readonly node: string;
}

export function machineFacts(): MachineFacts {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return { gigabytes, cores: cpus().length, node: process.versions.node };
}

/** Puts lines between `<!-- NAME: begin -->` and its end. Throws where the file has no place for them. */
export function writePart(file: URL, name: string, lines: readonly string[]): void {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file.pathname} has no ${begin} … ${end}`);
  const part = [begin, '', ...lines, '', ''].join('\n');
  writeFileSync(file, text.slice(0, from) + part + text.slice(to));
}
