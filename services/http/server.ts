import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Duplex } from 'node:stream';
import { type ErrorCode } from '../errors.ts';
import { type ChatSockets } from './chat-sockets.ts';
import { type HttpWords } from './words.ts';

export interface HttpServerDeps {
  readonly app: RequestListener;
  readonly sockets: ChatSockets;
  readonly words: HttpWords;
}

export interface HttpServer {
  /** Gives the port. Rejects with the system's error (`EADDRINUSE`). */
  listen(port: number, host: string | null): Promise<number>;
  /** Takes nothing new, lets what is under way end (at most `waitMs`), then closes what is left. */
  close(waitMs: number): Promise<void>;
}

/** A Node server with limits of its own: its defaults wait minutes for slow senders and take any number. */
export function createHttpServer({ app, sockets, words }: HttpServerDeps): HttpServer {
  const server = createServer(
    {
      // A photo over a village's network; who sends no headers is cut off much earlier.
      requestTimeout: 120_000,
      headersTimeout: 10_000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16_384,
    },
    app,
  );
  server.maxConnections = 20_000;
  server.on('upgrade', sockets.upgrade);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    refuse(socket, error.code, words);
  });
  return {
    listen: (port, host) => listening(server, port, host),
    close: async (waitMs) => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      sockets.close();
      server.closeIdleConnections();
      const timer = setTimeout(() => {
        server.closeAllConnections();
      }, waitMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

/** Connections that may wait to be taken: whom the system turns away tries again after 1, 3, 7 … 63 seconds, unheard by us. */
const BACKLOG = 4096;

function listening(server: Server, port: number, host: string | null): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, backlog: BACKLOG, ...(host === null ? {} : { host }) }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Even what is no HTTP gets a code and a sentence. */
function refuse(socket: Duplex, cause: string | undefined, words: HttpWords): void {
  if (!socket.writable || cause === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const tooLarge = cause === 'HPE_HEADER_OVERFLOW';
  const code: ErrorCode = tooLarge ? 'request.too-large' : 'request.malformed';
  const error = { code, message: words.error(code), requestId: randomUUID() };
  const body = Buffer.from(JSON.stringify({ error }));
  const status = tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request';
  socket.end(
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${body.length}\r\n\r\n`,
      ),
      body,
    ]),
  );
}
