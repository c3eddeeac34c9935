import { z } from 'zod';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { ROLES } from '../../staff/role.ts';
import { type Staff } from '../../staff/staff.ts';
import { empty, json } from '../reply.ts';
import { type Route, staffRoute } from '../route.ts';

const unit = z.string().min(1).max(60).nullable();
const idParams = z.strictObject({ id: z.string().max(40) });
const shared = { limit: 'staff', roles: PERMISSIONS['staff.manage'] } as const;

/** Accounts: for administrators, who in turn see no ticket. */
export function staffAccountRoutes(staff: Staff): readonly Route[] {
  return [...accountRoutes(staff), ...accountSessionRoutes(staff)];
}

function accountRoutes(staff: Staff): readonly Route[] {
  return [
    staffRoute({
      ...shared,
      id: 'staff.accounts.list',
      method: 'get',
      path: '/api/staff/accounts',
      summary: 'All accounts, without secrets',
      handle: async () => json({ accounts: await staff.list() }),
    }),
    staffRoute({
      ...shared,
      id: 'staff.accounts.add',
      method: 'post',
      path: '/api/staff/accounts',
      summary: 'Add an account; its one-time password is shown once',
      status: 201,
      body: z.strictObject({
        login: z.string().regex(/^[a-z][a-z0-9._-]{1,39}$/),
        name: z.string().min(1).max(40),
        role: z.enum(ROLES),
        unit: unit.default(null),
      }),
      handle: async ({ staff: by, body }) => json(await staff.add(by, body), { status: 201 }),
    }),
    staffRoute({
      ...shared,
      id: 'staff.accounts.change',
      method: 'patch',
      path: '/api/staff/accounts/:id',
      summary: 'Change role, unit or whether it is disabled; ends its sessions',
      params: idParams,
      body: z.strictObject({
        role: z.enum(ROLES).optional(),
        unit: unit.optional(),
        disabled: z.boolean().optional(),
      }),
      handle: async ({ staff: by, params, body }) => {
        await staff.change(by, params.id, body);
        return empty();
      },
    }),
    staffRoute({
      ...shared,
      id: 'staff.accounts.reset',
      method: 'post',
      path: '/api/staff/accounts/:id/reset',
      summary: 'A new one-time password; lifts a lock, ends the sessions',
      params: idParams,
      body: z.strictObject({ secondFactor: z.boolean().default(false) }),
      handle: async ({ staff: by, params, body }) =>
        json(await staff.reset(by, params.id, body.secondFactor)),
    }),
  ];
}

function accountSessionRoutes(staff: Staff): readonly Route[] {
  return [
    staffRoute({
      ...shared,
      id: 'staff.accounts.sessions',
      method: 'get',
      path: '/api/staff/accounts/:id/sessions',
      summary: 'Open sessions of an account',
      params: idParams,
      handle: async ({ params }) => json({ sessions: await staff.sessions(params.id) }),
    }),
    staffRoute({
      ...shared,
      id: 'staff.accounts.sessions.end',
      method: 'delete',
      path: '/api/staff/accounts/:id/sessions',
      summary: 'End all sessions of an account',
      params: idParams,
      handle: async ({ staff: by, params }) => {
        await staff.endAllSessions(by, params.id);
        return empty();
      },
    }),
  ];
}
