import { z } from 'zod';
import { PIECE_KINDS } from '../../../knowledge/index.ts';
import { type TryOut } from '../../library/try-out.ts';
import { type Unanswered } from '../../library/unanswered.ts';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { empty, json } from '../reply.ts';
import { type Route, staffRoute } from '../route.ts';

const write = { limit: 'staff', roles: PERMISSIONS['library.write'] } as const;
const review = { limit: 'staff', roles: PERMISSIONS['library.review'] } as const;
const LARGE = 512 * 1024;

/** Answers with a draft in force, beside those of today. */
export function tryRoutes({ tryOut }: { readonly tryOut: TryOut }): readonly Route[] {
  const draft = {
    kind: z.enum(PIECE_KINDS),
    id: z.string().trim().min(1).max(120),
    body: z.record(z.string().max(60), z.unknown()),
    asOf: z.iso.date().nullish(),
    district: z.string().max(40).nullish(),
  };
  return [
    staffRoute({
      ...review,
      bodyLimit: LARGE,
      id: 'library.try',
      method: 'post',
      path: '/api/staff/library/try',
      summary: 'Answers with the draft in force beside those of today',
      body: z.strictObject({
        ...draft,
        questions: z.array(z.string().trim().min(1).max(1000)).min(1).max(20),
      }),
      handle: async ({ body: { questions, asOf = null, district = null, ...piece } }) =>
        json(await tryOut.ask({ piece, asOf, district }, questions)),
    }),
    staffRoute({
      ...review,
      bodyLimit: LARGE,
      id: 'library.impact',
      method: 'post',
      path: '/api/staff/library/impact',
      summary: 'Which of our own questions would be answered otherwise',
      body: z.strictObject(draft),
      handle: async ({ body: { asOf = null, district = null, ...piece }, gone }) =>
        json(await tryOut.impact({ piece, asOf, district }, gone)),
    }),
  ];
}

const ASKED_STATES = ['open', 'answered', 'set-aside'] as const;
const items = z.array(z.string().max(80)).min(1).max(500);

/** What was asked and not answered well. */
export function unansweredRoutes({
  unanswered,
}: {
  readonly unanswered: Unanswered;
}): readonly Route[] {
  return [
    staffRoute({
      ...review,
      id: 'library.unanswered',
      method: 'get',
      path: '/api/staff/library/unanswered',
      summary: 'Questions without a good answer, grouped by likeness, with counts and places',
      query: z.strictObject({ state: z.enum(ASKED_STATES) }),
      handle: async ({ query: { state } }) => json({ groups: await unanswered.groups(state) }),
    }),
    staffRoute({
      ...write,
      id: 'library.unanswered.settle',
      method: 'post',
      path: '/api/staff/library/unanswered/settle',
      summary: 'Say what became of questions',
      status: 204,
      body: z.strictObject({ items, state: z.enum(ASKED_STATES) }),
      handle: async ({ staff, body: { items: ids, state } }) => {
        await unanswered.settle(staff, ids, state);
        return empty();
      },
    }),
    staffRoute({
      ...write,
      id: 'library.unanswered.draft',
      method: 'post',
      path: '/api/staff/library/unanswered/draft',
      summary: 'Begin a new entry from questions',
      status: 201,
      body: z.strictObject({ items }),
      handle: async ({ staff, body: { items: ids } }) =>
        json(await unanswered.draft(staff, ids), { status: 201 }),
    }),
  ];
}
