import { type StaffMember } from '../../staff/role.ts';
import { type Changes } from '../../tickets/changes.ts';
import { type Reply, stream } from '../reply.ts';

interface ChangeStream {
  readonly changes: Changes;
  readonly staff: StaffMember;
  /** Whether the session would still be let in. */
  readonly isOpen: () => Promise<boolean>;
}

/** Often enough that no proxy takes the line for dead, and that an ended session does not go on listening. */
const BEAT_MS = 15_000;

/** News as server-sent events. Ends with the session; the browser comes back by itself and is then asked to sign in. */
export function changeStream({ changes, staff, isOpen }: ChangeStream): Reply<never> {
  return stream(
    'text/event-stream; charset=utf-8',
    async (sink, gone) => {
      const over = new AbortController();
      const end = (): void => {
        over.abort();
      };
      gone.addEventListener('abort', end, { once: true });
      if (gone.aborted) return;
      await sink.write('retry: 5000\n: hello\n\n');
      const beat = setInterval(() => {
        isOpen().then((open) => (open ? void sink.write(': beat\n\n') : end()), end);
      }, BEAT_MS);
      try {
        await changes.follow(staff, over.signal, (change) => {
          void sink.write(`data: ${JSON.stringify(change)}\n\n`);
        });
      } finally {
        clearInterval(beat);
      }
    },
    { headers: { 'x-accel-buffering': 'no' } },
  );
}
