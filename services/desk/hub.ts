/** What the desk is told live. `callId` is null for what concerns the whole desk (queue, presence). */
export interface DeskNews {
  readonly kind:
    'call' | 'partial' | 'suggestion' | 'hand-over' | 'presence' | 'message' | 'call-back';
  readonly callId: string | null;
  /** Staff id of whoever has the call; null when nobody has, or when it concerns the whole desk. */
  readonly operator: string | null;
  /** JSON as the page gets it: already masked. */
  readonly body: unknown;
}

export interface DeskHub {
  publish(news: DeskNews): void;
  /** Returns the way to stop listening. */
  subscribe(listener: (news: DeskNews) => void): () => void;
}

/** News inside one process. News of other processes come through whoever calls `publish` for them. */
export function createDeskHub(): DeskHub {
  const listeners = new Set<(news: DeskNews) => void>();
  return {
    publish: (news) => {
      for (const listener of listeners) listener(news);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const MOST_WAITING = 500;

/** A bounded line of news for one open stream: a reader that is too slow loses the oldest and is told so. */
export class NewsQueue {
  readonly #waiting: DeskNews[] = [];
  #wake: (() => void) | null = null;
  lost = 0;

  push(news: DeskNews): void {
    if (this.#waiting.length >= MOST_WAITING) {
      this.#waiting.shift();
      this.lost += 1;
    }
    this.#waiting.push(news);
    this.#wake?.();
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
