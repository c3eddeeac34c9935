import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Audit, createAudit } from '../services/audit/audit.ts';
import { publicPemOf } from '../services/audit/checkpoint.ts';
import { checkpointFolder } from '../services/audit/checkpoint-folder.ts';
import { createClockwork } from '../services/calendar/clockwork.ts';
import { type Deadlines, readDeadlines } from '../services/calendar/deadlines.ts';
import { createLocalCalendar, type LocalCalendar } from '../services/calendar/local-calendar.ts';
import { createCalendar, type DayException } from '../services/calendar/working-days.ts';
import { type Benefits, createBenefits, readBenefitWords } from '../services/benefits/benefits.ts';
import { type Clock } from '../services/clock.ts';
import { type ClockLeap, type ClockWatch, createClockWatch } from '../services/clock-watch.ts';
import { createLetterPress } from '../services/notices/letter-press.ts';
import { type NoticeWords, readNoticeWords } from '../services/notices/notice-words.ts';
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
import { readStaffWords } from '../services/staff/staff-words.ts';
import { type Staff } from '../services/staff/staff.ts';
import { createStaff } from '../services/staff/accounts.ts';
import { auditStore } from '../services/storage/audit-store-sql.ts';
import { type Database } from '../services/storage/database.ts';
import { attachmentStore } from '../services/storage/attachment-store-sql.ts';
import { benefitStore } from '../services/storage/benefit-store-sql.ts';
import { noticeStore } from '../services/storage/notice-store-sql.ts';
import { personKeyStore } from '../services/storage/person-key-store-sql.ts';
import { staffStore } from '../services/storage/staff-store-sql.ts';
import { statisticsStore } from '../services/storage/statistics-store-sql.ts';
import { createSwitches, type Switches } from '../services/staff/switches.ts';
import {
  calendarStore,
  clockMarkStore,
  savedFilterStore,
  switchStore,
} from '../services/storage/office-stores-sql.ts';
import { ticketStore } from '../services/storage/ticket-store-sql.ts';
import { type ClausePort, type TicketDeps } from '../services/tickets/deps.ts';
import { createTickets } from '../services/tickets/office.ts';
import { createEvidence, type Evidence } from '../services/tickets/evidence.ts';
import { type Attachments, createAttachments } from '../services/tickets/attachments.ts';
import { type Changes, createChanges } from '../services/tickets/changes.ts';
import { createSavedFilters, type SavedFilters } from '../services/tickets/saved-filters.ts';
import {
  createPublicStatistics,
  type PublicStatisticsDoor,
} from '../services/tickets/public-statistics.ts';
import { createStatistics, type StatisticsDoor } from '../services/tickets/statistics.ts';
import { createRounds, type Rounds } from '../services/tickets/rounds.ts';
import { readTicketWords } from '../services/tickets/ticket-words.ts';
import { type Tickets } from '../services/tickets/tickets.ts';
import {
  composePrivacy,
  type Privacy,
  type RetentionDays,
  type SubjectConversations,
} from './compose-privacy.ts';

/** Everything that the supervision office needs from outside. */
export interface OfficeParts {
  readonly db: Database;
  readonly clock: Clock;
  /** Folder of the policy content (`knowledge/content`). */
  readonly content: string;
  readonly keyRing: KeyRing;
  /** Looks whether the ring was changed; absent where it never is. */
  readonly readRing?: () => KeyRing | null;
  /** Ed25519 private key (PEM) that signs checkpoints. */
  readonly signingKeyPem: string;
  /** Key of the audit chain's keyed check; outside the database. */
  readonly auditMac: string;
  /** Folder that the supervisor owns. */
  readonly checkpoints: string;
  readonly clauses: ClausePort;
  readonly chat: ChatPort | null;
  readonly conversations: SubjectConversations | null;
  readonly retentionDays: RetentionDays;
  readonly sms: SmsGateway | null;
  readonly hotline: string;
  readonly random: () => number;
  /** Everyone on the staff must have a second factor before doing anything else. */
  readonly secondFactorRequired: boolean;
  /** The stand-alone verifier (`scripts/audit-verify.mjs`), shipped in evidence. */
  readonly verifierFile: string;
  /** Everything printed says 示例. */
  readonly demo: boolean;
  /** Told when the machine's clock begins or ceases to be believed. */
  readonly clockChanged?: (leap: ClockLeap | null) => void;
}

