/** Says strings to a running service at both of its doors and counts what came back. */

/** What became of a lot of strings. */
export interface Heard {
  /** Replies of 500 and more, or none at all: what it was and what was said. */
  readonly faults: readonly string[];
  readonly said: number;
  readonly slowestMs: number;
}

/** Conversations at once; each says its strings one after the other. */
const TALKERS = 4;
/** After so many messages a talker begins a new conversation, as people do. */
const EACH = 100;
/** Every so manieth is asked at `/api/ask` too: the chat goes through the same room with all of them. */
const ASKED = 4;
/** A service that does not answer at all is a fault, not a slow reply. */
const HANGS_MS = 60_000;

/** Says each string in a chat, and asks some of them at `POST /api/ask` as well. */
export async function sayHostile(base: string, strings: readonly string[]): Promise<Heard> {
  const queue = [...strings];
  const faults: string[] = [];
  let [said, slowestMs] = [0, 0];
  const send = async (path: string, body: object, token?: string): Promise<unknown> => {
    const began = performance.now();
    try {
      const response = await patiently(base + path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      if (response.status >= 500)
        faults.push(
          `${path.slice(0, 20)} ${String(response.status)} ${JSON.stringify(body).slice(0, 300)}`,
        );
      return text === '' ? {} : JSON.parse(text);
    } catch (thrown) {
      faults.push(`${path.slice(0, 20)} ${String(thrown)} ${JSON.stringify(body).slice(0, 300)}`);
      return {};
    } finally {
      said += 1;
      slowestMs = Math.max(slowestMs, performance.now() - began);
    }
  };
  const talk = async (): Promise<void> => {
    for (let turn = 0, chat = { conversationId: '', token: '' }; ; turn += 1) {
      const text = queue.shift();
      if (text === undefined) return;
      if (turn % EACH === 0) chat = (await send('/directline/conversations', {})) as typeof chat;
      if (turn % ASKED === 0) await send('/api/ask', { question: text });
      const path = `/directline/conversations/${chat.conversationId}/activities`;
      await send(path, { type: 'message', text }, chat.token);
    }
  };
  await Promise.all(Array.from({ length: TALKERS }, talk));
  return { faults, said, slowestMs };
}

// Turned away for load is an answer; what is asked here is what the string itself does.
async function patiently(url: string, init: RequestInit): Promise<Response> {
  for (let tries = 0; ; tries += 1) {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(HANGS_MS) });
    const shed = response.status === 503 && response.headers.has('retry-after');
    if (!shed || tries === 20) return response;
    await response.text();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
