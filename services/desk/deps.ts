import { type Audit } from '../audit/audit.ts';
import { type Clock } from '../clock.ts';
import { type FieldCrypto } from '../privacy/field-crypto.ts';
import { type PersonKeys } from '../privacy/person-keys.ts';
import { type Tickets } from '../tickets/tickets.ts';
import { type UnitOfWork } from '../unit-of-work.ts';
import { type AssistRequest, type Suggestion } from './assist.ts';
import { type AnswerMarkStore, type CallStore, type PresenceStore } from './call-store.ts';
import { type DeskWords } from './desk-words.ts';
import { type DeskHub } from './hub.ts';

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
  readonly hub: DeskHub;
  readonly assist: (request: AssistRequest) => Suggestion;
  readonly words: DeskWords;
  /** Names by staff id. */
  readonly operatorNames: () => Promise<ReadonlyMap<string, string>>;
  /** Staff id of a login that may take calls, or null. */
  readonly operatorByLogin: (login: string) => Promise<string | null>;
}
