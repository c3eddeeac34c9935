/** Holds the ledger against the service that came back. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../services/storage/database.ts';
import { call, type ChatRef, isTooOld, readChat, type StaffSessions } from './client.ts';
import { type Ledger, tellAcknowledged } from './ledger.ts';
import { fileTicket } from './load.ts';
import { type Outcome } from './scenario.ts';

export interface Compared {
  readonly base: string;
  readonly ledger: Ledger;
  readonly staff: StaffSessions;
  readonly databaseUrl: string;
}

type Findings = Pick<Outcome, 'lost' | 'doubled' | 'chain' | 'falselyTold' | 'faults' | 'findings'>;

/** Asks for everything that was acknowledged, repeats everything that was tried, and follows the record. */
export async function compare(compared: Compared): Promise<Findings> {
  const { ledger } = compared;
  const lost: string[] = [];
  const doubled: string[] = [];
  await compareChats(compared, lost, doubled);
  await compareTickets(compared, lost, doubled);
  await compareSteps(compared, lost);
  const falselyTold = await compareTold(compared);
  doubled.push(...(await countRows(compared)));
  const chain = await verifyChain(compared);
  return {
    lost: lost.length,
    doubled: doubled.length,
    chain: chain.length,
    falselyTold: falselyTold.length,
    faults: ledger.faults.length,
    findings: [lost, doubled, chain, falselyTold, [...new Set(ledger.faults)]].flatMap(someOfEach),
  };
}

