import { officeRoutes } from '../../../services/http/routes/office.ts';
import { type Role } from '../../../services/staff/role.ts';
import { type Answered, type RunningApp, runApp } from './http.ts';
import { followNews, type LiveNews } from './live-news.ts';
import { member, type TestOffice } from './office.ts';

/** The office behind a real socket. */
export function officeApp(office: TestOffice): Promise<RunningApp> {
  return runApp({
    routes: officeRoutes({
      ...office,
      words: office.ticketDeps.words,
      tls: false,
      receiptToken: 'gateway-token',
    }),
    gate: office.staff,
  });
}

export interface StaffClient {
  readonly id: string;
  /** Cookie and CSRF token, for requests that the methods below cannot make. */
  readonly headers: Readonly<Record<string, string>>;
  readonly get: (path: string) => Promise<Answered>;
  readonly send: (method: string, path: string, body?: unknown) => Promise<Answered>;
  readonly bytes: (path: string) => Promise<Uint8Array>;
  /** Sends a file as a page does. */
  readonly upload: (path: string, name: string, content: Uint8Array) => Promise<Answered>;
  /** Only how a reply begins: for streams, which have no end. */
  readonly peek: (path: string) => Promise<{ readonly status: number }>;
  /** Listens to live news. */
  readonly follow: (path: string) => Promise<LiveNews>;
  /** Takes one step with the version that the ticket has now. */
  readonly act: (number: string, command: object) => Promise<Answered>;
}

const PASSWORD = '海边的小猫真的爱吃鱼干';

/** Adds an account and signs in through the doors, as a person would on the first day. */
export async function signedIn(
  app: Omit<RunningApp, 'close'>,
  office: Pick<TestOffice, 'staff'>,
  role: Role,
  unit: string | null = role === 'handler' ? '甲镇' : null,
): Promise<StaffClient> {
  const login = `${role}-${Math.random().toString(36).slice(2, 8)}`;
  const added = await office.staff.add(member('administrator'), { login, name: login, role, unit });
  const first = await app.post('/api/staff/session', { login, password: added.password });
  await app.post(
    '/api/staff/password',
    { old: added.password, chosen: PASSWORD },
    headersOf(first),
  );
  const headers = headersOf(await app.post('/api/staff/session', { login, password: PASSWORD }));
  const send = (method: string, path: string, body?: unknown): Promise<Answered> =>
    app.send(path, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const get = (path: string): Promise<Answered> => send('GET', path);
  return {
    id: added.id,
    headers,
    get,
    send,
    bytes: async (path) =>
      new Uint8Array(await (await fetch(app.base + path, { headers })).arrayBuffer()),
    upload: (path, name, content) =>
      app.send(path, {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'application/octet-stream',
          'x-file-name': encodeURIComponent(name),
        },
        body: Buffer.from(content),
      }),
    peek: async (path) => {
      const stop = new AbortController();
      const { status } = await fetch(app.base + path, { headers, signal: stop.signal });
      stop.abort();
      return { status };
    },
    follow: (path) => followNews(app.base + path, headers),
    act: async (number, command) => {
      const { version } = (await get(`/api/staff/tickets/${number}`)).json;
      return send('POST', `/api/staff/tickets/${number}/actions`, {
        ...command,
        version: version ?? 1,
      });
    },
  };
}

function headersOf(answered: Answered): Record<string, string> {
  const cookie = answered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { cookie, 'x-csrf-token': String(answered.json['csrf']) };
}
