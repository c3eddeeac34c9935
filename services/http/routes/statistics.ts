import { z } from 'zod';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { type StatisticsDoor } from '../../tickets/statistics.ts';
import { json } from '../reply.ts';
import { publicRoute, type Route, staffRoute } from '../route.ts';

const share = z.object({ of: z.int(), count: z.int() });

/** Counts: everything for the supervisor, what names nobody for everybody. */
export function statisticsRoutes(statistics: StatisticsDoor): readonly Route[] {
  return [
    publicRoute({
      id: 'statistics',
      method: 'get',
      path: '/api/statistics',
      summary: 'Tickets of the last 90 days, anonymous; groups under five are left out',
      limit: 'read',
      response: z.object({
        from: z.iso.date(),
        to: z.iso.date(),
        filed: z.int(),
        closed: z.int(),
        closedInTime: share,
        told: share,
        categories: z.array(z.object({ category: z.string(), count: z.int() })),
      }),
      handle: async () => {
        const { categories, ...counts } = await statistics.forAll();
        return json({ ...counts, categories: [...categories] });
      },
    }),
    staffRoute({
      id: 'staff.statistics',
      method: 'get',
      path: '/api/staff/statistics',
      summary: 'The three rates, volumes, days to close and what could not be answered',
      limit: 'staff',
      roles: PERMISSIONS['tickets.statistics'],
      query: z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
      handle: async ({ staff, query }) => json(await statistics.read(staff, query)),
    }),
  ];
}
