import { type RunningService } from './small-service.ts';

export interface Said {
  readonly id: string;
  readonly type: string;
  readonly text?: string;
  readonly speak?: string;
  readonly from: { readonly id: string; readonly role: string };
  readonly channelData?: Readonly<Record<string, unknown>>;
  readonly suggestedActions?: { readonly actions: readonly { readonly value: string }[] };
}

export interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A Direct Line client that sends exactly what it is told. */
export interface Chat {
  readonly id: string;
  readonly token: string;
  readonly streamUrl: string;
  readonly post: (activity: object) => Promise<Answered>;
  /** Says something and gives what was answered. */
  readonly say: (text: string, channelData?: object) => Promise<readonly Said[]>;
  readonly read: (watermark?: string) => Promise<{ activities: Said[]; watermark: string }>;
}

/** One request with its JSON reply. */
export async function call(
  base: string,
  path: string,
  { token, ...init }: RequestInit & { token?: string } = {},
): Promise<Answered> {
  const headers = {
    ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const response = await fetch(base + path, { ...init, headers });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? {} : (JSON.parse(text) as Answered['body']),
  };
}

/** Begins a conversation. */
export async function startChat({ base }: Pick<RunningService, 'base'>): Promise<Chat> {
  const { body } = await call(base, '/directline/conversations', { method: 'POST' });
  return chatOver(base, body as { conversationId: string; token: string; streamUrl: string });
}

/** Goes on with a conversation whose token is known. */
export function chatOver(
  base: string,
  {
    conversationId: id,
    token,
    streamUrl,
  }: { conversationId: string; token: string; streamUrl: string },
): Chat {
  const path = `/directline/conversations/${id}/activities`;
  const post = (activity: object): Promise<Answered> =>
    call(base, path, { method: 'POST', token, body: JSON.stringify(activity) });
  const read: Chat['read'] = async (watermark = '') =>
    (await call(base, `${path}?watermark=${watermark}`, { token })).body as never;
  return {
    ...{ id, token, streamUrl, post, read },
    say: async (text, channelData = {}) => {
      const { watermark } = await read();
      const answered = await post({ type: 'message', text, channelData });
      if (answered.status !== 200) throw new Error(JSON.stringify(answered.body));
      return (await read(watermark)).activities.filter(({ from }) => from.role === 'bot');
    },
  };
}
