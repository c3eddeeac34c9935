import { z } from 'zod';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { type PublicStatisticsDoor } from '../../tickets/public-statistics.ts';
import { type StatisticsDoor } from '../../tickets/statistics.ts';
import { json } from '../reply.ts';
import { publicRoute, type Route, staffRoute } from '../route.ts';

const count = z.int().nullable();
const share = z.object({ of: z.int(), count: z.int() }).nullable();

/** Counts: everything for the supervisor, what names nobody for everybody. */
export function statisticsRoutes(
  statistics: StatisticsDoor,
  forAll: PublicStatisticsDoor,
): readonly Route[] {
  return [
    publicRoute({
      id: 'statistics',
      method: 'get',
      path: '/api/statistics',
      summary: 'Figures of the last twelve months, anonymous; small groups are not shown',
      limit: 'read',
      response: z.object({
        from: z.iso.date(),
        to: z.iso.date(),
        filed: count,
        response: share,
        closedInTime: share,
        told: share,
        resolved: share,
        satisfied: share,
        notReached: share,
        kinds: z.array(z.object({ name: z.string(), count })).readonly(),
        districts: z.array(z.object({ name: z.string().nullable(), count })).readonly(),
      }),
      handle: async () => json(await forAll()),
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
