/** What residents and staff send, over HTTP as they do. */

export interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

export interface CallOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** One request; null when nothing was answered (the service died, or hangs). */
export async function call(
  base: string,
  path: string,
  { method = 'GET', body, headers = {}, timeoutMs = 40_000 }: CallOptions = {},
): Promise<Answered | null> {
  try {
    const response = await fetch(base + path, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    return { status: response.status, body: parsed(text), headers: response.headers };
  } catch {
    return null;
  }
}

function parsed(text: string): Answered['body'] {
  try {
    return JSON.parse(text) as Answered['body'];
  } catch {
    return { text };
  }
}

export interface ChatRef {
  readonly conversationId: string;
  readonly token: string;
}

export interface Said {
  readonly id: string;
  readonly text?: string;
  readonly from: { readonly role: string };
  readonly channelData?: Readonly<Record<string, unknown>>;
  readonly suggestedActions?: { readonly actions: readonly { readonly value: string }[] };
}

/** Begins a conversation; null when the service does not answer. */
export async function openChat(base: string): Promise<ChatRef | null> {
  const answered = await call(base, '/directline/conversations', { method: 'POST' });
  return answered !== null && answered.status < 300 ? (answered.body as never) : null;
}

const bearer = ({ token }: ChatRef): Record<string, string> => ({
  authorization: `Bearer ${token}`,
});

export function sayIn(
  base: string,
  chat: ChatRef,
  text: string,
  clientActivityID: string,
): Promise<Answered | null> {
  return call(base, `/directline/conversations/${chat.conversationId}/activities`, {
    method: 'POST',
    headers: bearer(chat),
    body: { type: 'message', text, channelData: { clientActivityID } },
  });
}

/** Everything that a conversation holds after `watermark`; null when it cannot be read. */
export async function readChat(
  base: string,
  chat: ChatRef,
  watermark = '',
): Promise<{ activities: readonly Said[]; watermark: string } | null> {
  const all: Said[] = [];
  let mark = watermark;
  for (;;) {
    const path = `/directline/conversations/${chat.conversationId}/activities?watermark=${mark}`;
    const answered = await call(base, path, { headers: bearer(chat) });
    if (answered?.status !== 200) return null;
    const page = answered.body as unknown as { activities: Said[]; watermark: string };
    all.push(...page.activities);
    if (page.activities.length === 0 || page.watermark === mark)
      return { activities: all, watermark: page.watermark };
    mark = page.watermark;
  }
}

/** True when the token of a conversation is too old to read it. */
export async function isTooOld(base: string, chat: ChatRef): Promise<boolean> {
  const path = `/directline/conversations/${chat.conversationId}/activities`;
  return (await call(base, path, { headers: bearer(chat) }))?.status === 403;
}

export interface Signed {
  readonly cookie: string;
  readonly 'x-csrf-token': string;
}

export async function signIn(base: string, login: string, password: string): Promise<Signed> {
  const body = { login, password };
  const answered = await call(base, '/api/staff/session', { method: 'POST', body });
  if (answered?.status !== 200)
    throw new Error(`${login} cannot sign in: ${answered?.status ?? '-'}`);
  const cookie = answered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { cookie, 'x-csrf-token': String(answered.body['csrf']) };
}

/** What everybody here chooses at the first sign-in. */
export const CHOSEN_PASSWORD = '海边的小猫真的爱吃鱼干';

/** Signs in with a one-time password and chooses a lasting one. */
export async function firstSignIn(base: string, login: string, password: string): Promise<Signed> {
  const first = { ...(await signIn(base, login, password)) };
  const body = { old: password, chosen: CHOSEN_PASSWORD };
  await call(base, '/api/staff/password', { method: 'POST', headers: first, body });
  return signIn(base, login, CHOSEN_PASSWORD);
}

export interface StaffSessions {
  readonly supervisor: Signed;
  readonly auditor: Signed;
}

/** Signs in again with what `firstStaff` left behind. */
export async function staffAgain(base: string): Promise<StaffSessions> {
  return {
    supervisor: await signIn(base, 'chaos-supervisor', CHOSEN_PASSWORD),
    auditor: await signIn(base, 'chaos-auditor', CHOSEN_PASSWORD),
  };
}

/** From the administrator's one-time password, as printed at the first start, to a supervisor and an auditor. */
export async function firstStaff(base: string, printed: string): Promise<StaffSessions> {
  const password = /密码 (\S+)/u.exec(printed)?.[1] ?? '';
  const administrator = { ...(await firstSignIn(base, 'admin', password)) };
  for (const role of ['supervisor', 'auditor']) {
    const body = { login: `chaos-${role}`, name: role, role, unit: null };
    const options = { method: 'POST', headers: administrator, body };
    const added = await call(base, '/api/staff/accounts', options);
    await firstSignIn(base, body.login, String(added?.body['password']));
  }
  return staffAgain(base);
}
