/** Residents who ask and complain, a supervisor who works: all at once, until told to stop. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Answered,
  call,
  type ChatRef,
  openChat,
  readChat,
  type Said,
  sayIn,
  staffAgain,
  type StaffSessions,
} from './client.ts';
import { type Ledger } from './ledger.ts';

export interface LoadChoice {
  readonly base: string;
  readonly ledger: Ledger;
  readonly staff: StaffSessions;
  /** Distinguishes what this round sends from what others sent. */
  readonly round: string;
  readonly stop: AbortSignal;
  /** Told at each acknowledgement. */
  readonly heard?: () => void;
  readonly asking?: number;
  readonly filing?: number;
  readonly complaining?: number;
}

const AGAIN_MS = 30;

/** Resolves when everybody has stopped; what nobody answered counts as tried only. */
export async function drive(choice: LoadChoice): Promise<void> {
  const { asking = 12, filing = 3, complaining = 2 } = choice;
  const each = (count: number, work: (at: number) => Promise<void>): Promise<void>[] =>
    Array.from({ length: count }, (_, at) => work(at));
  await Promise.all([
    ...each(asking, (at) => ask(choice, at)),
    ...each(filing, (at) => file(choice, at)),
    ...each(complaining, (at) => complain(choice, at)),
    work(choice),
  ]);
}

/** Notes what is our fault; true when the request was done. */
function done({ ledger, heard }: LoadChoice, what: string, answered: Answered | null): boolean {
  if (answered === null) return false;
  if (answered.status < 300) {
    heard?.();
    return true;
  }
  const { error } = answered.body as { error?: { code?: string; message?: string } };
  if (answered.status === 500 || error?.message === undefined)
    ledger.faults.push(`${what}: ${String(answered.status)} ${error?.code ?? ''}`);
  else ledger.refused += 1;
  return false;
}

async function ask(choice: LoadChoice, at: number): Promise<void> {
  const { base, ledger, round, stop } = choice;
  let chat = ledger.chats[at];
  for (let turn = 0; !stop.aborted; turn += 1) {
    if (chat === undefined) {
      const opened = await openChat(base);
      if (opened === null) {
        await sleep(AGAIN_MS);
        continue;
      }
      chat = opened;
      ledger.chats.push(chat);
    }
    const own = `${round}-${String(at)}-${String(turn)}`;
    const text = '低保多久能批下来';
    ledger.saidTried.set(own, { chat, text });
    const answered = await sayIn(base, chat, text, own);
    if (done(choice, 'chat turn', answered)) ledger.saidDone.set(own, String(answered?.body['id']));
    else await sleep(AGAIN_MS);
  }
}

async function file(choice: LoadChoice, at: number): Promise<void> {
  const { base, ledger, round, stop } = choice;
  for (let n = 0; !stop.aborted; n += 1) {
    const key = `${round}-file-${String(at)}-${String(n)}`;
    const body = complaintBody(key);
    ledger.fileTried.set(key, body);
    const answered = await fileTicket(base, key, body);
    if (done(choice, 'complaint', answered)) ledger.fileDone.set(key, answered?.body as never);
    else await sleep(AGAIN_MS);
  }
}

function complaintBody(key: string): object {
  const text = `材料九月初交到镇上，到现在没有消息，窗口让等着（${key}）`;
  return { kind: '投诉', text, contact: { name: '王秀英', phone: '13805350001' } };
}

/** Files a complaint; the same key again must give the same ticket. */
export function fileTicket(base: string, key: string, body: object): Promise<Answered | null> {
  const headers = { 'idempotency-key': key };
  return call(base, '/api/tickets', { method: 'POST', body, headers });
}

// Nobody can answer it: the bot offers to have it registered.
const QUESTION = '我家的羊丢了谁管';
const LONGEST_TALK = 12;
const FILED = /\b\d{8}-\d{6}\b/u;

/** Has a question registered in a conversation, again and again: the ticket is written with the turn. */
async function complain(choice: LoadChoice, at: number): Promise<void> {
  const { base, ledger, round, stop } = choice;
  for (let n = 0; !stop.aborted; n += 1) {
    const chat = await openChat(base);
    if (chat === null) {
      await sleep(AGAIN_MS);
      continue;
    }
    ledger.complaining.add(chat.conversationId);
    await oneComplaint(choice, chat, `${round}-talk-${String(at)}-${String(n)}`);
  }
}

async function oneComplaint(choice: LoadChoice, chat: ChatRef, own: string): Promise<void> {
  const { base, ledger, stop } = choice;
  let [text, mark] = [QUESTION, ''];
  for (let turn = 0; turn < LONGEST_TALK && !stop.aborted; turn += 1) {
    const id = `${own}-${String(turn)}`;
    ledger.saidTried.set(id, { chat, text });
    const answered = await sayIn(base, chat, text, id);
    if (!done(choice, 'ticket in the chat', answered)) return;
    ledger.saidDone.set(id, String(answered?.body['id']));
    const read = await readChat(base, chat, mark);
    if (read === null) return;
    mark = read.watermark;
    if (noteTold(ledger, read.activities)) return;
    text = replyTo(read.activities);
  }
}

/** What is shown with the number and code of a new ticket. */
function noteTold(ledger: Ledger, said: readonly Said[]): boolean {
  for (const { from, channelData, text = '' } of said) {
    const ticket = channelData?.['ticket'] as { number: string; queryCode: string } | undefined;
    if (from.role === 'user') continue;
    if (ticket !== undefined) {
      ledger.toldInChat.push(ticket);
      return true;
    }
    if (FILED.test(text) && text.includes('查询码'))
      ledger.faults.push('the chat named a ticket without its card');
  }
  return false;
}

/** What the bot offers decides what a person says next. */
const REPLIES = ['登记这个问题', '跳过', '提交'];

function replyTo(said: readonly Said[]): string {
  const offered = said.at(-1)?.suggestedActions?.actions.map(({ value }) => value) ?? [];
  return REPLIES.find((reply) => offered.includes(reply)) ?? '提交';
}

/** The supervisor takes what was filed, one after the other, and writes a note on it. */
async function work(choice: LoadChoice): Promise<void> {
  const { base, ledger, staff, stop } = choice;
  let headers = { ...staff.supervisor };
  while (!stop.aborted) {
    const next = [...ledger.fileDone.values()].find(({ number }) => !ledger.steps.has(number));
    if (next === undefined) {
      await sleep(AGAIN_MS);
      continue;
    }
    let version = 1;
    for (const command of [{ action: 'accept' }, { action: 'note', text: '已电话核实材料时间' }]) {
      const path = `/api/staff/tickets/${next.number}/actions`;
      const body = { ...command, version };
      const answered = await call(base, path, { method: 'POST', headers, body });
      if (!done(choice, command.action, answered)) {
        // A session ends when the clock runs ahead.
        if (answered?.status === 401)
          headers = await staffAgain(base).then(
            ({ supervisor }) => ({ ...supervisor }),
            () => headers,
          );
        await sleep(AGAIN_MS);
        break;
      }
      version = (answered?.body as { ticket: { version: number } }).ticket.version;
      ledger.steps.set(next.number, version);
    }
    if (!ledger.steps.has(next.number)) ledger.steps.set(next.number, 0);
  }
}
