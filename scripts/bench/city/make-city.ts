/** A database as large as a prefecture's after some years, made in minutes: 200,000 tickets, two million messages, two million events. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beijingDate } from '../../../services/clock.ts';
import { type Keys, readKeys } from '../../../services/config/keys.ts';
import { hashPassword } from '../../../services/staff/password.ts';
import { type Role } from '../../../services/staff/role.ts';
import { openDatabase } from '../../../services/storage/database.ts';
import { random } from '../random.ts';
import { type Bulk, openBulk } from './bulk.ts';
import { lifeOf, type Place } from './lives.ts';
import { type KnownTicket, RowMaker } from './rows.ts';

export interface CitySize {
  readonly tickets: number;
  readonly activities: number;
  readonly events: number;
}

export interface CityRequest extends CitySize {
  /** A file, or `postgres://…`. */
  readonly url: string;
  /** Where the keys lie; made when missing. */
  readonly keysDir: string;
  readonly today: Date;
}

export interface City {
  /** Accounts that may sign in with `password`. */
  readonly accounts: Readonly<Record<'supervisor' | 'handler' | 'operator' | 'auditor', string>>;
  readonly password: string;
  /** Of the handler. */
  readonly unit: string;
  /** Some of the tickets, spread over the years. */
  readonly known: readonly KnownTicket[];
}

const SEED = 200_000;
const YEARS = 3;
const DAY = 86_400_000;
const AT_ONCE = 500;
const MESSAGES = 10;
const KNOWN = 200;
const PASSWORD = '海边的小猫真的爱吃鱼干';

/** Makes the tables and fills them. What it leaves is a working installation, once the service is started over it. */
export async function makeCity(request: CityRequest): Promise<City> {
  await (await openDatabase({ url: request.url })).close();
  const keys = readKeys(request.keysDir, true);
  const places = readPlaces();
  const bulk = await openBulk(request.url);
  const unit = places[0]?.town ?? '';
  const accounts = await addAccounts(bulk, unit, request.today);
  const known = await fill(bulk, request, { keys, places });
  await bulk.finish();
  return { accounts, unit, known, password: PASSWORD };
}

function readPlaces(): Place[] {
  const towns = readFileSync(
    new URL('../../../knowledge/content/towns.csv', import.meta.url),
    'utf8',
  );
  return towns
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [town = '', district = ''] = line.split(',');
      return { town, district };
    });
}

async function addAccounts(bulk: Bulk, unit: string, today: Date): Promise<City['accounts']> {
  const hash = await hashPassword(PASSWORD);
  const accounts = {
    ...{ supervisor: 'bench-supervisor', handler: 'bench-handler' },
    ...{ operator: 'bench-operator', auditor: 'bench-auditor' },
  } as const;
  const rows = (Object.entries(accounts) as [Role, string][]).map(([role, login]) => ({
    ...{ id: login, login, name: login, role, unit: role === 'handler' ? unit : null },
    ...{ password_hash: hash, must_change: 0, second_factor: null, last_step: 0, failed: 0 },
    ...{ locked_until: null, disabled: 0, created_at: today.toISOString(), last_sign_in: null },
  }));
  await bulk.insert('staff', rows);
  return accounts;
}

interface Materials {
  readonly keys: Keys;
  readonly places: readonly Place[];
}

async function fill(
  bulk: Bulk,
  { tickets, activities, events, today }: CityRequest,
  { keys, places }: Materials,
): Promise<KnownTicket[]> {
  const next = random(SEED);
  const head = {
    log: await bulk.value('SELECT log FROM audit_head'),
    seq: Number(await bulk.value('SELECT seq FROM audit_head')),
    hash: await bulk.value('SELECT hash FROM audit_head'),
  };
  const rows = new RowMaker(keys, head);
  const serials = new Map<string, number>();
  const known: KnownTicket[] = [];
  const began = today.getTime() - YEARS * 365 * DAY;
  let conversations = 0;
  let writing: Promise<void> = Promise.resolve();
  for (let at = 0; at < tickets; at += 1) {
    const filedAt = new Date(
      began + ((at + next()) / tickets) * (today.getTime() - began - 60_000),
    );
    const day = beijingDate(filedAt);
    const serial = (serials.get(day) ?? 0) + 1;
    serials.set(day, serial);
    const moment = filedAt.toISOString();
    const filed = rows.ticket(lifeOf({ next, places, filedAt, serial, today }));
    if (at % Math.ceil(tickets / KNOWN) === 0) known.push(filed);
    // What else is on the record: people who signed in and looked.
    const due = Math.round(((at + 1) / tickets) * events);
    for (let seq = rows.head.seq; seq < due; seq += 1) rows.event(looked(moment, filed.number));
    for (; conversations * MESSAGES < ((at + 1) / tickets) * activities; conversations += 1)
      rows.conversation(filedAt, MESSAGES, next);
    if (at % AT_ONCE < AT_ONCE - 1 && at < tickets - 1) continue;
    // One batch is written by the database's thread while the next is made here.
    await writing;
    writing = write(bulk, rows);
  }
  await writing;
  const days = [...serials].map(([day, last]) => ({ day, last }));
  await bulk.insert('ticket_serials', days);
  const { seq, hash } = rows.head;
  await bulk.run(`UPDATE audit_head SET seq = ${String(seq)}, hash = '${hash}'`);
  return known;
}

async function write(bulk: Bulk, rows: RowMaker): Promise<void> {
  for (const [table, lines] of rows.take()) if (lines.length > 0) await bulk.insert(table, lines);
}

function looked(at: string, number: string): Parameters<RowMaker['event']>[0] {
  const who = { actor: 'bench-supervisor', role: 'supervisor' };
  return { at, ...who, action: 'evidence', objectType: 'ticket', objectId: number, detail: '{}' };
}

/** The file of an installation's database. */
export const databaseFile = (folder: string): string => join(folder, 'mingbai.db');
