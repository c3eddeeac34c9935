import { sentenceOf } from '../shared/hand-in.ts';
import { type Activity } from './activity.ts';

/** How the line stands. `lost`: nothing gets through for now; `expired`: the conversation is over. */
export type LineState = 'new' | 'open' | 'lost' | 'expired';

/** A conversation that a reload takes up again. */
export interface SavedLine {
  readonly conversationId: string;
  readonly token: string;
}

export interface LineEvents {
  readonly onActivity: (activity: Activity) => void;
  readonly onState: (state: LineState) => void;
  readonly onSaved: (saved: SavedLine) => void;
}

/** The server's refusal, with its sentence for people. Status 0: nobody answered. */
export class LineError extends Error {
  readonly status: number;
  readonly retryAfterSeconds: number | null;

  constructor(status: number, message: string, retryAfterSeconds: number | null = null) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

interface Opened {
  readonly conversationId: string;
  readonly token: string;
  readonly expires_in?: number;
  readonly streamUrl?: string;
}

interface ActivitySet {
  readonly activities?: readonly Activity[];
  readonly watermark?: string;
}

const REQUEST_MS = 20_000;
/** Photos over a village's network take their time. */
const UPLOAD_MS = 110_000;
const SOCKET_OPEN_MS = 6_000;
const POLL_MS = 1_500;
const LONGEST_PAUSE_MS = 15_000;
const USUAL_TOKEN_SECONDS = 1800;
const EXPIRED = new Set([401, 403, 404]);

/**
 * A Direct Line 3.0 client: WebSocket first, polling where none gets through, on from the last watermark after a break,
 * token renewed at half of its life. An activity may arrive twice (history, stream); whoever listens goes by its id.
 */
export class DirectLine {
  readonly #events: LineEvents;
  #line: SavedLine | null;
  #watermark: string | null = null;
  #socket: WebSocket | null = null;
  #failures = 0;
  #sockets = true;
  #closed = false;
  #timer = 0;
  #renewal = 0;

  constructor(saved: SavedLine | null, events: LineEvents) {
    this.#line = saved;
    this.#events = events;
  }

  /** Opens the conversation (or takes the saved one up) and follows it. Throws LineError. */
  async open(): Promise<void> {
    const opened = this.#line === null ? await this.#begin() : await this.#resume();
    this.#follow(opened);
  }