export interface Office extends Privacy {
  readonly tickets: Tickets;
  readonly rounds: Rounds;
  readonly outbox: Outbox;
  readonly audit: Audit;
  readonly staff: Staff;
  readonly benefits: Benefits;
  readonly evidence: Evidence;
  readonly statistics: StatisticsDoor;
  readonly publicStatistics: PublicStatisticsDoor;
  readonly attachments: Attachments;
  readonly clauses: ClausePort;
  readonly changes: Changes;
  readonly filters: SavedFilters;
  readonly switches: Switches;
  readonly clockWatch: ClockWatch;
  readonly calendar: LocalCalendar;
  readonly deadlines: Deadlines;
  readonly noticeWords: NoticeWords;
  readonly crypto: FieldCrypto;
  readonly persons: PersonKeys;
  readonly ticketDeps: TicketDeps;
  /** Puts a changed holiday table into force; count the deadlines again afterwards (`rounds.recount`). */
  readonly setCalendar: (exceptions: readonly DayException[]) => void;
}

/** Wires tickets, notices, audit, staff and keys over one database. Refuses keys that do not fit it. */
export async function composeOffice(parts: OfficeParts): Promise<Office> {
  const { db, clock, content } = parts;
  const crypto = createFieldCrypto(parts.keyRing, parts.readRing);
  const keyStore = personKeyStore(db);
  await assertKeysFit({ crypto, store: keyStore });
  const base = {
    crypto,
    persons: createPersonKeys({ crypto, store: keyStore }),
    audit: composeAudit(parts),
  };
  const deadlines = readDeadlines(join(content, 'deadlines.yaml'));
  let calendar = createCalendar(deadlines.calendar);
  const setCalendar = (exceptions: readonly DayException[]): void => {
    calendar = createCalendar([...deadlines.calendar, ...exceptions]);
  };
  const noticeWords = readNoticeWords(join(content, 'words/notices.yaml'));
  const outbox = composeOutbox(parts, { persons: base.persons, noticeWords }, () => rounds);
  const words = readTicketWords(join(content, 'words/tickets.yaml'));
  const ticketDeps: TicketDeps = {
    ...base,
    store: ticketStore(db, base.persons),
    papers: attachmentStore(db, base.persons),
    unitOfWork: db,
    clock,
    clockwork: () => createClockwork(calendar, deadlines, words.clock),
    notices: outbox,
    clauses: parts.clauses,
    words,
  };
  const { rounds, localCalendar } = await composeCalendar(parts, ticketDeps, setCalendar);
  return {
    ...base,
    ...(await composeSettings(parts, base.audit)),
    ...(await composePrivacy(parts, ticketDeps)),
    tickets: createTickets(ticketDeps),
    rounds,
    outbox,
    staff: composeStaff(parts, base),
    benefits: composeBenefits(parts, { ...base, outbox, noticeWords }),
    evidence: composeEvidence(parts, ticketDeps, noticeWords),
    statistics: createStatistics(statisticsStore(db), clock),
    publicStatistics: createPublicStatistics(statisticsStore(db), clock),
    attachments: createAttachments(ticketDeps),
    clauses: parts.clauses,
    changes: createChanges({ audit: base.audit, store: ticketDeps.store }),
    filters: createSavedFilters(savedFilterStore(db)),
    calendar: localCalendar,
    deadlines,
    noticeWords,
    ticketDeps,
    setCalendar,
  };
}

async function composeSettings(
  { db, clock, clockChanged }: OfficeParts,
  audit: Audit,
): Promise<Pick<Office, 'switches' | 'clockWatch'>> {
  const switches = createSwitches({ store: switchStore(db), unitOfWork: db, audit });
  await switches.assistantOn();
  const clockWatch = createClockWatch({
    ...{ store: clockMarkStore(db), unitOfWork: db, audit, clock },
    ...(clockChanged ? { changed: clockChanged } : {}),
  });
  return { switches, clockWatch };
}

