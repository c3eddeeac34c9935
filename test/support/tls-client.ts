/** A caller that believes one certificate, and may come from any address of this machine (`127.0.0.2` is somebody else). */
import { connect } from 'node:http2';
import { request } from 'node:https';
import { type IncomingHttpHeaders } from 'node:http';
import { WebSocket } from 'ws';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** What a JSON reply holds; empty for anything else. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface CallOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: Buffer | object;
  readonly from?: string;
}

export interface TlsClient {
  readonly base: string;
  readonly call: (path: string, options?: CallOptions) => Promise<Reply>;
  /** The same over HTTP/2: only what status a page has. */
  readonly statusOverHttp2: (path: string) => Promise<number>;
  /** What comes piece by piece; `until` waits until all of it holds the text. */
  readonly follow: (path: string, headers: Readonly<Record<string, string>>) => Promise<Followed>;
  readonly socket: (url: string) => WebSocket;
}

export interface Followed {
  readonly status: number;
  readonly until: (text: string) => Promise<void>;
  readonly stop: () => void;
}

/** The client for the service at this port of `localhost`. */
export function tlsClient(port: number, ca: string): TlsClient {
  const base = `https://localhost:${String(port)}`;
  return {
    base,
    call: (path, options) => call(base + path, ca, options),
    statusOverHttp2: (path) => statusOverHttp2(base, ca, path),
    follow: (path, headers) => follow(base + path, ca, headers),
    socket: (url) => new WebSocket(url, { ca, family: 4 }),
  };
}

function call(url: string, ca: string, options: CallOptions = {}): Promise<Reply> {
  const { method = 'GET', headers = {}, body, from } = options;
  const bytes =
    body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const type =
    body !== undefined && !Buffer.isBuffer(body) ? { 'content-type': 'application/json' } : {};
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        ...{ method, ca, family: 4, agent: false },
        ...(from === undefined ? {} : { localAddress: from }),
        headers: {
          ...type,
          ...(bytes === undefined ? {} : { 'content-length': String(bytes.length) }),
          ...headers,
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          const isJson = response.headers['content-type']?.includes('application/json') === true;
          const json = (isJson && text !== '' ? JSON.parse(text) : {}) as Reply['json'];
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
        });
      },
    );
    sent.on('error', reject);
    sent.end(bytes);
  });
}

function statusOverHttp2(base: string, ca: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const session = connect(base, { ca });
    session.on('error', reject);
    const stream = session.request({ ':path': path });
    stream.on('error', reject);
    stream.on('response', (headers) => {
      resolve(Number(headers[':status']));
      stream.resume();
    });
    stream.on('close', () => session.close());
  });
}

function follow(
  url: string,
  ca: string,
  headers: Readonly<Record<string, string>>,
): Promise<Followed> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { ca, family: 4, agent: false, headers }, (response) => {
      let heard = '';
      let told: () => void = () => undefined;
      response.on('data', (part: Buffer) => {
        heard += part.toString('utf8');
        told();
      });
      resolve({
        status: response.statusCode ?? 0,
        until: async (text) => {
          while (!heard.includes(text)) await new Promise<void>((done) => (told = done));
        },
        stop: () => sent.destroy(),
      });
    });
    // Ends with `stop`, and then by an error.
    sent.on('error', reject);
    sent.end();
  });
}
