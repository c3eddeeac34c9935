import { onScopeDispose, ref, type Ref } from 'vue';
import { isOpen } from './session.ts';

const IDLE_MS = 20 * 60_000;
const SIGNS = ['pointerdown', 'keydown', 'wheel'] as const;

export interface Live {
  /** False while nobody has touched the page for long: looking on is then no reason to stay signed in. */
  readonly on: Ref<boolean>;
  /** Begins again. */
  wake(): void;
}

/**
 * Listens to news of the office and says when something changed, at most once in `everyMs`. Stops after 20 minutes
 * without a touch, so that the session can end when its owner has gone.
 */
export function useLive<T>(path: string, tell: (news: readonly T[]) => void, everyMs = 800): Live {
  const on = ref(true);
  let source: EventSource | null = null;
  let heard: T[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastTouch = performance.now();

  const flush = (): void => {
    timer = undefined;
    const news = heard;
    heard = [];
    if (isOpen.value) tell(news);
  };
  const open = (): void => {
    source?.close();
    source = new EventSource(path);
    // Nobody tells what happened before it listened, at the start as after an interruption.
    source.onopen = () => {
      tell([]);
    };
    source.onmessage = ({ data }: MessageEvent<string>) => {
      heard.push(JSON.parse(data) as T);
      timer ??= setTimeout(flush, everyMs);
    };
  };
  const stop = (): void => {
    source?.close();
    source = null;
    on.value = false;
  };
  const touched = (): void => {
    lastTouch = performance.now();
  };
  const watch = setInterval(() => {
    if (on.value && performance.now() - lastTouch > IDLE_MS) stop();
  }, 30_000);
  for (const sign of SIGNS) addEventListener(sign, touched, { passive: true });
  onScopeDispose(() => {
    source?.close();
    clearInterval(watch);
    clearTimeout(timer);
    for (const sign of SIGNS) removeEventListener(sign, touched);
  });
  open();
  return {
    on,
    wake: () => {
      touched();
      on.value = true;
      open();
    },
  };
}
