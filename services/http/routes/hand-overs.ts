import { z } from 'zod';
import { type HandOvers, type HandOverView } from '../../desk/hand-over/hand-over.ts';
import { maskPhone } from '../../privacy/mask.ts';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { type StaffMember } from '../../staff/role.ts';
import { empty, json } from '../reply.ts';
import { type Route, staffRoute } from '../route.ts';

const desk = { limit: 'staff', roles: PERMISSIONS['desk.work'] } as const;
const one = { ...desk, params: z.strictObject({ id: z.string().max(40) }) } as const;

/** Chats that want a person, and residents who are to be rung. */
export function handOverRoutes(handOvers: HandOvers): readonly Route[] {
  return [...queueRoutes(handOvers), ...chatRoutes(handOvers)];
}

/** A phone is shown to who has taken the matter, to nobody else. */
function shown(view: HandOverView, staff: StaffMember): HandOverView {
  const { phone, takenBy } = view;
  return takenBy === staff.id || phone === null ? view : { ...view, phone: maskPhone(phone) };
}

function queueRoutes(handOvers: HandOvers): readonly Route[] {
  return [
    staffRoute({
      ...desk,
      id: 'desk.hand-overs.list',
      method: 'get',
      path: '/api/staff/desk/hand-overs',
      summary: 'Chats that wait for a person, one’s own, and residents to be rung',
      handle: async ({ staff }) => {
        const found = await handOvers.list(staff);
        return json({ handOvers: found.map((view) => shown(view, staff)) });
      },
    }),
    staffRoute({
      ...one,
      id: 'desk.hand-overs.take',
      method: 'post',
      path: '/api/staff/desk/hand-overs/:id/take',
      summary: 'Take one; 409 when a colleague was faster',
      body: z.strictObject({}),
      handle: async ({ staff, params }) => json(await handOvers.take(staff, params.id)),
    }),
  ];
}

function chatRoutes(handOvers: HandOvers): readonly Route[] {
  return [
    staffRoute({
      ...one,
      id: 'desk.hand-overs.transcript',
      method: 'get',
      path: '/api/staff/desk/hand-overs/:id',
      summary: 'What was said in a chat that one has taken',
      handle: async ({ staff, params }) =>
        json({ lines: await handOvers.transcript(staff, params.id) }),
    }),
    staffRoute({
      ...one,
      id: 'desk.hand-overs.post',
      method: 'post',
      path: '/api/staff/desk/hand-overs/:id/messages',
      summary: 'A message into the resident’s chat',
      body: z.strictObject({ text: z.string().trim().min(1).max(2000) }),
      status: 204,
      handle: async ({ staff, params, body }) => {
        await handOvers.post(staff, params.id, body.text);
        return empty();
      },
    }),
    staffRoute({
      ...one,
      id: 'desk.hand-overs.return',
      method: 'post',
      path: '/api/staff/desk/hand-overs/:id/return',
      summary: 'Give the person back to the assistant, or close a call-back, with a note',
      body: z.strictObject({ note: z.string().trim().max(500) }),
      status: 204,
      handle: async ({ staff, params, body }) => {
        await handOvers.return(staff, params.id, body.note);
        return empty();
      },
    }),
  ];
}
