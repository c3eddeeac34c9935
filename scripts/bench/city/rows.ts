/** Rows of the tables as the service itself would write them: sealed with the keys of the installation, chained and committed. */
import { createHmac, hash as digest, randomBytes, randomUUID } from 'node:crypto';
import { type AuditHead, contentHash, linkHash } from '../../../services/audit/chain.ts';
import { beijingTime } from '../../../services/clock.ts';
import { type Keys } from '../../../services/config/keys.ts';
import { createFieldCrypto, type FieldCrypto } from '../../../services/privacy/field-crypto.ts';
import { type Sealer } from '../../../services/privacy/sealer.ts';
import { columnsOf, personalOf } from '../../../services/storage/ticket-row.ts';
import { sketchOf } from '../../../services/tickets/likeness.ts';
import { newQueryCode, readQueryCode } from '../../../services/tickets/number.ts';
import { fill } from '../../../services/text.ts';
import { type BulkRow } from './bulk.ts';
import { type Life, type LifeStep } from './lives.ts';
import { cityWords } from './words.ts';

/** Rows by table, in an order that foreign keys allow. */
export type Batch = Map<string, BulkRow[]>;

const TABLES = [
  'person_keys',
  'tickets',
  'ticket_events',
  'notices',
  'conversations',
  'activities',
  'enquiries',
  'audit_events',
] as const;
type Table = (typeof TABLES)[number];

/** A ticket that a resident could look up. */
export interface KnownTicket {
  readonly number: string;
  readonly code: string;
  readonly phone: string;
}

/** Turns lives into rows. Holds the end of the chain. */
export class RowMaker {
  readonly #crypto: FieldCrypto;
  readonly #mac: string;
  #seq: number;
  #hash: string;
  #batch: Batch = emptyBatch();

  constructor(keys: Keys, head: AuditHead) {
    this.#crypto = createFieldCrypto(keys.ring);
    this.#mac = keys.auditMac;
    this.#seq = head.seq;
    this.#hash = head.hash;
  }

  get head(): { readonly seq: number; readonly hash: string } {
    return { seq: this.#seq, hash: this.#hash };
  }

  /** Everything since the last time. */
  take(): Batch {
    const full = this.#batch;
    this.#batch = emptyBatch();
    return full;
  }

  #add(table: Table, row: BulkRow): void {
    this.#batch.get(table)?.push(row);
  }

  ticket({ ticket, steps }: Life): KnownTicket {
    const crypto = this.#crypto;
    const wrapped = crypto.newDataKey(ticket.personId);
    const sealer = crypto.withDataKey(wrapped, ticket.personId);
    const { number, personId, contact } = ticket;
    const code = newQueryCode();
    const row = { person_id: personId, wrapped, created_at: ticket.filedAt, destroyed_at: null };
    this.#add('person_keys', row);
    this.#add('tickets', {
      ...columnsOf(ticket),
      sealed: sealer.seal(personalOf(ticket), { table: 'tickets', column: 'sealed', row: number }),
      query_print: crypto.fingerprint('query-code', readQueryCode(code)),
      phone_index: crypto.blindIndex('phone', contact.phone ?? ''),
      name_index: crypto.blindIndex('name', contact.name ?? ''),
      sketch: JSON.stringify(sketchOf((ticket.text ?? '').slice(0, 24), this.#pair)),
    });
    steps.forEach((step, at) => {
      this.#step(number, sealer, { step, seq: at + 1 });
    });
    this.#notice(ticket, sealer);
    return { number, code, phone: contact.phone ?? '' };
  }

  // Two hundred thousand sketches with one HMAC a pair would take longer than all else; nobody looks these up by text.
  readonly #pair = (pair: string): string =>
    ((pair.charCodeAt(0) << 16) | pair.charCodeAt(1)).toString(16).padStart(8, '0');

