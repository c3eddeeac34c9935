import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { type Outbox } from '../../notices/outbox.ts';
import { maskPhone } from '../../privacy/mask.ts';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { empty, json } from '../reply.ts';
import { type Route, signedRoute, staffRoute } from '../route.ts';

export interface NoticeRouteDeps {
  readonly outbox: Outbox;
  /** Part of the address that the gateway's operator is given; null takes no receipts. */
  readonly receiptToken: string | null;
}

const DELIVERED = 'DELIVRD';
const report = z.looseObject({ msgGroup: z.string().max(80), errorCode: z.string().max(40) });

/** Receipts from the gateway, and the notices that wait for a person. */
export function noticeRoutes({ outbox, receiptToken }: NoticeRouteDeps): readonly Route[] {
  return [
    signedRoute({
      id: 'sms.receipts',
      method: 'post',
      path: '/api/sms/receipts/:token',
      summary: 'Delivery reports of the short-message gateway, one or many',
      limit: 'none',
      params: z.strictObject({ token: z.string().max(128) }),
      body: z.union([report, z.array(report).max(500)]),
      handle: async ({ params, body }) => {
        if (receiptToken === null || !same(params.token, receiptToken))
          throw new AppError('not-found');
        for (const { msgGroup, errorCode } of [body].flat()) {
          const delivered = errorCode === DELIVERED;
          await outbox.report(msgGroup, delivered, delivered ? null : errorCode);
        }
        return json({ result: 'ok' });
      },
    }),
    staffRoute({
      id: 'staff.notices.tasks',
      method: 'get',
      path: '/api/staff/notices',
      summary: 'Notices that no machine could deliver: someone has to call or write',
      limit: 'staff',
      roles: PERMISSIONS['notices.tasks'],
      handle: async () => {
        const tasks = await outbox.tasks(200);
        return json({
          tasks: tasks.map(({ id, topic, ticket, createdAt, phone, text }) => ({
            ...{ id, topic, ticket, createdAt, text },
            phone: phone === null ? null : maskPhone(phone),
          })),
        });
      },
    }),
    staffRoute({
      id: 'staff.notices.told',
      method: 'post',
      path: '/api/staff/notices/:id/told',
      summary: 'Someone has told the person',
      limit: 'staff',
      status: 204,
      roles: PERMISSIONS['notices.tasks'],
      params: z.strictObject({ id: z.string().max(40) }),
      body: z.strictObject({ via: z.enum(['call', 'letter']) }),
      handle: async ({ params, body }) => {
        await outbox.byPerson(params.id, body.via);
        return empty();
      },
    }),
  ];
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [given, wanted].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
