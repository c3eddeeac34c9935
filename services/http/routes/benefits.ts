import { z } from 'zod';
import { type Benefits } from '../../benefits/benefits.ts';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { empty, json } from '../reply.ts';
import { publicRoute, type Route, staffRoute } from '../route.ts';

const phone = z.string().regex(/^1[3-9]\d{9}$/);
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const amount = z.string().regex(/^\d{1,7}(\.\d{1,2})?$/);
const reason = z.string().min(1).max(500);
const views = z.object({
  benefits: z.array(z.object({ programme: z.string(), state: z.string(), text: z.string() })),
});

/** Benefit information: for the person after a code, for an operator with a reason. */
export function benefitRoutes(benefits: Benefits): readonly Route[] {
  return [...ownRoutes(benefits), ...officeRoutes(benefits)];
}

function ownRoutes(benefits: Benefits): readonly Route[] {
  return [
    publicRoute({
      id: 'benefits.code',
      method: 'post',
      path: '/api/benefits/code',
      summary: 'Send a code to a phone that is known here; answers alike when it is not',
      limit: 'login',
      status: 204,
      body: z.strictObject({ phone }),
      handle: async ({ body }) => {
        await benefits.askCode(body.phone);
        return empty();
      },
    }),
    publicRoute({
      id: 'benefits.own',
      method: 'post',
      path: '/api/benefits',
      summary: 'The own benefits, after a code',
      limit: 'login',
      body: z.strictObject({ phone, code: z.string().max(10) }),
      response: views,
      handle: async ({ body }) =>
        json({ benefits: [...(await benefits.own(body.phone, body.code))] }),
    }),
  ];
}

function officeRoutes(benefits: Benefits): readonly Route[] {
  return [
    staffRoute({
      id: 'staff.benefits.look-up',
      method: 'post',
      path: '/api/staff/benefits/look-up',
      summary: 'Benefits of a caller whose identity was checked; recorded with its reason',
      limit: 'staff',
      roles: PERMISSIONS['benefits.read'],
      body: z.strictObject({ phone, reason }),
      response: views,
      handle: async ({ staff, body }) =>
        json({ benefits: [...(await benefits.forCaller(staff, body.phone, body.reason))] }),
    }),
    staffRoute({
      id: 'staff.benefits.start',
      method: 'post',
      path: '/api/staff/benefits',
      summary: 'Record a benefit and tell the person',
      limit: 'staff',
      status: 201,
      roles: PERMISSIONS['benefits.write'],
      body: z.strictObject({
        programme: z.string().min(1).max(20),
        district: z.string().min(1).max(40),
        name: z.string().min(1).max(30),
        phone,
        from: month,
        amount,
        payDay: z.int().min(1).max(31),
      }),
      handle: async ({ staff, body }) =>
        json({ id: await benefits.start(staff, body) }, { status: 201 }),
    }),
    staffRoute({
      id: 'staff.benefits.event',
      method: 'post',
      path: '/api/staff/benefits/:id/events',
      summary: 'Payment, change or end of a benefit; the person is told with the reason',
      limit: 'staff',
      status: 204,
      roles: PERMISSIONS['benefits.write'],
      params: z.strictObject({ id: z.string().max(40) }),
      body: z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('paid'), month }),
        z.strictObject({ type: z.literal('changed'), from: month, amount, reason }),
        z.strictObject({ type: z.literal('stopped'), from: month, reason }),
      ]),
      handle: async ({ staff, params, body }) => {
        await benefits.happened(staff, params.id, body);
        return empty();
      },
    }),
  ];
}
