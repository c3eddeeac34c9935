/** A client that costs little: the machine is shared with what it measures. */
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface CallOptions {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Called {
  /** 0: the connection broke. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly ms: number;
}

export interface Caller {
  readonly base: string;
  call(path: string, options?: CallOptions): Promise<Called>;
  close(): void;
}

/** Calls one service over connections that stay open. */
export function caller(base: string): Caller {
  const { hostname, port } = new URL(base);
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  return {
    base,
    call: (path, { method = 'GET', headers = {}, body } = {}) => {
      const payload = body === undefined ? null : Buffer.from(JSON.stringify(body));
      const began = performance.now();
      return new Promise<Called>((resolve) => {
        const broken = (): void => {
          resolve({ status: 0, headers: {}, body: '', ms: performance.now() - began });
        };
        const sent = request({
          ...{ agent, hostname, port, path, method },
          headers: {
            ...headers,
            ...(payload === null
              ? {}
              : { 'content-type': 'application/json', 'content-length': payload.length }),
          },
        });
        sent.once('error', broken);
        sent.once('response', (response) => {
          text(response).then((said) => {
            const ms = performance.now() - began;
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: said,
              ms,
            });
          }, broken);
        });
        sent.end(payload ?? undefined);
      });
    },
    close: () => {
      agent.destroy();
    },
  };
}

/** What many calls came to. */
export class Tally {
  readonly times: number[] = [];
  readonly statuses = new Map<number, number>();
  /** Refusals for want of capacity that did not say when to come back. */
  withoutRetryAfter = 0;

  add({ status, ms, headers }: Called): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (status === 200 || status === 201) this.times.push(ms);
    else if (isRefusal(status) && headers['retry-after'] === undefined) this.withoutRetryAfter += 1;
  }

  get answered(): number {
    return this.times.length;
  }

  /** How often each status came; 0 for a connection that broke. */
  toString(): string {
    const sorted = [...this.statuses].sort(([one], [other]) => one - other);
    return sorted.map(([status, count]) => `${String(status)} × ${String(count)}`).join(', ');
  }

  /** Turned away with 429 or 503. */
  get refused(): number {
    return this.#sum(isRefusal);
  }

  /** Anything that is neither an answer nor a refusal. */
  get failed(): number {
    return this.#sum((status) => !isRefusal(status) && status !== 200 && status !== 201);
  }

  #sum(counts: (status: number) => boolean): number {
    let sum = 0;
    for (const [status, count] of this.statuses) if (counts(status)) sum += count;
    return sum;
  }
}

function isRefusal(status: number): boolean {
  return status === 429 || status === 503;
}

/** Runs `work` over all items, so many at a time. */
export async function each<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const one = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
