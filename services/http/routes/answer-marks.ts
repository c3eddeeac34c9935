import { z } from 'zod';
import { type AnswerMarks } from '../../desk/answer-marks.ts';
import { type Calls } from '../../desk/calls.ts';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { empty, json } from '../reply.ts';
import { type Route, staffRoute } from '../route.ts';

export interface AnswerMarkDeps {
  readonly calls: Calls;
  readonly marks: AnswerMarks;
}

const editors = { limit: 'staff', roles: PERMISSIONS['answers.marks'] } as const;

/** “This answer is wrong”: said with one key at the desk, looked at by editors. */
export function answerMarkRoutes({ calls, marks }: AnswerMarkDeps): readonly Route[] {
  return [
    staffRoute({
      id: 'desk.wrong',
      method: 'post',
      path: '/api/staff/desk/wrong',
      summary: 'This answer is wrong: into the editor’s queue',
      limit: 'staff',
      roles: PERMISSIONS['answers.try'],
      body: z.strictObject({
        questionId: z.string().max(120).nullable(),
        callId: z.string().max(80).nullable(),
        asked: z.string().max(2000),
        note: z.string().max(500),
        answer: z.string().max(4000).default(''),
        clauseIds: z.array(z.string().max(120)).max(20).default([]),
        district: z.string().max(40).nullable().default(null),
      }),
      status: 204,
      handle: async ({ staff, body }) => {
        await calls.markWrong(staff, body);
        return empty();
      },
    }),
    staffRoute({
      ...editors,
      id: 'knowledge.marks',
      method: 'get',
      path: '/api/staff/knowledge/marks',
      summary: 'Answers that were marked as wrong: open ones oldest first, done ones newest first',
      query: z.strictObject({ state: z.enum(['open', 'done']).default('open') }),
      handle: async ({ query }) => json({ marks: await marks.list(query.state) }),
    }),
    staffRoute({
      ...editors,
      id: 'knowledge.marks.close',
      method: 'post',
      path: '/api/staff/knowledge/marks/:id/close',
      summary: 'A marked answer was looked at, and what came of it',
      params: z.strictObject({ id: z.string().max(40) }),
      body: z.strictObject({ note: z.string().trim().max(500).default('') }),
      status: 204,
      handle: async ({ staff, params, body }) => {
        await marks.close(staff, params.id, body.note);
        return empty();
      },
    }),
  ];
}
