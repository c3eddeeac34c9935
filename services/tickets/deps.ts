import { type Audit } from '../audit/audit.ts';
import { type Clockwork } from '../calendar/clockwork.ts';
import { type Clock } from '../clock.ts';
import { type Notices } from '../notices/notice.ts';
import { type FieldCrypto } from '../privacy/field-crypto.ts';
import { type PersonKeys } from '../privacy/person-keys.ts';
import { type UnitOfWork } from '../unit-of-work.ts';
import { type AttachmentStore } from './papers.ts';
import { type TicketStore } from './ticket-store.ts';
import { type TicketWords } from './ticket-words.ts';
import { type QuotedClause } from './ticket.ts';

/** The policy as an outcome may cite it. */
export interface ClausePort {
  /** The clause as it stood on that day, or null when it was not in force or does not exist. */
  quote(clauseId: string, on: string): QuotedClause | null;
  /** Clauses that a few words lead to and that may be quoted on that day, best first. */
  search(words: string, on: string): readonly QuotedClause[];
}

export interface TicketDeps {
  readonly store: TicketStore;
  readonly papers: AttachmentStore;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  /** Asked each time: the calendar can be edited while the service runs. */
  readonly clockwork: () => Clockwork;
  readonly audit: Audit;
  readonly notices: Notices;
  readonly crypto: FieldCrypto;
  readonly persons: PersonKeys;
  readonly clauses: ClausePort;
  readonly words: TicketWords;
}
