import { z } from 'zod';
import { FEEDBACK_REASONS, type TakeFeedback } from '../../enquiry/feedback.ts';
import { empty } from '../reply.ts';
import { publicRoute, type Route } from '../route.ts';

/** “这回答有用吗”. */
export function feedbackRoutes(take: TakeFeedback): readonly Route[] {
  return [
    publicRoute({
      id: 'feedback',
      method: 'post',
      path: '/api/feedback',
      summary: 'Was an answer useful; the last word about it counts',
      limit: 'ask',
      status: 204,
      body: z.strictObject({
        answerId: z.string().min(1).max(64),
        useful: z.boolean(),
        reason: z.enum(FEEDBACK_REASONS).nullish(),
      }),
      handle: async ({ body: { answerId, useful, reason } }) => {
        await take({ answerId, useful, reason: reason ?? null });
        return empty();
      },
    }),
  ];
}
