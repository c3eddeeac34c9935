/**
 * What a bench is. To add one, write `scripts/bench/<name>.bench.ts` that exports `const bench: Bench`: the runner finds it.
 */

/** A bound that a figure should keep; null for a figure that is only told, such as a peer's. */
export type Goal = { readonly atMost: number } | { readonly atLeast: number } | null;

export interface Figure {
  readonly name: string;
  readonly measured: number;
  readonly unit: string;
  readonly goal: Goal;
}

export interface BenchContext {
  /** The long form: full sizes. Without it a bench takes a minute at most. */
  readonly release: boolean;
  /** Passages for the search benches, in the form of `search:evaluate`; a corpus made from a seed when null. */
  readonly passagesFile: string | null;
  /** Tells what is being done; no figure. */
  readonly note: (text: string) => void;
}

export interface Bench {
  readonly name: string;
  /** Runs only with `--release` or `--only`. */
  readonly releaseOnly?: boolean;
  readonly run: (context: BenchContext) => Promise<readonly Figure[]>;
}

export function isMet({ measured, goal }: Figure): boolean {
  if (goal === null) return true;
  return 'atMost' in goal ? measured <= goal.atMost : measured >= goal.atLeast;
}

export function measuredText({ measured, unit }: Figure): string {
  return `${rounded(measured)}${unit === '' ? '' : ` ${unit}`}`;
}

export function goalText({ goal, unit }: Figure): string {
  if (goal === null) return '–';
  const bound = 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
  return `${bound}${unit === '' ? '' : ` ${unit}`}`;
}

/** Three figures that matter. */
function rounded(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return value.toFixed(digits);
}

/** A figure beside its goal; told only, where it has none. */
export function figure(name: string, measured: number, unit: string, goal: Goal = null): Figure {
  return { name, measured, unit, goal };
}

/** Something of which there must be none. */
export function none(name: string, measured: number): Figure {
  return figure(name, measured, '', { atMost: 0 });
}
