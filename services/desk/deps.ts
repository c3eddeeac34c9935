import { type Audit } from '../audit/audit.ts';
import { type Clock } from '../clock.ts';
import { type FieldCrypto } from '../privacy/field-crypto.ts';
import { type PersonKeys } from '../privacy/person-keys.ts';
import { type StaffMember } from '../staff/role.ts';
import { type Tickets } from '../tickets/tickets.ts';
import { type UnitOfWork } from '../unit-of-work.ts';
import { type Suggestion } from './assist.ts';
import {
  type AnswerMarkStore,
  type Call,
  type CallStore,
  type PresenceStore,
} from './call-store.ts';
import { type DeskWords } from './desk-words.ts';
import { type Newsroom } from './news.ts';

export interface DeskDeps {
  readonly store: CallStore;
  readonly marks: AnswerMarkStore;
  readonly presence: PresenceStore;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly crypto: FieldCrypto;
  readonly persons: PersonKeys;
  readonly audit: Audit;
  readonly tickets: Tickets;
  readonly news: Newsroom;
  /** What the desk shows for what was said so far. */
  readonly suggest: (call: Pick<Call, 'lines'>) => Suggestion;
  readonly words: DeskWords;
  readonly colleagues: () => Promise<readonly Pick<StaffMember, 'id' | 'login' | 'name'>[]>;
  /** Staff id of a login that may take calls, or null. */
  readonly operatorByLogin: (login: string) => Promise<string | null>;
}
