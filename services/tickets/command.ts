import {
  type Outcome,
  type OutcomeClass,
  type Ratings,
  type ReviewRoute,
  type TicketCategory,
  type TicketKind,
  type Urgency,
} from './ticket.ts';

/** What a member of staff hands in as an outcome: clauses by id, quoted by the office itself. */
export interface OutcomeInput {
  readonly asked?: string | undefined;
  readonly found?: string | undefined;
  readonly class?: OutcomeClass | undefined;
  readonly reasons?: string | undefined;
  readonly clauseIds?: readonly string[] | undefined;
  readonly nextSteps?: string | undefined;
  readonly review?: { readonly [K in keyof ReviewRoute]?: string | undefined } | undefined;
  readonly contact?: string | undefined;
  readonly decidedOn?: string | undefined;
  readonly plain?: string | undefined;
}

/** One thing asked of a ticket. What is empty is answered with the missing parts, not guessed. */
export type Command =
  | {
      readonly action: 'accept';
      readonly category?: TicketCategory | undefined;
      readonly accusedUnit?: string | undefined;
      readonly accusedPerson?: string | undefined;
    }
  | {
      readonly action: 'refuse';
      readonly reason?: string | undefined;
      readonly whereToTurn?: string | undefined;
    }
  | {
      readonly action: 'assign';
      readonly unit?: string | undefined;
      readonly handler?: string | undefined;
    }
  | {
      readonly action: 'transfer';
      readonly unit?: string | undefined;
      readonly reason?: string | undefined;
    }
  | { readonly action: 'return'; readonly reason?: string | undefined }
  | { readonly action: 'note'; readonly text?: string | undefined }
  | {
      readonly action: 'extend';
      readonly reason?: string | undefined;
      readonly until?: string | undefined;
    }
  | { readonly action: 'pause'; readonly reason?: string | undefined }
  | { readonly action: 'resume'; readonly reason?: string | undefined }
  | { readonly action: 'draft-outcome'; readonly outcome: Outcome }
  | { readonly action: 'send-back'; readonly reason?: string | undefined }
  | { readonly action: 'approve' }
  | { readonly action: 'close' }
  | {
      readonly action: 'call-back';
      /** `tell`: the outcome was told by phone; `review`: the call after closing. */
      readonly purpose: 'tell' | 'review';
      readonly reached: boolean;
      readonly text?: string | undefined;
      readonly ratings?: Omit<Ratings, 'via'> | undefined;
    }
  | { readonly action: 'reopen'; readonly reason?: string | undefined }
  | {
      readonly action: 'supervise';
      readonly text?: string | undefined;
      readonly answerBy?: string | undefined;
    }
  | { readonly action: 'answer-supervision'; readonly text?: string | undefined }
  | {
      readonly action: 'relabel';
      readonly kind?: TicketKind | undefined;
      readonly reason?: string | undefined;
    }
  | {
      readonly action: 'classify';
      readonly category?: TicketCategory | undefined;
      readonly urgency?: Urgency | undefined;
      readonly accusedUnit?: string | undefined;
      readonly accusedPerson?: string | undefined;
      readonly confidential?: boolean | undefined;
    }
  | {
      readonly action: 'merge';
      readonly into?: string | undefined;
      readonly reason?: string | undefined;
    }
  | { readonly action: 'archive' };

/** What residents and the service itself do to a ticket; never offered to staff. */
export type OwnCommand =
  | { readonly action: 'told'; readonly via: string }
  | { readonly action: 'rate'; readonly ratings: Ratings }
  | { readonly action: 'resident-reopen'; readonly reason: string }
  | { readonly action: 'confirm-relabel'; readonly agrees: boolean }
  | {
      readonly action: 'recount';
      readonly acceptBy: string;
      readonly dueDate: string;
      readonly clock: string;
    }
  | { readonly action: 'warn' }
  | { readonly action: 'notice-failed'; readonly topic: string }
  | { readonly action: 'escalate' }
  | { readonly action: 'close-with'; readonly outcome: Outcome };
