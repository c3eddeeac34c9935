import { type Response } from 'express';
import { type Reply, type StreamSink } from './reply.ts';

/** Writes a reply. Everything is `no-store` unless the reply says otherwise. */
export async function sendReply(
  response: Response,
  reply: Reply<unknown>,
  usualStatus: number,
): Promise<void> {
  response.status(reply.status ?? usualStatus).setHeader('cache-control', 'no-store');
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  for (const cookie of reply.cookies ?? []) response.append('set-cookie', cookie);
  switch (reply.kind) {
    case 'json':
      response.json(reply.body);
      return;
    case 'page':
      response.type('html').send(reply.html.text);
      return;
    case 'empty':
      response.end();
      return;
    case 'bytes':
      response.setHeader('content-type', reply.type);
      response.end(reply.bytes);
      return;
    case 'stream':
      response.setHeader('content-type', reply.type);
      response.flushHeaders();
      await pourInto(response, reply);
  }
}

async function pourInto(
  response: Response,
  { pour }: Extract<Reply<unknown>, { kind: 'stream' }>,
): Promise<void> {
  const gone = goneSignal(response);
  const sink: StreamSink = {
    write: async (chunk) => {
      if (gone.aborted || response.write(chunk)) return;
      await new Promise<void>((resolve) => {
        const on = (): void => {
          response.off('drain', on).off('close', on);
          resolve();
        };
        response.on('drain', on).on('close', on);
      });
    },
  };
  await pour(sink, gone);
  response.end();
}

/** Fires when the caller went away before the reply was complete. */
export function goneSignal(response: Response): AbortSignal {
  const controller = new AbortController();
  if (response.closed && !response.writableFinished) controller.abort();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
