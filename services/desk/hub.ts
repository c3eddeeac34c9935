import { type Call } from './call-store.ts';
import { type Speaker } from './call.ts';

/** What the desk is told live. `callId` is null for what concerns the whole desk (the queue). */
export interface DeskNews {
  readonly kind: 'call' | 'partial' | 'suggestion' | 'hand-over' | 'message' | 'call-back';
  readonly callId: string | null;
  /** Staff id of whoever has the call; null when nobody has, or when it concerns the whole desk. */
  readonly operator: string | null;
  /** JSON as the page gets it, already masked; made when somebody wants it, and once. */
  readonly body: () => unknown;
}

/** A piece of speech that the recogniser may still change; masked. */
export interface Piece {
  readonly callId: string;
  readonly speaker: Speaker;
  readonly text: string;
}

export type QueueNews = Extract<DeskNews['kind'], 'hand-over' | 'message' | 'call-back'>;

/** Tells the desk what happened: the people connected here, and through `Wake` those of the other server processes. */
export interface Newsroom {
  /** A call as it now stands. */
  call(call: Call): void;
  /** There is more to say to the caller. */
  suggestion(call: Call): void;
  partial(piece: Piece, operator: string | null): void;
  /** The queue of chats and call-backs changed. */
  queue(kind: QueueNews): void;
}

export interface DeskHub {
  publish(news: DeskNews): void;
  /** Whether anybody listens here: without a listener nothing needs to be made. */
  heard(): boolean;
  /** Returns the way to stop listening. */
  subscribe(listener: (news: DeskNews) => void): () => void;
}

/** News inside one process. News of other processes come through the newsroom (`news.ts`). */
export function createDeskHub(): DeskHub {
  const listeners = new Set<(news: DeskNews) => void>();
  return {
    publish: (news) => {
      const shared = { ...news, body: once(news.body) };
      for (const listener of listeners) listener(shared);
    },
    heard: () => listeners.size > 0,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

const MOST_WAITING = 500;
/** Of these only the newest of a call matters to who has not read the older one yet. */
const REPLACED: readonly DeskNews['kind'][] = ['suggestion', 'partial'];

/** A bounded line of news for one open stream: a reader that is too slow loses the oldest and is told so. */
export class NewsQueue {
  readonly #waiting: DeskNews[] = [];
  #wake: (() => void) | null = null;
  lost = 0;

  push(news: DeskNews): void {
    if (REPLACED.includes(news.kind)) this.#dropOlder(news);
    if (this.#waiting.length >= MOST_WAITING) {
      this.#waiting.shift();
      this.lost += 1;
    }
    this.#waiting.push(news);
    this.#wake?.();
  }

  #dropOlder({ kind, callId }: DeskNews): void {
    const at = this.#waiting.findIndex((one) => one.kind === kind && one.callId === callId);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  /** Resolves with what is there, or with nothing when `wait` milliseconds passed or `gone` fired. */
  async take(waitMs: number, gone: AbortSignal): Promise<readonly DeskNews[]> {
    if (this.#waiting.length === 0 && !gone.aborted)
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          gone.removeEventListener('abort', done);
          this.#wake = null;
          resolve();
        };
        const timer = setTimeout(done, waitMs);
        gone.addEventListener('abort', done, { once: true });
        this.#wake = done;
      });
    return this.#waiting.splice(0);
  }
}
