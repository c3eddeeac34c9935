import { serverEvents } from '../../../scripts/hotline/server-events.ts';

/** One piece of news of a stream of server-sent events. */
export interface OneNews {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Server-sent events as a page hears them. */
export interface LiveNews {
  /** The next one, or one heard before that nobody asked for yet, which is so; waits for it. */
  readonly next: (holds: (news: OneNews) => boolean) => Promise<OneNews>;
  /** All that was heard. */
  readonly heard: readonly OneNews[];
  readonly stop: () => void;
}

/** Opens a stream and resolves once it is open. */
export async function followNews(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<LiveNews> {
  const over = new AbortController();
  const response = await fetch(url, { headers, signal: over.signal });
  if (response.status !== 200 || response.body === null)
    throw new Error(`the stream answered ${String(response.status)}`);
  const heard: OneNews[] = [];
  let told: () => void = () => undefined;
  const reading = read(response.body, (news) => {
    heard.push(news);
    told();
  });
  // Ends with `stop`, and then by an abort.
  reading.catch(() => undefined);
  let taken = 0;
  return {
    heard,
    stop: () => {
      over.abort();
    },
    next: async (holds) => {
      for (let at = taken; ; at += 1) {
        while (at >= heard.length) await new Promise<void>((resolve) => (told = resolve));
        const news = heard[at];
        if (news === undefined || !holds(news)) continue;
        taken = at + 1;
        return news;
      }
    },
  };
}

async function read(
  body: ReadableStream<Uint8Array>,
  tell: (news: OneNews) => void,
): Promise<void> {
  for await (const { event, data } of serverEvents(body))
    tell({ event, data: JSON.parse(data) as OneNews['data'] });
}
