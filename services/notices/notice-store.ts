import { type Notice, type NoticeAttempt, type NoticeState } from './notice.ts';

export interface NoticeStore {
  /** Does nothing when the dedupe key is known. */
  insert(notice: Notice): Promise<void>;
  find(id: string): Promise<Notice | null>;
  /** Also gives up the lease. */
  update(notice: Notice): Promise<void>;
  /** Leases what is due (waiting, or sent without a receipt in time) to one owner until a time. */
  claim(owner: string, now: string, until: string, limit: number): Promise<readonly Notice[]>;
  appendAttempt(attempt: NoticeAttempt): Promise<void>;
  attempts(id: string): Promise<readonly NoticeAttempt[]>;
  byProviderId(providerId: string): Promise<Notice | null>;
  /** Notices of a ticket that are neither told nor dead. */
  underWay(ticket: string): Promise<readonly Notice[]>;
  ofTicket(ticket: string): Promise<readonly Notice[]>;
  inState(state: NoticeState, limit: number): Promise<readonly Notice[]>;
}
