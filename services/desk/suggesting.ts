import { type Suggestion } from './assist.ts';
import { type Call } from './call-store.ts';

export interface SuggestingParts {
  readonly suggest: (call: Call) => Suggestion;
  /** Whether anybody here would be shown a suggestion for this call. */
  readonly wanted: (call: Call) => boolean;
  readonly tell: (call: Call, suggestion: Suggestion) => void;
  /** A fault in the assistant must not take the other news of the desk with it. */
  readonly failed: (thrown: unknown) => void;
}

/** Makes suggestions one after the other, and between two of them lets everything else go on. */
export interface Suggesting {
  /** A sentence is finished. Of a call that waits already, the newest state takes the old one's place in the line. */
  finished(call: Call): void;
  /** The call with a piece that may still change as its last line: made when there is nothing else to do, or never. */
  unfinished(call: Call): void;
}

/** Pieces that may still change get one part in five of the time, however many calls there are. */
const REST_AFTER_UNFINISHED = 4;

/** See `Suggesting`. */
export function createSuggesting(parts: SuggestingParts): Suggesting {
  const finished = new Map<string, Call>();
  const unfinished = new Map<string, Call>();
  let coming = false;
  let resting: NodeJS.Timeout | null = null;
  let restUntil = 0;

  const make = (call: Call, worthTelling: (suggestion: Suggestion) => boolean): void => {
    try {
      if (!parts.wanted(call)) return;
      const suggestion = parts.suggest(call);
      if (worthTelling(suggestion)) parts.tell(call, suggestion);
    } catch (thrown) {
      parts.failed(thrown);
    }
  };
  const next = (): void => {
    coming = false;
    resting = null;
    const sentence = takeFirst(finished);
    if (sentence !== null) make(sentence, () => true);
    else if (performance.now() >= restUntil) {
      const began = performance.now();
      const piece = takeFirst(unfinished);
      if (piece !== null) make(piece, saysSomething);
      const ended = performance.now();
      restUntil = ended + REST_AFTER_UNFINISHED * (ended - began);
    }
    goOn();
  };
  const goOn = (): void => {
    if (coming) return;
    if (finished.size > 0) {
      if (resting !== null) clearTimeout(resting);
      coming = true;
      setImmediate(next);
    } else if (unfinished.size > 0)
      resting ??= setTimeout(next, Math.max(0, restUntil - performance.now())).unref();
  };
  return {
    finished: (call) => {
      unfinished.delete(call.id);
      finished.set(call.id, call);
      goOn();
    },
    unfinished: (call) => {
      if (finished.has(call.id)) return;
      unfinished.set(call.id, call);
      goOn();
    },
  };
}

/** Half a sentence is often no question yet: that nothing was found for it is no news. */
const saysSomething = ({ answer, urgent }: Suggestion): boolean =>
  urgent || (answer?.questionIds.length ?? 0) > 0;

/** In the order of coming; who is replaced keeps their place. */
function takeFirst(line: Map<string, Call>): Call | null {
  const [first] = line.values();
  if (first === undefined) return null;
  line.delete(first.id);
  return first;
}
