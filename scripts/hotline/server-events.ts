/** One piece of news of a stream of server-sent events; `data` as it was sent. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** The news of a stream as they come; what carries no data (a sign of life) is passed over. */
export async function* serverEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const data = /^data: (.*)$/mu.exec(part)?.[1];
      if (data === undefined) continue;
      yield { event: /^event: (.*)$/mu.exec(part)?.[1] ?? 'message', data };
    }
  }
}