  #step(number: string, sealer: Sealer, { step, seq }: { step: LifeStep; seq: number }): void {
    const at = beijingTime(step.at);
    const { action, from, to, actor, role } = step;
    const told = fill(cityWords.told, { action });
    const body = JSON.stringify({
      ...{ number, seq, at, action, from, to, actor, role, told },
      internal: null,
    });
    const salt = randomBytes(16).toString('hex');
    const commit = digest('sha256', `event/v1\n${salt}\n${body}`, 'hex');
    const cell = { table: 'ticket_events', column: 'sealed', row: `${number}/${String(seq)}` };
    const sealed = sealer.seal(JSON.stringify({ salt, body }), cell);
    this.#add('ticket_events', { number, seq, at, action, sealed, commit });
    const detail = JSON.stringify({ from, to, version: seq, commit });
    this.event({
      at: step.at.toISOString(),
      actor,
      role,
      action,
      objectType: 'ticket',
      objectId: number,
      detail,
    });
  }

  #notice({ number, personId, closedAt, toldAt, contact }: Life['ticket'], sealer: Sealer): void {
    if (closedAt === null) return;
    const id = randomUUID();
    const text = cityWords.notice;
    const personal = { conversationId: null, phone: contact.phone, text, sms: text };
    this.#add('notices', {
      ...{ id, dedupe_key: `${number}/5/outcome`, topic: 'outcome', person_id: personId },
      ...{ ticket: number, needs_receipt: 1, state: toldAt === null ? 'person' : 'told' },
      ...{ plan: 'sms', turn: 0, attempts: 1, next_at: closedAt, created_at: closedAt },
      ...{ told_at: toldAt, told_via: toldAt === null ? null : 'sms' },
      sealed: sealer.seal(JSON.stringify(personal), {
        table: 'notices',
        column: 'sealed',
        row: id,
      }),
    });
  }

  /** One link of the chain. */
  event(said: {
    /** ISO 8601, UTC. */
    readonly at: string;
    readonly actor: string;
    readonly role: string;
    readonly action: string;
    readonly objectType: string;
    readonly objectId: string;
    readonly detail: string;
  }): void {
    const seq = this.#seq + 1;
    const prev = this.#hash;
    const row = { ...said, seq, outcome: 'done' as const, requestId: null };
    const hash = linkHash(prev, contentHash(row));
    const mac = createHmac('sha256', this.#mac).update(hash, 'utf8').digest('hex');
    const { at, actor, role, action, objectType, objectId, detail } = said;
    this.#add('audit_events', {
      ...{ seq, at, actor, role, action, object_type: objectType, object_id: objectId },
      ...{ outcome: 'done', request_id: null, detail, prev, hash, mac },
    });
    this.#seq = seq;
    this.#hash = hash;
  }

  /** A conversation of so many messages, half of them the resident's, every second answered from the knowledge. */
  conversation(began: Date, messages: number, next: () => number): void {
    const id = randomUUID();
    const wrapped = this.#crypto.newDataKey(id);
    const sealer = this.#crypto.withDataKey(wrapped, id);
    const at = began.toISOString();
    const state = { v: 1, ask: null, flow: null, district: null, recent: [], recentFull: false };
    this.#add('conversations', {
      ...{ id, channel: 'directline', user_id: `dl_${id}`, created_at: at, last_at: at },
      ...{ state_version: messages, next_seq: messages + 1, wrapped_key: wrapped },
      state: sealer.seal(JSON.stringify(state), {
        ...{ table: 'conversations', column: 'state', row: id },
      }),
    });
    for (let seq = 1; seq <= messages; seq += 1) {
      const role = seq % 2 === 0 ? 'user' : 'bot';
      const said = `${id}|${String(seq).padStart(7, '0')}`;
      const text = role === 'user' ? cityWords.question : cityWords.answer;
      const body = JSON.stringify({
        type: 'message',
        text,
        id: said,
        timestamp: at,
        from: { role },
      });
      const cell = { table: 'activities', column: 'body', row: said };
      this.#add('activities', {
        ...{ conversation_id: id, seq, id: said, client_id: null, role, at },
        body: sealer.seal(body, cell),
      });
    }
    if (next() < 0.5) this.#enquiry(id, at, next);
  }

  #enquiry(conversation: string, at: string, next: () => number): void {
    const id = randomUUID();
    const outcome = next() < 0.1 ? 'declined' : 'answered';
    const cell = { table: 'enquiries', column: 'question', row: id };
    this.#add('enquiries', {
      ...{ id, at, channel: 'chat', conversation_id: conversation, outcome, programme: '低保' },
      ...{ aspect: '时限', district: '芝罘区', confidence: 0.9, answer: '{}' },
      question: this.#crypto.seal(cityWords.question, cell),
    });
  }
}

function emptyBatch(): Batch {
  return new Map(TABLES.map((table) => [table, []]));
}
