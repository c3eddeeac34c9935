/**
 * `npm run chat [-- --base URL]`: talks with a running service in the terminal, over the same Direct Line as the web
 * chat. An empty line or Ctrl-D ends it.
 */
import { createInterface } from 'node:readline/promises';
import { readCommandLine } from './command-line.ts';

interface BotMessage {
  readonly type: string;
  readonly text?: string;
  readonly from: { readonly role?: string };
  readonly suggestedActions?: { readonly actions: readonly { readonly value: string }[] };
}

const { values } = readCommandLine({
  usage: 'npm run chat [-- --base URL]',
  options: { base: { type: 'string', default: 'http://localhost:3978' } },
});

let token: string | null = null;
let watermark = '';
const opened = (await call('', { method: 'POST' })) as { conversationId: string; token: string };
const { conversationId } = opened;
({ token } = opened);
await hear();
const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
terminal.prompt();
for await (const line of terminal) {
  if (line.trim() === '') break;
  await call(`/${conversationId}/activities`, {
    method: 'POST',
    body: JSON.stringify({ type: 'message', text: line, locale: 'zh-CN' }),
  });
  await hear();
  terminal.prompt();
}
terminal.close();

/** Prints what the service said since the last time, with the choices that it offers. */
async function hear(): Promise<void> {
  const page = (await call(`/${conversationId}/activities?watermark=${watermark}`)) as {
    activities: readonly BotMessage[];
    watermark: string;
  };
  ({ watermark } = page);
  for (const { type, text, from, suggestedActions } of page.activities) {
    if (type !== 'message' || from.role !== 'bot') continue;
    console.log(`\n${text ?? ''}`);
    for (const { value } of suggestedActions?.actions ?? []) console.log(`  · ${value}`);
  }
}

async function call(path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(`${values.base}/directline/conversations${path}`, {
    ...init,
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
  });
  const answer = (await response.json()) as { error?: { message: string } };
  if (answer.error) console.error(answer.error.message);
  return answer;
}
