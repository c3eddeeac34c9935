import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { type Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { type ActivitySet, type DirectLine } from '../conversation/direct-line.ts';
import { AppError } from '../errors.ts';
import { type Log } from '../log/log.ts';

export interface ChatSocketDeps {
  readonly directLine: DirectLine;
  readonly log: Log;
  /** So many streams may be open on this process. */
  readonly most: number;
}

export interface ChatSockets {
  /** For the server's `upgrade` event. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly close: () => void;
}

const STREAM = /^\/directline\/conversations\/([\w-]{1,100})\/stream$/u;
/** Nothing but pings is expected from the other side. */
const LONGEST_FRAME = 1024;
const BEAT_MS = 30_000;
/** Bytes that may wait for a slow reader; above this it has to come back with its watermark. */
const MOST_WAITING = 1024 * 1024;
const GOING_AWAY = 1001;
const TRY_AGAIN = 1013;

/** Direct Line's streams: one direction, a heartbeat, and an end for who does not read. */
export function chatSockets(deps: ChatSocketDeps): ChatSockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_FRAME,
    perMessageDeflate: false,
    clientTracking: true,
  });
  const alive = new WeakSet<WebSocket>();
  const beat = setInterval(() => {
    for (const socket of server.clients) {
      if (!alive.has(socket)) socket.terminate();
      else {
        alive.delete(socket);
        // An empty message is what Direct Line's own clients count as a sign of life.
        socket.ping();
        socket.send('');
      }
    }
  }, BEAT_MS);
  beat.unref();
  server.on('connection', (socket) => {
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    socket.on('error', () => {
      socket.terminate();
    });
  });
  return {
    upgrade: (request, socket, head) => {
      socket.on('error', () => {
        socket.destroy();
      });
      open(deps, server, { request, socket, head }).catch((thrown: unknown) => {
        refuse(socket, thrown, deps.log);
      });
    },
    close: () => {
      clearInterval(beat);
      for (const socket of server.clients) socket.close(GOING_AWAY);
      server.close();
      setTimeout(() => {
        for (const socket of server.clients) socket.terminate();
      }, 500).unref();
    },
  };
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

async function open(
  { directLine, most }: ChatSocketDeps,
  server: WebSocketServer,
  upgrade: Upgrade,
): Promise<void> {
  const { pathname, searchParams } = new URL(upgrade.request.url ?? '/', 'http://here');
  const id = STREAM.exec(pathname)?.[1];
  if (id === undefined) throw new AppError('not-found');
  if (server.clients.size >= most) throw new AppError('overloaded');
  let stream: WebSocket | null = null;
  const view = await directLine.watch(searchParams.get('t'), id, {
    watermark: searchParams.get('watermark') ?? '',
    onActivities: (set) => {
      if (stream) deliver(stream, set);
    },
  });
  stream = upgrade.socket.destroyed ? null : opened(server, upgrade);
  if (stream === null) {
    view.close();
    return;
  }
  stream.on('close', view.close);
  if (view.missed.activities.length > 0) deliver(stream, view.missed);
  view.begin();
}

/**
 * Null for a handshake that ws refused, after it told the caller so. Apart from `open`, whose callback lives as long as the stream and
 * would keep the request with it.
 */
function opened(server: WebSocketServer, { request, socket, head }: Upgrade): WebSocket | null {
  const done: { stream: WebSocket | null } = { stream: null };
  // Without a check of its own ws calls back at once.
  server.handleUpgrade(request, socket, head, (stream) => {
    done.stream = stream;
  });
  if (done.stream !== null) server.emit('connection', done.stream, request);
  return done.stream;
}

function deliver(stream: WebSocket, set: ActivitySet): void {
  if (stream.readyState !== WebSocket.OPEN) return;
  if (stream.bufferedAmount > MOST_WAITING) stream.close(TRY_AGAIN);
  else stream.send(JSON.stringify(set));
}

function refuse(socket: Duplex, thrown: unknown, log: Log): void {
  const error = thrown instanceof AppError ? thrown : new AppError('internal');
  if (error.status >= 500) log.error('stream.failed', { error: thrown });
  const reason = STATUS_CODES[error.status] ?? '';
  socket.end(
    `HTTP/1.1 ${error.status} ${reason}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  );
}
