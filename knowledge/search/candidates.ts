/** Which clauses are looked at a second time: the best by their own words and by how often their document is cited. */
import { type FirstScores } from './first-scores.ts';
import { valueAt } from './posting-table.ts';
import { CANDIDATES } from './settings.ts';
import { TopList } from './top-list.ts';

/** What choosing works in. One object serves all questions of a corpus, one after the other. */
export interface ChoosingRoom {
  top: TopList;
  readonly steps: Int32Array;
}

export function choosingRoom(): ChoosingRoom {
  return { top: new TopList(CANDIDATES), steps: new Int32Array(STEPS) };
}

export interface CandidateJob {
  readonly scores: FirstScores;
  readonly room: ChoosingRoom;
  readonly withdrawn: Uint8Array;
  /** Clauses that may be found; all when absent. */
  readonly allows?: ((number: number) => boolean) | undefined;
  readonly limit: number;
}

/** The best so many clauses that share anything with the question, by number; of equal ones the first. Holds until the next question. */
export function candidatesOf(job: CandidateJob): Int32Array {
  const { scores, room, limit } = job;
  if (room.top.limit !== limit) room.top = new TopList(limit);
  const { top, steps } = room;
  top.clear(likelyFloor(scores, steps, limit));
  offerAll(job, top);
  const numbers = top.numbers();
  if (numbers.length === limit || top.lowest === -Infinity) return numbers;
  // Too many of the best were withdrawn or not allowed: anything may be among the best of the others.
  top.clear(-Infinity);
  offerAll(job, top);
  return top.numbers();
}

/** Its own words, and how often its document is cited. */
export function baseScore(number: number, { score, best, cited }: FirstScores): number {
  return (score[number] ?? 0) / best + (cited[number] ?? 0);
}

/** One pass over all clauses. */
function offerAll({ scores, withdrawn, allows }: CandidateJob, top: TopList): void {
  const { score, cited, best } = scores;
  let least = leastOf(scores, top.floor);
  let number = nextAbove(least, score, 0);
  for (; number < score.length; number = nextAbove(least, score, number + 1)) {
    const base = (score[number] ?? 0) / best + (cited[number] ?? 0);
    if (base <= top.floor || withdrawn[number] === 1 || allows?.(number) === false) continue;
    if (top.offer(number, base)) least = leastOf(scores, top.floor);
  }
}

/** The next clause of a higher score. Nearly all are passed over here, so plain reads and nothing else. */
function nextAbove(least: number, score: Float32Array, from: number): number {
  let number = from;
  while (number < score.length && (score[number] ?? 0) <= least) number += 1;
  return number;
}

/** No clause of this score or a lower one exceeds the floor, however often its document is cited; at least 0, which shares nothing. */
function leastOf({ best, mostCited }: FirstScores, floor: number): number {
  // A little less, because dividing rounds.
  return Math.max(0, (floor - mostCited) * best * (1 - 1e-9));
}

/** Clauses whose scores are counted by steps, spread over all: enough to know nearly where the best begin. */
const COUNTED = 8192;
const STEPS = 512;

/**
 * A score that some more than the wanted number of clauses likely exceed, so that hardly any clause is kept only to be thrown out
 * again; -Infinity where there are not so many. Withdrawn clauses count as well: who uses it must look whether enough were found.
 */
function likelyFloor({ score, best }: FirstScores, steps: Int32Array, limit: number): number {
  if (score.length <= 2 * limit) return -Infinity;
  const every = Math.ceil(score.length / COUNTED);
  const expected = limit / every;
  // A quarter more, and thrice what chance does to so many.
  const wanted = 1.25 * expected + 3 * Math.sqrt(expected);
  steps.fill(0);
  // The withdrawn may be better than the best of the others: they count for the last step.
  const scale = (STEPS - 1) / best;
  for (let number = 0; number < score.length; number += every) {
    const step = Math.min(STEPS - 1, (score[number] ?? 0) * scale) | 0;
    steps[step] = (steps[step] ?? 0) + 1;
  }
  let above = 0;
  for (let step = STEPS - 1; step > 0; step -= 1) {
    above += valueAt(steps, step);
    // A little below the step, because dividing rounds.
    if (above >= wanted) return (step - 0.01) / (STEPS - 1);
  }
  return -Infinity;
}
