import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError, type FieldProblem } from '../../errors.ts';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { type Evidence } from '../../tickets/evidence.ts';
import { type TicketWords } from '../../tickets/ticket-words.ts';
import { type ActionResult, type FileInput, type Tickets } from '../../tickets/tickets.ts';
import { download, json } from '../reply.ts';
import { type Route, staffRoute } from '../route.ts';
import { actionBody, fileBody, filed, listQuery, numberParams } from './ticket-schemas.ts';

export interface StaffTicketDeps {
  readonly tickets: Tickets;
  readonly evidence: Evidence;
  readonly words: TicketWords;
}

const one = { limit: 'staff', params: numberParams } as const;

/** What staff do with tickets; which ticket a person may see is decided behind the door. */
export function staffTicketRoutes(deps: StaffTicketDeps): readonly Route[] {
  return [...listRoutes(deps), ...workRoutes(deps), ...paperRoutes(deps)];
}

function listRoutes({ tickets }: StaffTicketDeps): readonly Route[] {
  return [
    staffRoute({
      id: 'staff.tickets.list',
      method: 'get',
      path: '/api/staff/tickets',
      summary: 'Work lists, paged by key',
      limit: 'staff',
      roles: PERMISSIONS['tickets.read'],
      query: listQuery,
      handle: async ({ staff, query }) => json(await tickets.list(staff, query)),
    }),
    staffRoute({
      id: 'staff.tickets.file',
      method: 'post',
      path: '/api/staff/tickets',
      summary: 'File a ticket on behalf of a caller: whoever files stays its first-contact owner',
      limit: 'staff',
      roles: PERMISSIONS['tickets.file'],
      body: fileBody,
      response: filed,
      status: 201,
      handle: async ({ staff, body, header }) => {
        const input = { ...(body as FileInput), channel: 'phone', takenBy: staff.id } as const;
        const key = header('idempotency-key') ?? randomUUID();
        return json(await tickets.file(input, `${staff.id}/${key}`), { status: 201 });
      },
    }),
  ];
}

function workRoutes({ tickets, words }: StaffTicketDeps): readonly Route[] {
  return [
    staffRoute({
      ...one,
      id: 'staff.tickets.view',
      method: 'get',
      path: '/api/staff/tickets/:number',
      summary: 'One ticket with its timeline, masked by role',
      roles: PERMISSIONS['tickets.read'],
      handle: async ({ staff, params }) => json(await tickets.view(staff, params.number)),
    }),
    staffRoute({
      ...one,
      id: 'staff.tickets.act',
      method: 'post',
      path: '/api/staff/tickets/:number/actions',
      summary: 'Take one step; 409 for an old version, 422 with the missing parts',
      roles: PERMISSIONS['tickets.act'],
      body: actionBody,
      handle: async ({ staff, params, body: { version, ...command } }) => {
        const result = await tickets.act(staff, params.number, command, version);
        return json(doneOr422(words, result));
      },
    }),
    staffRoute({
      ...one,
      id: 'staff.tickets.unmask',
      method: 'post',
      path: '/api/staff/tickets/:number/unmask',
      summary: 'Name and phone in clear; the reason stays on the record',
      roles: PERMISSIONS['tickets.unmask'],
      body: z.strictObject({ reason: z.string().min(1).max(200) }),
      handle: async ({ staff, params, body }) =>
        json(await tickets.unmask(staff, params.number, body.reason)),
    }),
    staffRoute({
      ...one,
      id: 'staff.tickets.duplicates',
      method: 'get',
      path: '/api/staff/tickets/:number/duplicates',
      summary: 'Tickets that are likely about the same matter',
      roles: PERMISSIONS['tickets.act'],
      handle: async ({ staff, params }) =>
        json({ likely: await tickets.duplicatesOf(staff, params.number) }),
    }),
  ];
}

function paperRoutes({ evidence }: StaffTicketDeps): readonly Route[] {
  return [
    staffRoute({
      ...one,
      id: 'staff.tickets.evidence',
      method: 'get',
      path: '/api/staff/tickets/:number/evidence',
      summary: 'One ticket as proof: JSON, letter, chain, verifier',
      roles: PERMISSIONS['tickets.evidence'],
      produces: 'application/zip',
      handle: async ({ staff, params }) => {
        const zip = await evidence.export(staff, params.number);
        return download('application/zip', `${params.number}.zip`, zip);
      },
    }),
    staffRoute({
      ...one,
      id: 'staff.tickets.letter',
      method: 'get',
      path: '/api/staff/tickets/:number/letter',
      summary: 'The outcome as a letter to print',
      roles: PERMISSIONS['tickets.letter'],
      produces: 'application/pdf',
      handle: async ({ staff, params }) => {
        const letter = await evidence.letter(staff, params.number);
        return download('application/pdf', `${params.number}.pdf`, letter);
      },
    }),
    staffRoute({
      ...one,
      id: 'staff.tickets.notices',
      method: 'get',
      path: '/api/staff/tickets/:number/notices',
      summary: 'Notices of one ticket with every attempt and receipt',
      roles: PERMISSIONS['tickets.read'],
      handle: async ({ staff, params }) =>
        json({ notices: await evidence.notices(staff, params.number) }),
    }),
  ];
}

/** A refusal as the doors say it: what is missing, each with its sentence. */
function doneOr422(
  { parts, notNow }: TicketWords,
  result: ActionResult,
): Extract<ActionResult, { ok: true }> {
  if (result.ok) return result;
  const missing: FieldProblem[] = result.missing.map((field) => ({ field, message: parts[field] }));
  const fields = missing.length > 0 ? missing : [{ field: 'action', message: notNow }];
  throw new AppError(result.code, undefined, result.code === 'access.denied' ? {} : { fields });
}
