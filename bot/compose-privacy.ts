import { join } from 'node:path';
import {
  erasureFile,
  type ErasureList,
  reconcileErasures,
} from '../services/privacy/erasure-list.ts';
import { createRetention, type Purpose, type Retention } from '../services/privacy/retention.ts';
import { type SubjectRequests } from '../services/privacy/subject.ts';
import { type SubjectData } from '../services/privacy/subject-copy.ts';
import { createSubjectRequests } from '../services/privacy/subject-requests.ts';
import { readSubjectWords } from '../services/privacy/subject-words.ts';
import { attachmentStore } from '../services/storage/attachment-store-sql.ts';
import { benefitStore } from '../services/storage/benefit-store-sql.ts';
import { callStore } from '../services/storage/call-store-sql.ts';
import { type Database } from '../services/storage/database.ts';
import { noticeStore } from '../services/storage/notice-store-sql.ts';
import { personKeyStore } from '../services/storage/person-key-store-sql.ts';
import { subjectStore } from '../services/storage/subject-store-sql.ts';
import { type TicketDeps } from '../services/tickets/deps.ts';
import { OPEN_STATES } from '../services/tickets/transition.ts';

/** Conversations as far as a person's own data are concerned. */
export interface SubjectConversations {
  transcript(id: string, limit: number): Promise<readonly unknown[]>;
  /** What is kept of it in memory goes. */
  drop(id: string): void;
}

/** Days for which each kind of matter keeps its persons once it is over. */
export type RetentionDays = Readonly<Record<Purpose, number>>;

export interface PrivacyParts {
  readonly db: Database;
  readonly content: string;
  /** Folder that the supervisor owns: the list of erased persons lies beside the checkpoints. */
  readonly checkpoints: string;
  readonly conversations: SubjectConversations | null;
  readonly retentionDays: RetentionDays;
}

export interface Privacy {
  readonly subjects: SubjectRequests;
  readonly retention: Retention;
}

const LONGEST_TRANSCRIPT = 5000;

/** Wires requests about a person's own data, and the forgetting of what is past its time. */
export async function composePrivacy(parts: PrivacyParts, tickets: TicketDeps): Promise<Privacy> {
  const { db, conversations } = parts;
  const { audit, clock, crypto, unitOfWork } = tickets;
  const list = erasureFile(parts.checkpoints);
  await keepErased(parts, tickets, list);
  const shared = {
    ...{ store: subjectStore(db, crypto), unitOfWork, audit, clock, list },
    dropConversation: (id: string): void => conversations?.drop(id),
  };
  const words = readSubjectWords(join(parts.content, 'words/privacy.yaml'));
  const data = subjectData(parts, tickets);
  return {
    subjects: createSubjectRequests({ ...shared, crypto, words, data, openStates: OPEN_STATES }),
    retention: createRetention({
      ...shared,
      days: parts.retentionDays,
      alone: (name, work) => db.alone(name, work),
    }),
  };
}

/** A backup that was put back brings nobody back. */
async function keepErased(
  { db }: PrivacyParts,
  { audit, clock, unitOfWork }: TicketDeps,
  list: ErasureList,
): Promise<void> {
  const count = await reconcileErasures({
    ...{ list, store: personKeyStore(db), now: () => clock.now() },
  });
  if (count === 0) return;
  await unitOfWork.transaction(async () => {
    await audit.append({
      ...{ actor: 'system', role: 'system', requestId: null, outcome: 'done' },
      ...{ action: 'erase-again', objectType: 'retention', objectId: 'backup' },
      detail: { count },
    });
  });
}

function subjectData({ db, conversations }: PrivacyParts, deps: TicketDeps): SubjectData {
  const { persons, store } = deps;
  const [notices, papers] = [noticeStore(db, persons), attachmentStore(db, persons)];
  const [calls, benefits] = [callStore(db, persons), benefitStore(db, persons)];
  return {
    ticket: async (number) => {
      const found = await store.find(number);
      if (!found || found.erased) return null;
      const { ticket } = found;
      const { kind, state, programme, district, town, incidentDate, channel, text } = ticket;
      const { contact, filedAt, closedAt, toldAt, dueDate, ratings } = ticket;
      const events = await store.events(number, ticket.personId);
      return {
        ...{ number, kind, state, programme, district, town, incidentDate, channel, text },
        ...{ contact, filedAt, dueDate, closedAt, toldAt, ratings },
        // What only the office wrote for itself, and who is accused, is not about this person.
        outcome: closedAt === null ? null : (ticket.outcome?.plain ?? null),
        timeline: events.flatMap(({ event: { at, told } }) =>
          told === null ? [] : [{ at, told }],
        ),
        notices: (await notices.ofTicket(number)).map(
          ({ createdAt, toldVia, phone, text: said }) => ({
            ...{ at: createdAt, via: toldVia, phone, text: said },
          }),
        ),
      };
    },
    files: async (number) => {
      const found = await store.find(number);
      if (!found || found.erased) return [];
      const own = (await papers.of(found.ticket)).filter(({ by }) => by === 'resident');
      const read = own.map(async ({ id, name }) => {
        const bytes = await papers.bytes(found.ticket, id);
        return bytes ? [{ name, bytes }] : [];
      });
      return (await Promise.all(read)).flat();
    },
    call: async (id) => {
      const call = await calls.find(id);
      return call && { id, caller: call.caller, lines: call.lines, form: call.form };
    },
    benefit: async (id) => {
      const benefit = await benefits.find(id);
      if (!benefit) return null;
      const { programme, district, state, name, phone, from, to, amount, payDay, reason } = benefit;
      return { id, programme, district, state, name, phone, from, to, amount, payDay, reason };
    },
    conversation: async (id) => conversations?.transcript(id, LONGEST_TRANSCRIPT) ?? [],
  };
}
