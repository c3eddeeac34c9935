import { z } from 'zod';
import { IDENTITY_CHECKS, REQUEST_KINDS, type SubjectRequests } from '../../privacy/subject.ts';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { download, json } from '../reply.ts';
import { type Route, staffRoute } from '../route.ts';

const idParams = z.strictObject({ id: z.string().max(40) });
const request = z.object({
  id: z.string(),
  kind: z.enum(REQUEST_KINDS),
  number: z.string().nullable(),
  phone: z.string().nullable().describe('Masked'),
  state: z.enum(['open', 'approved', 'refused', 'done']),
  askedBy: z.string(),
  askedAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  reason: z.string(),
  identity: z.enum(IDENTITY_CHECKS),
  found: z.object({ tickets: z.int(), calls: z.int(), benefits: z.int() }),
  mayDecide: z.boolean(),
  version: z.int(),
});

/** Requests of persons about their own data: one member of staff asks, another decides. */
export function privacyRoutes(subjects: SubjectRequests): readonly Route[] {
  return [...requestRoutes(subjects), ...resultRoutes(subjects)];
}

function requestRoutes(subjects: SubjectRequests): readonly Route[] {
  return [
    staffRoute({
      id: 'staff.person-requests',
      method: 'get',
      path: '/api/staff/person-requests',
      summary: 'Requests for a copy of one’s data or for erasure, undecided ones first',
      limit: 'staff',
      roles: PERMISSIONS['privacy.read'],
      response: z.object({ requests: z.array(request).readonly() }),
      handle: async ({ staff }) => json({ requests: await subjects.list(staff) }),
    }),
    staffRoute({
      id: 'staff.person-requests.ask',
      method: 'post',
      path: '/api/staff/person-requests',
      summary: 'Ask for a copy or an erasure, by ticket number or by phone; somebody else decides',
      limit: 'staff',
      roles: PERMISSIONS['privacy.ask'],
      status: 201,
      body: z.strictObject({
        kind: z.enum(REQUEST_KINDS),
        number: z.string().trim().min(1).max(20).optional(),
        phone: z
          .string()
          .trim()
          .regex(/^\+?[\d\-() ]{5,24}$/)
          .optional(),
        identity: z.enum(IDENTITY_CHECKS),
        reason: z.string().trim().min(1).max(200),
      }),
      response: request,
      handle: async ({ staff, body }) => json(await subjects.ask(staff, body), { status: 201 }),
    }),
    staffRoute({
      id: 'staff.person-requests.decide',
      method: 'post',
      path: '/api/staff/person-requests/:id/decision',
      summary:
        'Approve or refuse what somebody else asked for; an approved erasure is done at once',
      limit: 'staff',
      roles: PERMISSIONS['privacy.decide'],
      params: idParams,
      body: z.strictObject({ approve: z.boolean(), version: z.int().min(1) }),
      response: request,
      handle: async ({ staff, params, body }) =>
        json(await subjects.decide(staff, params.id, body)),
    }),
  ];
}

function resultRoutes(subjects: SubjectRequests): readonly Route[] {
  return [
    staffRoute({
      id: 'staff.person-requests.copy',
      method: 'get',
      path: '/api/staff/person-requests/:id/copy',
      summary: 'The approved copy for the person (zip); handing it out is on the record',
      limit: 'staff',
      roles: PERMISSIONS['privacy.ask'],
      params: idParams,
      produces: 'application/zip',
      handle: async ({ staff, params }) =>
        download('application/zip', `${params.id}.zip`, await subjects.copy(staff, params.id)),
    }),
    staffRoute({
      id: 'staff.person-requests.proof',
      method: 'get',
      path: '/api/staff/person-requests/:id/proof',
      summary: 'What is left of a person who was erased, counted now',
      limit: 'staff',
      roles: PERMISSIONS['privacy.read'],
      params: idParams,
      response: z.object({
        at: z.string(),
        persons: z.int(),
        keysLeft: z.int(),
        cells: z.int(),
        opened: z.int(),
        conversationsLeft: z.int(),
        chain: z.object({ ok: z.boolean(), rows: z.int() }),
      }),
      handle: async ({ staff, params }) => json(await subjects.proof(staff, params.id)),
    }),
  ];
}
