import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { openDatabase } from '../../services/storage/database.ts';
import { type Chat, chatOver, startChat } from './support/chat.ts';

interface Child {
  readonly base: string;
  readonly process: ChildProcess;
}

async function start(folder: string): Promise<Child> {
  const args = ['--import', 'tsx', 'test/bot/support/service-child.ts', folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith('http')) return { base: line, process: child };
  throw new Error('the service did not start');
}

/** Goes on asking until the process is dead; gives the numbers of what was acknowledged. */
async function askAndAsk(chat: Chat, dead: AbortSignal, heard: () => void): Promise<string[]> {
  const acknowledged: string[] = [];
  for (let turn = 0; !dead.aborted; turn += 1)
    try {
      const channelData = { clientActivityID: `${chat.id}-${turn}` };
      const { status, body } = await chat.post({
        type: 'message',
        text: '低保多久能批下来',
        channelData,
      });
      if (status !== 200) continue;
      acknowledged.push(String(body['id']));
      heard();
    } catch {
      break;
    }
  return acknowledged;
}

describe('A service that is killed while 50 people are asking', function () {
  this.timeout(180_000);

  const children: ChildProcess[] = [];
  after(() => {
    for (const child of children) child.kill('SIGKILL');
  });

  it('still has every message that it acknowledged, each with its reply, when it comes back', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mingbai-crash-'));
    const first = await start(folder);
    children.push(first.process);
    const chats = await Promise.all(Array.from({ length: 50 }, () => startChat(first)));
    const dead = new AbortController();
    let asking: Promise<string[][]> = Promise.resolve([]);
    let left = 120;
    const enough = new Promise<void>((resolve) => {
      const heard = (): void => {
        left -= 1;
        if (left === 0) resolve();
      };
      asking = Promise.all(chats.map((chat) => askAndAsk(chat, dead.signal, heard)));
    });
    await enough;
    first.process.kill('SIGKILL');
    await once(first.process, 'exit');
    dead.abort();
    const acknowledged = await asking;
    expect(acknowledged.flat().length).to.be.at.least(120);

    const second = await start(folder);
    children.push(second.process);
    for (const [at, { id, token, streamUrl }] of chats.entries()) {
      const chat = chatOver(second.base, { conversationId: id, token, streamUrl });
      const { activities } = await chat.read();
      const ids = activities.map((activity) => activity.id);
      expect(ids).to.include.members(acknowledged[at] ?? []);
      for (const [place, { from }] of activities.entries())
        if (from.role === 'user') expect(activities[place + 1]?.from.role).to.equal('bot');
      expect(ids).to.deep.equal(
        ids.map((_, place) => `${id}|${String(place + 1).padStart(7, '0')}`),
      );
    }
    second.process.kill('SIGTERM');
    await once(second.process, 'exit');

    const db = await openDatabase({ url: join(folder, 'mingbai.db') });
    const [users] = await db.q('activities').where({ role: 'user' }).count({ count: '*' });
    const [records] = await db.q('enquiries').count({ count: '*' });
    expect(records?.count, 'every message has its record').to.equal(users?.count);
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