  /** Posts an activity, with files or without; the same clientActivityID never counts twice. Throws LineError. */
  async post(activity: object, files: readonly File[] = []): Promise<string> {
    const path = `/conversations/${encodeURIComponent(this.#open().conversationId)}`;
    const { id } = await (files.length === 0
      ? this.#call<{ id: string }>(`${path}/activities`, activity)
      : this.#call<{ id: string }>(`${path}/upload`, formOf(activity, files)));
    // Where nothing streams, the reply is fetched at once instead of at the next beat.
    if (this.#socket === null) this.#again(0);
    return id;
  }

  /** Tries at once: the network is back, or the page is looked at again. */
  wake(): void {
    if (this.#line === null || this.#closed) return;
    if (this.#socket?.readyState === WebSocket.OPEN) return;
    this.#failures = 0;
    this.#again(0);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#renewal);
    this.#socket?.close();
    this.#socket = null;
  }

  #open(): SavedLine {
    if (this.#line === null) throw new LineError(0, '');
    return this.#line;
  }

  async #begin(): Promise<Opened> {
    const { token } = await this.#call<Opened>('/tokens/generate', {});
    return this.#call<Opened>('/conversations', {}, token);
  }

  async #resume(): Promise<Opened> {
    const line = this.#open();
    await this.#fetchSet();
    const from =
      this.#watermark === null ? '' : `?watermark=${encodeURIComponent(this.#watermark)}`;
    const path = `/conversations/${encodeURIComponent(line.conversationId)}${from}`;
    return { ...line, ...(await this.#call<Opened>(path)) };
  }

  #follow({ conversationId, token, expires_in: seconds, streamUrl }: Opened): void {
    this.#line = { conversationId, token };
    this.#events.onSaved(this.#line);
    clearTimeout(this.#renewal);
    const half = ((seconds ?? USUAL_TOKEN_SECONDS) * 1000) / 2;
    this.#renewal = window.setTimeout(() => void this.#renew(), half);
    if (this.#sockets && streamUrl) this.#listen(streamUrl);
    else this.#poll();
  }

  async #renew(): Promise<void> {
    try {
      const { token, expires_in: seconds } = await this.#call<Opened>('/tokens/refresh', {});
      const line = { ...this.#open(), token };
      this.#line = line;
      this.#events.onSaved(line);
      const half = ((seconds ?? USUAL_TOKEN_SECONDS) * 1000) / 2;
      this.#renewal = window.setTimeout(() => void this.#renew(), half);
    } catch (thrown) {
      if (isOver(thrown)) this.#expire();
      else this.#renewal = window.setTimeout(() => void this.#renew(), LONGEST_PAUSE_MS);
    }
  }

  #listen(url: string): void {
    const socket = new WebSocket(absoluteSocket(url));
    this.#socket = socket;
    const opening = window.setTimeout(() => socket.close(), SOCKET_OPEN_MS);
    let wasOpen = false;
    socket.onopen = () => {
      clearTimeout(opening);
      wasOpen = true;
      this.#failures = 0;
      this.#events.onState('open');
    };
    socket.onmessage = ({ data }) => {
      // Empty frames keep the line alive.
      if (typeof data === 'string' && data !== '') this.#take(JSON.parse(data) as ActivitySet);
    };
    socket.onclose = () => {
      clearTimeout(opening);
      if (this.#socket === socket) this.#socket = null;
      if (this.#closed) return;
      // A proxy that lets no socket through would fail for ever: from now on it is asked instead.
      if (!wasOpen) this.#sockets = false;
      this.#failures += 1;
      this.#again(wasOpen ? this.#pause() : 0);
    };
  }

  /** Asks for what is new, and then again after a while. */
  #poll(): void {
    this.#events.onState('open');
    this.#again(POLL_MS);
  }

  #again(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#closed) this.#timer = window.setTimeout(() => void this.#beat(), ms);
  }

  async #beat(): Promise<void> {
    try {
      if (this.#sockets) this.#follow(await this.#resume());
      else {
        await this.#fetchSet();
        this.#failures = 0;
        this.#poll();
      }
    } catch (thrown) {
      if (this.#closed) return;
      if (isOver(thrown)) {
        this.#expire();
        return;
      }
      this.#failures += 1;
      if (this.#failures > 1) this.#events.onState('lost');
      this.#again(this.#pause());
    }
  }

  #pause(): number {
    const ms = 500 * 2 ** Math.min(this.#failures, 6);
    return Math.min(ms, LONGEST_PAUSE_MS) * (0.75 + Math.random() / 2);
  }

  #expire(): void {
    this.close();
    this.#events.onState('expired');
  }

  async #fetchSet(): Promise<void> {
    const { conversationId } = this.#open();
    const from =
      this.#watermark === null ? '' : `?watermark=${encodeURIComponent(this.#watermark)}`;
    this.#take(
      await this.#call<ActivitySet>(
        `/conversations/${encodeURIComponent(conversationId)}/activities${from}`,
      ),
    );
  }

  #take({ activities = [], watermark }: ActivitySet): void {
    if (watermark !== undefined) this.#watermark = watermark;
    for (const activity of activities) this.#events.onActivity(activity);
  }

  async #call<T>(path: string, body?: object, token = this.#line?.token): Promise<T> {
    const gone = new AbortController();
    const isForm = body instanceof FormData;
    const timer = window.setTimeout(() => gone.abort(), isForm ? UPLOAD_MS : REQUEST_MS);
    try {
      const response = await fetch(`/directline${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
        signal: gone.signal,
      });
      if (!response.ok) throw await refusal(response);
      return (await response.json()) as T;
    } catch (thrown) {
      throw thrown instanceof LineError ? thrown : new LineError(0, '');
    } finally {
      clearTimeout(timer);
    }
  }
}

function isOver(thrown: unknown): boolean {
  return thrown instanceof LineError && EXPIRED.has(thrown.status);
}

/** As Direct Line has it: the activity in a part of its own, each file in another. */
function formOf(activity: object, files: readonly File[]): FormData {
  const form = new FormData();
  const type = 'application/vnd.microsoft.activity';
  form.append('activity', new Blob([JSON.stringify(activity)], { type }));
  for (const file of files) form.append('file', file, file.name);
  return form;
}

async function refusal(response: Response): Promise<LineError> {
  const wait = Number(response.headers.get('retry-after'));
  const sentence = sentenceOf(await response.json().catch(() => null));
  return new LineError(response.status, sentence, wait > 0 ? wait : null);
}

/** Behind a proxy the server may not know its own name: the way back is always the way the page came. */
function absoluteSocket(url: string): string {
  const { pathname, search } = new URL(url, location.href);
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return `${scheme}//${location.host}${pathname}${search}`;
}
