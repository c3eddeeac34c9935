import { beside } from '../beside.ts';
// A plain type import leaves nothing behind; the other form would load the PDF library here, too: 20 MB.
import type { LetterOrder } from './letter.ts';

/** 告知书 as a printable A4 letter, made beside the event loop. */
export type LetterPress = (order: LetterOrder) => Promise<Uint8Array>;

const TIMES = { deadlineMs: 20_000, idleMs: 60_000 } as const;

/** See `LetterPress`. Throws `unavailable` when a letter is not made in time. */
export function createLetterPress(): LetterPress {
  const file = import.meta.url.endsWith('.ts')
    ? new URL('./letter-worker.ts', import.meta.url)
    : new URL('./letter-worker.js', import.meta.url);
  return beside(file, TIMES);
}
