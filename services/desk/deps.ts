import { type Audit } from '../audit/audit.ts';
import { type Clock } from '../clock.ts';
import { type EnquiryStore } from '../enquiry/enquiry.ts';
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
  type EventToKeep,
  type PresenceStore,
} from './call-store.ts';
import { type DeskWords } from './desk-words.ts';
import { type HandOverStore } from './hand-over/hand-over.ts';
import { type Newsroom } from './hub.ts';
import { type MakeSheet } from './sheet.ts';

/** A call after one of its events. */
export interface Received {
  readonly call: Call;
  /** False for an event that was there already. */
  readonly kept: boolean;
  /** Nothing but what was said changed. */
  readonly wordsOnly: boolean;
}

export interface DeskDeps {
  readonly store: CallStore;
  readonly marks: AnswerMarkStore;
  readonly presence: PresenceStore;
  readonly unitOfWork: UnitOfWork;
  /** Keeps it (`keepTogether`) in a transaction that others who come at the same moment share: fifty callers speak, one commit. */
  readonly together: (event: EventToKeep) => Promise<Received>;
  readonly clock: Clock;
  readonly crypto: FieldCrypto;
  readonly persons: PersonKeys;
  readonly audit: Audit;
  readonly tickets: Tickets;
  readonly callBacks: Pick<HandOverStore, 'list' | 'ended'>;
  readonly enquiries: Pick<EnquiryStore, 'inChats'>;
  readonly news: Newsroom;
  /** What the desk shows for what was said so far. */
  readonly suggest: (call: Pick<Call, 'lines'>) => Suggestion;
  readonly sheet: MakeSheet;
  readonly words: DeskWords;
  readonly colleagues: () => Promise<readonly Pick<StaffMember, 'id' | 'login' | 'name'>[]>;
  /** Staff id of a login that may take calls, or null. */
  readonly operatorByLogin: (login: string) => Promise<string | null>;
}
