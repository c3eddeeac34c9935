import { type AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { type HttpAppDeps, createHttpApp } from '../../../services/http/app.ts';
import { readHttpWords } from '../../../services/http/words.ts';
import { silentLog } from '../../../services/log/log.ts';

export const httpWords = readHttpWords('knowledge/content');

export interface RunningApp {
  readonly base: string;
  /** Sends and reads the whole reply. */
  readonly send: (path: string, init?: RequestInit) => Promise<Answered>;
  /** A JSON post. */
  readonly post: (
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answered>;
  readonly close: () => Promise<void>;
}

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  readonly fields?: readonly { readonly field: string; readonly message: string }[];
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** What a JSON reply holds; empty for anything else. */
  readonly json: Readonly<Record<string, unknown>>;
  /** The error of a refusal; its code is empty where there is none. */
  readonly error: Problem;
}

/** The app behind a real socket: what is tested is what a caller meets. */
export async function runApp(deps: Partial<HttpAppDeps>): Promise<RunningApp> {
  const server = createServer(
    createHttpApp({
      settings: {
        trustProxy: 0,
        tls: false,
        embedOrigins: [],
        rateLimits: false,
        checkReplies: true,
      },
      words: httpWords,
      log: silentLog,
      routes: [],
      ...deps,
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Calls to a server that runs already. */
export function clientOf(base: string): Omit<RunningApp, 'close'> {
  const send = async (path: string, init: RequestInit = {}): Promise<Answered> => {
    const response = await fetch(base + path, { redirect: 'manual', ...init });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('application/json') ?? false;
    const json = (isJson && text !== '' ? JSON.parse(text) : {}) as Answered['json'];
    const none: Problem = { code: '', message: '', requestId: '' };
    const error = (json['error'] as Problem | undefined) ?? none;
    return { status: response.status, headers: response.headers, text, json, error };
  };
  return {
    base,
    send,
    post: (path, body, headers = {}) =>
      send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}
