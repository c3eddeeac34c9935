/** The thread in which lunr counts: takes segments one after the other, and gives the joined table when asked with null. */
import { parentPort } from 'node:worker_threads';
import { type CutClause, SegmentCounter } from './segments.ts';

const counter = new SegmentCounter();

parentPort?.on('message', (clauses: readonly CutClause[] | null) => {
  if (clauses !== null) {
    counter.add(clauses);
    parentPort?.postMessage(null);
    return;
  }
  const whole = counter.joined(null);
  const { keys, starts, docs, values } = whole.table;
  parentPort?.postMessage(whole, [
    keys.buffer as ArrayBuffer,
    starts.buffer as ArrayBuffer,
    docs.buffer as ArrayBuffer,
    values.buffer as ArrayBuffer,
  ]);
});
