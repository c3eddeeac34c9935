/** The thread that prints letters: laying out a Chinese font takes a third of a second. */
import { parentPort } from 'node:worker_threads';
import { type BesideAnswer } from '../beside.ts';
import { type LetterOrder, letterPdf } from './letter.ts';

parentPort?.on('message', ([id, order]: readonly [id: number, order: LetterOrder]) => {
  void letterPdf(order).then(
    (done) => {
      parentPort?.postMessage([id, { done }] satisfies BesideAnswer);
    },
    () => {
      parentPort?.postMessage([id, null] satisfies BesideAnswer);
    },
  );
});
