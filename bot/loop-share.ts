/**
 * What may be thought about in one round of the event loop (milliseconds). Shorter, and fewer turns share a commit; longer, and
 * answers that are stored already wait to be sent.
 */
const THINKING_MS = 50;

/**
 * Gives the event loop its turn between those of people: whoever comes when a round has been thinking for long enough begins in the
 * next one, in the order of coming. Resolves at once where nobody waits.
 */
export function loopShare(now: () => number = () => performance.now()): () => Promise<void> {
  let began: number | null = null;
  let waiting = 0;
  const isSpent = (): boolean => {
    if (began !== null) return now() - began > THINKING_MS;
    began = now();
    setImmediate(() => {
      began = null;
    });
    return false;
  };
  return async () => {
    if (waiting === 0 && !isSpent()) return;
    waiting += 1;
    await new Promise<void>((resolve) => {
      const begin = (): void => {
        if (isSpent()) setImmediate(begin);
        else resolve();
      };
      setImmediate(begin);
    });
    waiting -= 1;
  };
}
