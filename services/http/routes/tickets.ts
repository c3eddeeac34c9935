import { randomUUID } from 'node:crypto';
import { type FileInput, type Tickets } from '../../tickets/tickets.ts';
import { MAX_FILES_BYTES } from '../../tickets/papers.ts';
import { json } from '../reply.ts';
import { publicRoute, type Route } from '../route.ts';
import {
  answerBody,
  codeBody,
  codeQuery,
  fileBody,
  filed,
  numberParams,
  progress,
  ratingBody,
  reopenBody,
} from './ticket-schemas.ts';

/** The largest files in Base64, and the text. */
const FILE_LIMIT = Math.ceil((MAX_FILES_BYTES * 4) / 3) + 256 * 1024;

/** What residents do with tickets: no account, only number and query code. */
export function ticketRoutes(tickets: Tickets): readonly Route[] {
  return [...openingRoutes(tickets), ...answeringRoutes(tickets)];
}

const byNumber = { method: 'post', limit: 'look-up', params: numberParams } as const;

function openingRoutes(tickets: Tickets): readonly Route[] {
  return [
    publicRoute({
      id: 'tickets.file',
      method: 'post',
      path: '/api/tickets',
      summary:
        'File a complaint, report, suggestion or request; repeat with the same Idempotency-Key',
      limit: 'file',
      body: fileBody,
      bodyLimit: FILE_LIMIT,
      response: filed,
      status: 201,
      handle: async ({ body, header }) => {
        // Without a key a repeated request cannot be told from a second complaint.
        const key = header('idempotency-key') ?? randomUUID();
        const { attachments = [], ...input } = body;
        const files = attachments.map(({ name, content }) => ({
          name,
          bytes: Buffer.from(content, 'base64'),
        }));
        return json(await tickets.file({ ...(input as FileInput), files }, key), { status: 201 });
      },
    }),
    publicRoute({
      id: 'tickets.progress',
      method: 'get',
      path: '/api/tickets/:number',
      summary: 'Progress as the resident may see it',
      limit: 'look-up',
      params: numberParams,
      query: codeQuery,
      response: progress,
      handle: async ({ params, query }) => json(await tickets.progress(params.number, query.code)),
    }),
  ];
}

function answeringRoutes(tickets: Tickets): readonly Route[] {
  return [
    publicRoute({
      ...byNumber,
      id: 'tickets.receipt',
      path: '/api/tickets/:number/receipt',
      summary: 'The resident has read the notice',
      body: codeBody,
      response: progress,
      handle: async ({ params, body }) => json(await tickets.receipt(params.number, body.code)),
    }),
    publicRoute({
      ...byNumber,
      id: 'tickets.rate',
      path: '/api/tickets/:number/rating',
      summary: 'Two ratings apart: how treated, and the outcome (1 to 5)',
      body: ratingBody,
      response: progress,
      handle: async ({ params, body: { code, treatment, outcome, comment } }) =>
        json(
          await tickets.rate(params.number, code, { treatment, outcome, comment: comment ?? null }),
        ),
    }),
    publicRoute({
      ...byNumber,
      id: 'tickets.reopen',
      path: '/api/tickets/:number/reopen',
      summary: 'Ask for the matter to be handled again',
      body: reopenBody,
      response: progress,
      handle: async ({ params, body }) =>
        json(await tickets.reopen(params.number, body.code, body.reason)),
    }),
    publicRoute({
      ...byNumber,
      id: 'tickets.answer',
      path: '/api/tickets/:number/answer',
      summary: 'Agree or not that a complaint is handled as something else',
      body: answerBody,
      response: progress,
      handle: async ({ params, body }) =>
        json(await tickets.confirmRelabel(params.number, body.code, body.agrees)),
    }),
  ];
}
