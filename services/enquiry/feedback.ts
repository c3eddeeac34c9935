import { type Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { type EnquiryStore } from './enquiry.ts';

/** Why an answer did not help: not right, not understood, not what was asked, not for my place. */
export const FEEDBACK_REASONS = ['不准', '看不懂', '没答到', '不是我这里的'] as const;
export type FeedbackReason = (typeof FEEDBACK_REASONS)[number];

/** What a person says about one answer. */
export interface Feedback {
  readonly answerId: string;
  readonly useful: boolean;
  /** Null for a useful answer and for a person who gave none. */
  readonly reason: FeedbackReason | null;
}

export interface StoredFeedback extends Feedback {
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface FeedbackStore {
  /** Keeps the person's last word about an answer. Durable when it resolves. */
  put(feedback: StoredFeedback): Promise<void>;
  /** The newest answers that did not help, for the editors' queue. */
  notUseful(most: number): Promise<readonly StoredFeedback[]>;
}

/** Takes what people say about answers. Throws `not-found` for an answer that was never given. */
export type TakeFeedback = (feedback: Feedback) => Promise<void>;

export interface FeedbackDeps {
  readonly store: FeedbackStore;
  readonly enquiries: Pick<EnquiryStore, 'find'>;
  readonly clock: Clock;
}

/** See `TakeFeedback`. A thank-you has no reason: whatever came with it is dropped. */
export function createFeedback({ store, enquiries, clock }: FeedbackDeps): TakeFeedback {
  return async ({ answerId, useful, reason }) => {
    if ((await enquiries.find(answerId)) === null) throw new AppError('not-found');
    const at = clock.now().toISOString();
    await store.put({ answerId, useful, reason: useful ? null : reason, at });
  };
}