/** The first few of each kind (its first word), and how many more there are. */
function someOfEach(found: readonly string[]): readonly string[] {
  const kinds = new Map<string, string[]>();
  for (const one of found) {
    const kind = one.split(' ', 1)[0] ?? '';
    kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  return [...kinds].flatMap(([kind, all]) => [
    ...all.slice(0, SHOWN),
    ...(all.length > SHOWN ? [`${kind}: ${String(all.length - SHOWN)} more`] : []),
  ]);
}
const SHOWN = 8;

async function compareChats(compared: Compared, lost: string[], doubled: string[]): Promise<void> {
  const { ledger } = compared;
  const byChat = new Map<string, string[]>();
  for (const [own, id] of ledger.saidDone) {
    const chat = ledger.saidTried.get(own)?.chat.conversationId ?? '';
    byChat.set(chat, [...(byChat.get(chat) ?? []), id]);
  }
  const refs = new Map(
    [...ledger.saidTried.values()].map(({ chat }) => [chat.conversationId, chat]),
  );
  for (const [conversation, chat] of refs) {
    const said = await readAll(compared, chat);
    const acknowledgedIds = byChat.get(conversation) ?? [];
    if (said === null) {
      if (acknowledgedIds.length > 0) lost.push(`conversation ${conversation}`);
      continue;
    }
    const ids = new Set(said.map(({ id }) => id));
    lost.push(...acknowledgedIds.filter((id) => !ids.has(id)).map((id) => `message ${id}`));
    lost.push(...withoutReply(said));
    doubled.push(...heardTwice(said));
  }
}

/** As much of a message as is compared: its number, whose it is, the client's own number. */
interface Heard {
  readonly id: string;
  readonly role: string;
  readonly own: string;
}

/**
 * A conversation as its own client reads it; null when it is gone. A token that was made while the clock was put back is too old once the
 * clock is right: then what the database holds counts.
 */
async function readAll(
  { base, databaseUrl }: Compared,
  chat: ChatRef,
): Promise<readonly Heard[] | null> {
  const read = await readChat(base, chat);
  if (read !== null)
    return read.activities.map(({ id, from, channelData }) => ({
      ...{ id, role: from.role },
      own: String(channelData?.['clientActivityID']),
    }));
  if (!(await isTooOld(base, chat))) return null;
  const db = await openDatabase({ url: databaseUrl });
  try {
    const rows = await db
      .q<{ id: string; client_id: string | null; role: string; seq: number }>('activities')
      .where('conversation_id', chat.conversationId)
      .orderBy('seq');
    return rows.map(({ id, client_id, role }) => ({ id, role, own: String(client_id) }));
  } finally {
    await db.close();
  }
}

function withoutReply(said: readonly Heard[]): string[] {
  return said
    .filter(({ role }, at) => role === 'user' && said[at + 1]?.role !== 'bot')
    .map(({ id }) => `reply to ${id}`);
}

function heardTwice(said: readonly Heard[]): string[] {
  const own = said.filter(({ role }) => role === 'user').map((one) => one.own);
  return own.filter((id, at) => own.indexOf(id) !== at).map((id) => `message ${id} twice`);
}

/** The same key again gives the same number, whether or not somebody heard it the first time. */
async function compareTickets(
  { base, ledger }: Compared,
  lost: string[],
  doubled: string[],
): Promise<void> {
  for (const [key, body] of ledger.fileTried) {
    const answered = await fileTicket(base, key, body);
    const before = ledger.fileDone.get(key);
    const number = answered?.status === 201 ? String(answered.body['number']) : null;
    if (number === null) lost.push(`complaint ${key}: ${String(answered?.status)}`);
    else if (before !== undefined && before.number !== number)
      doubled.push(`complaint ${key}: ${before.number} and ${number}`);
    else ledger.fileDone.set(key, answered?.body as never);
  }
  for (const { number, queryCode } of ledger.fileDone.values())
    if (!(await isFiled(base, number, queryCode))) lost.push(`ticket ${number}`);
}

async function isFiled(base: string, number: string, code: string): Promise<boolean> {
  const found = await call(base, `/api/tickets/${number}?code=${encodeURIComponent(code)}`);
  return found?.status === 200 && found.body['number'] === number;
}

async function compareSteps({ base, ledger, staff }: Compared, lost: string[]): Promise<void> {
  for (const [number, version] of ledger.steps) {
    if (version === 0) continue;
    const path = `/api/staff/tickets/${number}`;
    const view = await call(base, path, { headers: { ...staff.supervisor } });
    const now = Number(view?.body['version'] ?? 0);
    if (now < version) lost.push(`ticket ${number}: step ${String(version)} (is ${String(now)})`);
  }
}

async function compareTold({ base, ledger }: Compared): Promise<string[]> {
  const missing: string[] = [];
  for (const { number, queryCode } of ledger.toldInChat)
    if (!(await isFiled(base, number, queryCode))) missing.push(`told in the chat: ${number}`);
  return missing;
}

/** Counts what the database holds: no door would show a ticket that nobody knows of. */
async function countRows({ ledger, databaseUrl }: Compared): Promise<string[]> {
  const db = await openDatabase({ url: databaseUrl });
  try {
    const count = async (table: string, where: object): Promise<number> => {
      const [row] = await db.q(table).where(where).count<{ n: number | string }[]>({ n: '*' });
      return Number(row?.n ?? 0);
    };
    const chat = await count('tickets', { channel: 'chat' });
    const others = (await count('tickets', {})) - chat;
    const more: string[] = [];
    if (others !== ledger.fileTried.size)
      more.push(`${String(others)} tickets for ${String(ledger.fileTried.size)} complaints`);
    if (chat > ledger.complaining.size)
      more.push(`${String(chat)} tickets for ${String(ledger.complaining.size)} conversations`);
    if (chat < ledger.toldInChat.length)
      more.push(`${String(chat)} tickets, ${String(ledger.toldInChat.length)} told in the chat`);
    const [users, records] = [
      await count('activities', { role: 'user' }),
      await count('enquiries', {}),
    ];
    if (records > users) more.push(`${String(records)} records for ${String(users)} messages`);
    return more;
  } finally {
    await db.close();
  }
}

/** The record as anybody may check it: exported through the door, followed by the stand-alone verifier. */
async function verifyChain({ base, staff }: Compared): Promise<string[]> {
  const exported = await fetch(`${base}/api/staff/audit/export`, { headers: { ...staff.auditor } });
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-chain-'));
  try {
    const file = join(folder, 'audit.jsonl');
    writeFileSync(file, await exported.text());
    const { status, stderr } = spawnSync(process.execPath, ['scripts/audit-verify.mjs', file], {
      encoding: 'utf8',
    });
    return status === 0 ? [] : [`the record: ${stderr.trim()}`];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sums what was found in several rounds. */
export function outcomeOf(
  found: Findings,
  ledger: Ledger,
  about: Pick<Outcome, 'restartMs' | 'restartCpuMs'> & { readonly harm: string },
): Outcome {
  const { harm, ...restart } = about;
  const tried = `${harm}; ${tellAcknowledged(ledger)}; ${String(ledger.refused)} refused`;
  return { ...found, ...restart, tried };
}
