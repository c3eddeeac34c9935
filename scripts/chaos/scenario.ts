/**
 * What a scenario of `npm run chaos` is. To add one, write it in `scripts/chaos/<group>.ts` and name the group in `all.ts`.
 */
import { type Random } from './random.ts';

export type Length = 'short' | 'usual' | 'release';

export interface ChaosContext {
  /** How often harm is done: for a run of all tests, by itself, before a release. */
  readonly times: (each: Readonly<Record<Length, number>>) => number;
  /** The same for the same `--seed`. */
  readonly random: Random;
  /** How the service is started: a command that prints its address. */
  readonly service: ServiceCommand;
  /** Tells what is being done; no figure. */
  readonly note: (text: string) => void;
}

export interface ServiceCommand {
  /** Arguments of Node. */
  readonly args: readonly string[];
  /** Whether it hears `{ advanceMs }` as a message and moves its clock. */
  readonly movableClock: boolean;
}

/** What a scenario counted. Every count is of things that must not be, except `restartMs`. */
export interface Outcome {
  /** Acknowledged, and not there afterwards. */
  readonly lost: number;
  /** There more often than it was asked for. */
  readonly doubled: number;
  /** Faults that the stand-alone verifier found in the record. */
  readonly chain: number;
  /** Said to be registered, and not registered. */
  readonly falselyTold: number;
  /** Replies that are our fault instead of a refusal (500), and sentences that were missing. */
  readonly faults: number;
  /** The longest time from start to ready after harm; null where nothing was started again. */
  readonly restartMs: number | null;
  /** Processor time of the costliest of these starts: what it takes on a machine that does nothing else. */
  readonly restartCpuMs?: number | null;
  /** How much was tried, for the reader: `20 kills, 812 acknowledged`. */
  readonly tried: string;
  /** What was wrong, one line each. */
  readonly findings: readonly string[];
}

export interface Skipped {
  readonly skipped: string;
}

export interface Scenario {
  readonly name: string;
  readonly run: (context: ChaosContext) => Promise<Outcome | Skipped>;
}

/** A service that takes longer to come back fails its scenario. */
export const RESTART_LIMIT_MS = 10_000;

export function isSkipped(result: Outcome | Skipped): result is Skipped {
  return 'skipped' in result;
}

/** True when nothing was found that must not be. */
export function held(outcome: Outcome): boolean {
  const { lost, doubled, chain, falselyTold, faults, restartMs } = outcome;
  return (
    lost + doubled + chain + falselyTold + faults === 0 && (restartMs ?? 0) <= RESTART_LIMIT_MS
  );
}

/** One line a scenario: `NAME: lost 0 / 0, …`. */
export function lineOf(name: string, result: Outcome | Skipped): string {
  if (isSkipped(result)) return `chaos: ${name}: skipped (${result.skipped})`;
  const { lost, doubled, chain, falselyTold, faults, restartMs, tried } = result;
  const restart =
    restartMs === null ? '' : `, restart ${restartText(result)} / ≤ ${RESTART_LIMIT_MS / 1000} s`;
  const counts = [
    `lost ${lost} / 0`,
    `doubled ${doubled} / 0`,
    `chain errors ${chain} / 0`,
    `falsely told ${falselyTold} / 0`,
    `faults ${faults} / 0`,
  ];
  return `chaos: ${name}: ${counts.join(', ')}${restart} (${tried})`;
}

/** `3.2 s (2.1 s of processor time)`; empty where nothing was started again. */
export function restartText({ restartMs, restartCpuMs = null }: Outcome): string {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  if (restartMs === null) return '';
  const cpu = restartCpuMs === null ? '' : ` (${seconds(restartCpuMs)} of processor time)`;
  return seconds(restartMs) + cpu;
}