// Rounds count by the calendar, and a changed calendar has them count again.
async function composeCalendar(
  { db }: OfficeParts,
  ticketDeps: TicketDeps,
  apply: Office['setCalendar'],
): Promise<{ readonly rounds: Rounds; readonly localCalendar: LocalCalendar }> {
  const counted = createRounds(ticketDeps);
  const localCalendar = createLocalCalendar({
    store: calendarStore(db),
    unitOfWork: db,
    audit: ticketDeps.audit,
    apply,
    recount: () => counted.recount(),
  });
  await localCalendar.refresh();
  const rounds: Rounds = {
    ...counted,
    // Another instance may have been told of a holiday.
    remind: async () => {
      await localCalendar.refresh();
      return counted.remind();
    },
  };
  return { rounds, localCalendar };
}

function composeStaff(
  { db, clock, content, secondFactorRequired }: OfficeParts,
  base: Pick<Office, 'crypto' | 'audit'>,
): Staff {
  return createStaff({
    ...base,
    store: staffStore(db),
    unitOfWork: db,
    clock,
    secondFactorRequired,
    words: readStaffWords(join(content, 'words/staff.yaml')),
  });
}

function composeAudit(parts: OfficeParts): Audit {
  return createAudit({
    store: auditStore(parts.db),
    clock: parts.clock,
    macKey: parts.auditMac,
    signingKeyPem: parts.signingKeyPem,
    folder: checkpointFolder(parts.checkpoints, publicPemOf(parts.signingKeyPem)),
  });
}

// Tickets cause notices and notices move tickets: the rounds are asked for when the first notice was told.
function composeOutbox(
  parts: OfficeParts,
  { persons, noticeWords }: Pick<Office, 'persons' | 'noticeWords'>,
  rounds: () => Rounds,
): Outbox {
  return createOutbox({
    store: noticeStore(parts.db, persons),
    unitOfWork: parts.db,
    clock: parts.clock,
    words: noticeWords,
    hotline: parts.hotline,
    chat: parts.chat,
    sms: parts.sms,
    random: parts.random,
    onTold: async ({ ticket, needsReceipt }, via) => {
      if (ticket !== null && needsReceipt) await rounds().told(ticket, via);
    },
    onPerson: async ({ ticket, topic }) => {
      if (ticket !== null) await rounds().notTold(ticket, topic);
    },
  });
}

function composeBenefits(
  parts: OfficeParts,
  office: Pick<Office, 'persons' | 'crypto' | 'audit' | 'outbox' | 'noticeWords'>,
): Benefits {
  const { persons, crypto, audit, outbox, noticeWords } = office;
  return createBenefits({
    store: benefitStore(parts.db, persons),
    unitOfWork: parts.db,
    clock: parts.clock,
    notices: outbox,
    sms: parts.sms,
    words: readBenefitWords(join(parts.content, 'words/benefits.yaml')),
    sign: noticeWords.sign,
    ...{ persons, crypto, audit },
  });
}

function composeEvidence(
  parts: OfficeParts,
  ticketDeps: TicketDeps,
  noticeWords: NoticeWords,
): Evidence {
  const store = noticeStore(parts.db, ticketDeps.persons);
  return createEvidence({
    ...ticketDeps,
    noticeWords,
    press: createLetterPress(),
    verifier: readFileSync(parts.verifierFile),
    publicPem: publicPemOf(parts.signingKeyPem),
    demo: parts.demo,
    attemptsOf: async (ticket) => {
      const notices = await store.ofTicket(ticket);
      return Promise.all(
        notices.map(async ({ id, topic, state, createdAt, ...notice }) => {
          const { toldAt, toldVia, needsReceipt, nextAt } = notice;
          const attempts = (await store.attempts(id)).map(
            ({ at, channel, result, providerId, error }) => ({
              ...{ at, channel, result, providerId, error },
            }),
          );
          return {
            ...{ id, topic, state, createdAt, toldAt, toldVia, needsReceipt, nextAt, attempts },
          };
        }),
      );
    },
  });
}
