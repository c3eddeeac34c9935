import { type Call } from './call-store.ts';
import { type CallLine, type Speaker } from './call.ts';

/** What live news are about. */
export interface NewsHead {
  readonly kind: 'call' | 'partial' | 'suggestion' | 'hand-over' | 'message' | 'call-back';
  readonly callId: string | null;
  /** Staff id of whoever has the call; null when nobody has, or when it concerns the whole desk. */
  readonly operator: string | null;
  /** Only what is said in the call changed: no news to those who may not see it. */
  readonly wordsOnly?: boolean;
}

/** What the desk is told live. `callId` is null for what concerns the whole desk (the queue). */
export interface DeskNews extends NewsHead {
  /** JSON as the page gets it, already masked; made when somebody wants it, and once. */
  readonly body: () => unknown;
}

/** Somebody who is connected here. */
export interface Listener {
  readonly hear: (news: DeskNews) => void;
  /** Whether they would be shown such news. */
  readonly shown: (head: NewsHead) => boolean;
}

export type QueueNews = Extract<DeskNews['kind'], 'hand-over' | 'message' | 'call-back'>;

/** Tells the desk what happened: the people connected here, and through `Wake` those of the other server processes. */
export interface Newsroom {
  /** A call as it now stands. */
  call(call: Call): void;
  /** Somebody finished a sentence; the caller's is followed by a suggestion. `wordsOnly` as in `NewsHead`. */
  said(call: Call, speaker: Speaker, wordsOnly: boolean): void;
  /** Somebody is still speaking: a piece that the recogniser may still change, masked. */
  partial(call: Call, piece: CallLine): void;
  /** The queue of chats and call-backs changed. */
  queue(kind: QueueNews): void;
}

export interface DeskHub {
  publish(news: DeskNews): void;
  /** Whether anybody listens here, to such news: without a listener nothing needs to be made. */
  heard(head?: NewsHead): boolean;
  /** Returns the way to stop listening. */
  subscribe(listener: Listener): () => void;
}

/** News inside one process. News of other processes come through the newsroom (`news.ts`). */
export function createDeskHub(): DeskHub {
  const listeners = new Set<Listener>();
  return {
    publish: (news) => {
      const shared = { ...news, body: once(news.body) };
      for (const listener of listeners) if (listener.shown(news)) listener.hear(shared);
    },
    heard: (head) =>
      head === undefined
        ? listeners.size > 0
        : [...listeners].some((listener) => listener.shown(head)),
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
const REPLACED: readonly DeskNews['kind'][] = ['call', 'suggestion', 'partial'];

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
