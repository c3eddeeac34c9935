import { strToU8 } from 'fflate';
import { beijingDate } from '../clock.ts';
import { AppError } from '../errors.ts';
import { type LetterPress } from '../notices/letter-press.ts';
import { type NoticeWords } from '../notices/notice-words.ts';
import { type Notice, type NoticeAttempt } from '../notices/notice.ts';
import { maskName } from '../privacy/mask.ts';
import { type StaffMember } from '../staff/role.ts';
import { zipped } from '../zip.ts';
import { record } from './apply.ts';
import { type TicketDeps } from './deps.ts';
import { noticeOf } from './resident-doors.ts';
import { visible } from './staff-doors.ts';
import { type Attachment } from './papers.ts';
import { actorOf, identityOf, viewOf } from './staff-view.ts';
import { type Ticket } from './ticket.ts';

export interface EvidenceDeps extends TicketDeps {
  readonly noticeWords: NoticeWords;
  readonly press: LetterPress;
  /** The stand-alone verifier, shipped with every export. */
  readonly verifier: Uint8Array;
  /** The public half of the key that signs checkpoints. */
  readonly publicPem: string;
  readonly demo: boolean;
  /** How a notice fared, for the export: channels, times, receipts. */
  readonly attemptsOf: (ticket: string) => Promise<readonly NoticeHistory[]>;
}

/** One notice of a ticket and what became of it; never its text or the number that it went to. */
export interface NoticeHistory extends Pick<
  Notice,
  'id' | 'topic' | 'state' | 'createdAt' | 'toldAt' | 'toldVia' | 'needsReceipt' | 'nextAt'
> {
  readonly attempts: readonly Omit<NoticeAttempt, 'notice'>[];
}

/** What leaves the office on paper or as proof. */
export interface Evidence {
  /** The outcome as a letter to print. Throws `transition.refused` before there is one. */
  letter(staff: StaffMember, number: string): Promise<Uint8Array>;
  /** Every notice of a ticket with its attempts and receipts. */
  notices(staff: StaffMember, number: string): Promise<readonly NoticeHistory[]>;
  /** One ticket with everything an auditor needs to check it without us (zip). The export is on the record first. */
  export(staff: StaffMember, number: string): Promise<Uint8Array>;
}

/** See `Evidence`. */
export function createEvidence(deps: EvidenceDeps): Evidence {
  return {
    letter: async (staff, number) => {
      const ticket = await visible(deps, staff, number);
      const letter = await letterOf(deps, ticket, ticket.contact.name);
      if (!letter) throw new AppError('transition.refused');
      await noted(deps, staff, ticket, 'letter');
      return letter;
    },
    notices: async (staff, number) => {
      const ticket = await visible(deps, staff, number);
      return deps.attemptsOf(ticket.number);
    },
    export: (staff, number) => exported(deps, staff, number),
  };
}

async function exported(
  deps: EvidenceDeps,
  staff: StaffMember,
  number: string,
): Promise<Uint8Array> {
  const ticket = await visible(deps, staff, number);
  await noted(deps, staff, ticket, 'evidence');
  // A fresh checkpoint covers every row that is handed out.
  const checkpoint = await deps.audit.checkpoint();
  const recorded = await deps.store.events(number, ticket.personId);
  const chain: string[] = [];
  for await (const line of deps.audit.proofLines('ticket', number)) chain.push(line);
  const papers = await deps.papers.of(ticket);
  const { name } = ticket.contact;
  const letter = await letterOf(deps, ticket, name === null ? null : maskName(name));
  const files = {
    'ticket.json': pretty(await viewOf(deps, staff, ticket)),
    'notices.json': pretty(await deps.attemptsOf(number)),
    'events.json': pretty(
      recorded.map(({ event, salt, body }) => ({ seq: event.seq, salt, body })),
    ),
    'attachments.json': pretty(papers),
    ...(await contents(deps, staff, ticket, papers)),
    'chain.jsonl': strToU8(chain.join('')),
    'audit-public.pem': strToU8(deps.publicPem),
    'audit-verify.mjs': deps.verifier,
    'README.txt': strToU8(deps.words.evidence),
    ...(checkpoint ? { 'checkpoint.json': pretty(checkpoint) } : {}),
    ...(letter ? { 'letter.pdf': letter } : {}),
  };
  return zipped(files);
}

// Photos may show who complains: whoever may not know that gets their digests only.
async function contents(
  { papers: store }: EvidenceDeps,
  staff: StaffMember,
  ticket: Ticket,
  papers: readonly Attachment[],
): Promise<Readonly<Record<string, Uint8Array>>> {
  const files: Record<string, Uint8Array> = {};
  if (identityOf(staff, ticket) === 'withheld') return files;
  for (const { id, name } of papers) {
    const bytes = await store.bytes(ticket, id);
    if (bytes) files[`attachments/${id.slice(0, 8)}-${name}`] = bytes;
  }
  return files;
}

const pretty = (value: unknown): Uint8Array => strToU8(`${JSON.stringify(value, null, 2)}\n`);

async function letterOf(
  { noticeWords, press, clock, demo }: EvidenceDeps,
  ticket: Ticket,
  name: string | null,
): Promise<Uint8Array | null> {
  const notice = ticket.closedAt !== null && ticket.outcome ? noticeOf(ticket.outcome) : null;
  if (!notice) return null;
  const { title } = noticeWords.topics.outcome;
  const facts = { number: ticket.number, title, name, date: beijingDate(clock.now()), demo };
  return press({ words: noticeWords.letter, facts, notice });
}

async function noted(
  deps: EvidenceDeps,
  staff: StaffMember,
  ticket: Ticket,
  action: string,
): Promise<void> {
  const about = { ticket, action, actor: actorOf(staff), outcome: 'done' } as const;
  await deps.unitOfWork.transaction(() => record(deps, about, {}));
}
