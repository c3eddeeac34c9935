import { randomUUID } from 'node:crypto';

/** A resident in the web chat, over Direct Line 3.0. */
export interface BotMessage {
  readonly id: string;
  readonly text: string;
  readonly from: { readonly id: string; readonly role: string };
  readonly suggestedActions?: { readonly actions: readonly { readonly value: string }[] };
  readonly channelData?: {
    readonly answer?: { readonly outcome: string; readonly text: string };
    readonly ticket?: {
      readonly number: string;
      readonly queryCode: string;
      readonly dueDate: string;
    };
  };
}

export class Resident {
  readonly #base: string;
  readonly conversationId: string;
  readonly token: string;
  #watermark = '';

  private constructor(base: string, conversationId: string, token: string) {
    this.#base = base;
    this.conversationId = conversationId;
    this.token = token;
  }

  static async arrive(base: string): Promise<Resident> {
    const response = await patiently(`${base}/directline/conversations`, { method: 'POST' });
    const { conversationId, token } = (await response.json()) as Record<string, string>;
    const resident = new Resident(base, conversationId ?? '', token ?? '');
    await resident.read();
    return resident;
  }

  /** The same conversation at another door: another tab, or the service started again. */
  at(base: string): Resident {
    const same = new Resident(base, this.conversationId, this.token);
    same.#watermark = this.#watermark;
    return same;
  }

  /** The same person with a fresh token, as a page renews it before the old one ends. */
  async renewed(): Promise<Resident> {
    const response = await patiently(`${this.#base}/directline/tokens/refresh`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}` },
    });
    const { token } = (await response.json()) as { token: string };
    const same = new Resident(this.#base, this.conversationId, token);
    same.#watermark = this.#watermark;
    return same;
  }

  /** Says something and gives what the service replied. Every try of a message has the same number. */
  async say(text: string, clientActivityID: string = randomUUID()): Promise<readonly BotMessage[]> {
    const sent = await this.post(text, clientActivityID);
    if (sent !== 200 && sent !== 201) throw new Error(`posting answered ${String(sent)}`);
    return this.read();
  }

  /** Posts without reading; gives the status. */
  async post(text: string, clientActivityID?: string): Promise<number> {
    const body = {
      type: 'message',
      from: { id: 'me' },
      text,
      ...(clientActivityID === undefined ? {} : { channelData: { clientActivityID } }),
    };
    const response = await this.#call('/activities', {
      method: 'POST',
      body: JSON.stringify(body),
    });
    await response.text();
    return response.status;
  }

  /** What the bot said since the last time. */
  async read(): Promise<readonly BotMessage[]> {
    const { activities, watermark } = await this.#activities(this.#watermark);
    this.#watermark = watermark ?? this.#watermark;
    return activities.filter(({ from }) => from.role === 'bot');
  }

  /** Everything that is kept of the conversation. */
  async history(): Promise<readonly BotMessage[]> {
    return (await this.#activities('')).activities;
  }

  async #activities(
    watermark: string,
  ): Promise<{ activities: readonly BotMessage[]; watermark?: string }> {
    const from = watermark === '' ? '' : `?watermark=${watermark}`;
    const response = await this.#call(`/activities${from}`, {});
    return (await response.json()) as { activities: readonly BotMessage[]; watermark?: string };
  }

  #call(path: string, options: RequestInit): Promise<Response> {
    return patiently(`${this.#base}/directline/conversations/${this.conversationId}${path}`, {
      ...options,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
    });
  }
}

/** Tries again while the service says that it has too much to do, as every client does. */
async function patiently(url: string, options: RequestInit): Promise<Response> {
  for (let tries = 0; ; tries += 1) {
    const response = await fetch(url, options);
    if (tries >= 50 || (response.status !== 503 && response.status !== 429)) return response;
    await response.text();
    await new Promise((resolve) => setTimeout(resolve, 200 + 100 * Math.min(tries, 10)));
  }
}
