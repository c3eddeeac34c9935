import { z } from 'zod';
import { FACT_KEYS, SELF_CHECKS } from '../../../knowledge/index.ts';
import { RESOLUTIONS, SPEAKERS } from '../../desk/call.ts';
import { type Calls, type FileFromCall } from '../../desk/calls.ts';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { empty, json } from '../reply.ts';
import { type Route, staffRoute } from '../route.ts';
import { fileBody, filed } from './ticket-schemas.ts';

const call = {
  limit: 'staff',
  roles: PERMISSIONS['desk.work'],
  params: z.strictObject({ id: z.string().max(80) }),
} as const;
const desk = { limit: 'staff', roles: PERMISSIONS['desk.work'] } as const;
const nothing = z.strictObject({});
const note = z.string().trim().max(500);

/** What an operator does with calls; which call a person may see is decided behind the door. */
export function deskCallRoutes(calls: Calls): readonly Route[] {
  return [
    ...openCalls(calls),
    ...readCalls(calls),
    ...handledCalls(calls),
    ...recordedCalls(calls),
  ];
}

function openCalls(calls: Calls): readonly Route[] {
  return [
    staffRoute({
      ...desk,
      id: 'desk.calls.list',
      method: 'get',
      path: '/api/staff/desk/calls',
      summary: 'Ringing calls, own calls, and ended ones that still want a wrap-up',
      handle: async ({ staff }) => json({ calls: await calls.list(staff) }),
    }),
    staffRoute({
      ...desk,
      id: 'desk.calls.open',
      method: 'post',
      path: '/api/staff/desk/calls',
      summary: 'A call without an exchange: the operator answers and types',
      body: z.strictObject({ caller: z.string().max(40).nullish() }),
      status: 201,
      handle: async ({ staff, body }) =>
        json(await calls.open(staff, body.caller ?? null), { status: 201 }),
    }),
    staffRoute({
      ...call,
      id: 'desk.calls.take',
      method: 'post',
      path: '/api/staff/desk/calls/:id/take',
      summary: 'Take a call; 409 when another operator has it',
      body: nothing,
      handle: async ({ staff, params }) => json(await calls.take(staff, params.id)),
    }),
    staffRoute({
      ...call,
      id: 'desk.calls.listen',
      method: 'post',
      path: '/api/staff/desk/calls/:id/listen',
      summary: 'Listen in; on the record before anything is shown',
      roles: PERMISSIONS['desk.listen'],
      body: nothing,
      handle: async ({ staff, params }) => json(await calls.listenIn(staff, params.id)),
    }),
  ];
}

function readCalls(calls: Calls): readonly Route[] {
  return [
    staffRoute({
      ...call,
      id: 'desk.calls.view',
      method: 'get',
      path: '/api/staff/desk/calls/:id',
      summary: 'One call, masked',
      handle: async ({ staff, params }) => json(await calls.view(staff, params.id)),
    }),
    staffRoute({
      ...call,
      id: 'desk.calls.suggestion',
      method: 'get',
      path: '/api/staff/desk/calls/:id/suggestion',
      summary: 'The likely answer, what to ask next and the form so far',
      handle: async ({ staff, params }) => json(await calls.suggestion(staff, params.id)),
    }),
    staffRoute({
      ...call,
      id: 'desk.calls.sheet',
      method: 'post',
      path: '/api/staff/desk/calls/:id/sheet',
      summary: 'A self-check filled from speech, and from what the operator typed; changes nothing',
      body: z.strictObject({
        check: z.enum(SELF_CHECKS),
        typed: z.partialRecord(z.enum(FACT_KEYS), z.string().max(200)),
      }),
      handle: async ({ staff, params, body }) => json(await calls.sheet(staff, params.id, body)),
    }),
    staffRoute({
      ...call,
      id: 'desk.calls.history',
      method: 'get',
      path: '/api/staff/desk/calls/:id/history',
      summary: 'Earlier calls and tickets of the same number',
      handle: async ({ staff, params }) => json(await calls.history(staff, params.id)),
    }),
  ];
}

function handledCalls(calls: Calls): readonly Route[] {
  return [
    staffRoute({
      ...call,
      id: 'desk.calls.say',
      method: 'post',
      path: '/api/staff/desk/calls/:id/lines',
      summary: 'A line that the operator types, the caller’s or their own',
      body: z.strictObject({
        speaker: z.enum(SPEAKERS),
        text: z.string().trim().min(1).max(2000),
      }),
      handle: async ({ staff, params, body }) => json(await calls.say(staff, params.id, body)),
    }),
    staffRoute({
      ...call,
      id: 'desk.calls.end',
      method: 'post',
      path: '/api/staff/desk/calls/:id/end',
      summary: 'The call is over',
      body: nothing,
      handle: async ({ staff, params }) => json(await calls.end(staff, params.id)),
    }),
    staffRoute({
      ...call,
      id: 'desk.calls.form',
      method: 'post',
      path: '/api/staff/desk/calls/:id/form',
      summary: 'Keep what the operator typed; 409 for an old version',
      body: z.strictObject({
        form: z.record(
          z.string().max(40),
          z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]),
        ),
        version: z.int().min(0),
      }),
      handle: async ({ staff, params, body }) =>
        json(await calls.setForm(staff, params.id, body.form, body.version)),
    }),
    staffRoute({
      ...call,
      id: 'desk.calls.transfer',
      method: 'post',
      path: '/api/staff/desk/calls/:id/transfer',
      summary: 'Hand the call to a colleague, with everything on it',
      body: z.strictObject({ to: z.string().max(64), note }),
      status: 204,
      handle: async ({ staff, params, body }) => {
        await calls.transfer(staff, params.id, body.to, body.note);
        return empty();
      },
    }),
  ];
}

function recordedCalls(calls: Calls): readonly Route[] {
  return [
    staffRoute({
      ...call,
      id: 'desk.calls.file',
      method: 'post',
      path: '/api/staff/desk/calls/:id/ticket',
      summary:
        'File a ticket on the caller’s behalf, once a call; 422 with what still has to be asked',
      body: fileBody.extend({ callerAgrees: z.boolean().optional() }),
      response: filed,
      status: 201,
      handle: async ({ staff, params, body }) =>
        json(await calls.file(staff, params.id, body as FileFromCall), { status: 201 }),
    }),
    staffRoute({
      ...call,
      id: 'desk.calls.draft',
      method: 'get',
      path: '/api/staff/desk/calls/:id/wrap-up',
      summary: 'Facts of the call as a draft summary',
      handle: async ({ staff, params }) =>
        json({ summary: await calls.draftWrapUp(staff, params.id) }),
    }),
    staffRoute({
      ...call,
      id: 'desk.calls.wrap-up',
      method: 'post',
      path: '/api/staff/desk/calls/:id/wrap-up',
      summary: 'Close the record of a call',
      body: z.strictObject({
        summary: z.string().trim().min(1).max(2000),
        resolution: z.enum(RESOLUTIONS),
      }),
      handle: async ({ staff, params, body }) => json(await calls.wrapUp(staff, params.id, body)),
    }),
    staffRoute({
      ...call,
      id: 'desk.calls.reveal',
      method: 'post',
      path: '/api/staff/desk/calls/:id/reveal',
      summary: 'The caller’s number in clear; the reason stays on the record',
      body: z.strictObject({ reason: z.string().trim().min(1).max(200) }),
      handle: async ({ staff, params, body }) =>
        json(await calls.reveal(staff, params.id, body.reason)),
    }),
  ];
}
