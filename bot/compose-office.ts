import { join } from 'node:path';
import { type Audit, createAudit } from '../services/audit/audit.ts';
import { publicPemOf } from '../services/audit/checkpoint.ts';
import { checkpointFolder } from '../services/audit/checkpoint-folder.ts';
import { createClockwork } from '../services/calendar/clockwork.ts';
import { readDeadlines } from '../services/calendar/deadlines.ts';
import { createCalendar, type DayException } from '../services/calendar/working-days.ts';
import { type Clock } from '../services/clock.ts';
import { readNoticeWords } from '../services/notices/notice-words.ts';
import { type ChatPort, type SmsGateway } from '../services/notices/notice.ts';
import { createOutbox, type Outbox } from '../services/notices/outbox.ts';
import {
  createFieldCrypto,
  type FieldCrypto,
  type KeyRing,
} from '../services/privacy/field-crypto.ts';
import {
  assertKeysFit,
  createPersonKeys,
  type PersonKeys,
} from '../services/privacy/person-keys.ts';
import { auditStore } from '../services/storage/audit-store-sql.ts';
import { type Database } from '../services/storage/database.ts';
import { noticeStore } from '../services/storage/notice-store-sql.ts';
import { personKeyStore } from '../services/storage/person-key-store-sql.ts';
import { ticketStore } from '../services/storage/ticket-store-sql.ts';
import { type ClausePort, type TicketDeps } from '../services/tickets/deps.ts';
import { createTickets } from '../services/tickets/office.ts';
import { createRounds, type Rounds } from '../services/tickets/rounds.ts';
import { readTicketWords } from '../services/tickets/ticket-words.ts';
import { type Tickets } from '../services/tickets/tickets.ts';

/** Everything that the supervision office needs from outside. */
export interface OfficeParts {
  readonly db: Database;
  readonly clock: Clock;
  /** Folder of the policy content (`knowledge/content`). */
  readonly content: string;
  readonly keyRing: KeyRing;
  /** Ed25519 private key (PEM) that signs checkpoints. */
  readonly signingKeyPem: string;
  /** Folder that the supervisor owns. */
  readonly checkpoints: string;
  readonly clauses: ClausePort;
  readonly chat: ChatPort | null;
  readonly sms: SmsGateway | null;
  readonly hotline: string;
  readonly random: () => number;
}

export interface Office {
  readonly tickets: Tickets;
  readonly rounds: Rounds;
  readonly outbox: Outbox;
  readonly audit: Audit;
  readonly crypto: FieldCrypto;
  readonly persons: PersonKeys;
  readonly ticketDeps: TicketDeps;
  /** Puts a changed holiday table into force; count the deadlines again afterwards (`rounds.recount`). */
  readonly setCalendar: (exceptions: readonly DayException[]) => void;
}

/** Wires tickets, notices, audit and keys over one database. Refuses keys that do not fit it. */
export async function composeOffice(parts: OfficeParts): Promise<Office> {
  const { db, clock, content } = parts;
  const crypto = createFieldCrypto(parts.keyRing);
  const keyStore = personKeyStore(db);
  await assertKeysFit({ crypto, store: keyStore });
  const persons = createPersonKeys({ crypto, store: keyStore });
  const audit = createAudit({
    store: auditStore(db),
    clock,
    macKey: crypto.fingerprint('audit-mac', 'v1'),
    signingKeyPem: parts.signingKeyPem,
    folder: checkpointFolder(parts.checkpoints, publicPemOf(parts.signingKeyPem)),
  });
  const ticketWords = readTicketWords(join(content, 'words/tickets.yaml'));
  const deadlines = readDeadlines(join(content, 'deadlines.yaml'));
  let calendar = createCalendar(deadlines.calendar);
  const outbox = createOutbox({
    store: noticeStore(db, persons),
    unitOfWork: db,
    clock,
    words: readNoticeWords(join(content, 'words/notices.yaml')),
    hotline: parts.hotline,
    chat: parts.chat,
    sms: parts.sms,
    random: parts.random,
    onTold: async ({ ticket, needsReceipt }, via) => {
      if (ticket !== null && needsReceipt) await rounds.told(ticket, via);
    },
    onPerson: async ({ ticket, topic }) => {
      if (ticket !== null) await rounds.notTold(ticket, topic);
    },
  });
  const ticketDeps: TicketDeps = {
    store: ticketStore(db, persons),
    unitOfWork: db,
    clock,
    clockwork: () => createClockwork(calendar, deadlines, ticketWords.clock),
    audit,
    notices: outbox,
    crypto,
    persons,
    clauses: parts.clauses,
    words: ticketWords,
  };
  const rounds = createRounds(ticketDeps);
  return {
    tickets: createTickets(ticketDeps),
    rounds,
    outbox,
    audit,
    crypto,
    persons,
    ticketDeps,
    setCalendar: (exceptions) => {
      calendar = createCalendar([...deadlines.calendar, ...exceptions]);
    },
  };
}
