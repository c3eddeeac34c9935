import { z } from 'zod';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { type Staff } from '../../staff/staff.ts';
import { csvOf } from '../../sheets/csv.ts';
import { xlsxOf } from '../../sheets/xlsx.ts';
import { type Changes } from '../../tickets/changes.ts';
import { type ClausePort } from '../../tickets/deps.ts';
import { type SavedFilters } from '../../tickets/saved-filters.ts';
import { type CommandInput, type Tickets } from '../../tickets/tickets.ts';
import { downloadParts, empty, json } from '../reply.ts';
import { type Route, staffRoute } from '../route.ts';
import { changeStream } from './change-stream.ts';
import { bulkBody, narrowing, outcomeBody, numberParams } from './ticket-schemas.ts';

export interface StaffWorkDeps {
  readonly tickets: Tickets;
  readonly changes: Changes;
  readonly filters: SavedFilters;
  readonly clauses: ClausePort;
  readonly staff: Staff;
}

/** What makes the work with many tickets quick: counts, filters, bulk, sheets, news. */
export function staffWorkRoutes(deps: StaffWorkDeps): readonly Route[] {
  return [...listRoutes(deps), ...filterRoutes(deps.filters), ...helpRoutes(deps)];
}

function listRoutes({ tickets, changes, staff: room }: StaffWorkDeps): readonly Route[] {
  return [
    staffRoute({
      id: 'staff.counts',
      method: 'get',
      path: '/api/staff/counts',
      summary: 'How many tickets stand on each work list, counted up to 1000',
      limit: 'staff',
      roles: PERMISSIONS['tickets.read'],
      handle: async ({ staff }) => json({ counts: await tickets.counts(staff) }),
    }),
    staffRoute({
      id: 'staff.bulk',
      method: 'post',
      path: '/api/staff/bulk',
      summary: 'One command for up to 100 tickets; tells what each came to',
      limit: 'staff',
      roles: PERMISSIONS['tickets.bulk'],
      body: bulkBody,
      handle: async ({ staff, body }) =>
        json({
          results: await tickets.actMany(staff, body.tickets, body.command as CommandInput),
        }),
    }),
    staffRoute({
      id: 'staff.export',
      method: 'get',
      path: '/api/staff/export',
      summary: 'A list as a sheet: CSV or XLSX, no cell a formula',
      limit: 'staff',
      roles: PERMISSIONS['tickets.export'],
      query: narrowing.extend({ format: z.enum(['csv', 'xlsx']) }),
      produces: 'text/csv',
      handle: async ({ staff, query: { format, ...query } }) => {
        const sheet = await tickets.table(staff, query);
        return format === 'csv'
          ? downloadParts('text/csv; charset=utf-8', 'tickets.csv', csvOf(sheet))
          : downloadParts(XLSX, 'tickets.xlsx', xlsxOf('tickets', sheet));
      },
    }),
    staffRoute({
      id: 'staff.stream',
      method: 'get',
      path: '/api/staff/stream',
      summary: 'Changes of the tickets that this person may see, as server-sent events',
      limit: 'staff',
      roles: PERMISSIONS['tickets.read'],
      produces: 'text/event-stream',
      handle: ({ staff, sessionId }) =>
        changeStream({ changes, staff, isOpen: () => room.isOpen(staff.id, sessionId) }),
    }),
  ];
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

function filterRoutes(filters: SavedFilters): readonly Route[] {
  const own = { limit: 'staff', roles: PERMISSIONS['tickets.read'] } as const;
  return [
    staffRoute({
      ...own,
      id: 'staff.filters.list',
      method: 'get',
      path: '/api/staff/filters',
      summary: 'Own saved filters',
      handle: async ({ staff }) => json({ filters: await filters.list(staff) }),
    }),
    staffRoute({
      ...own,
      id: 'staff.filters.keep',
      method: 'post',
      path: '/api/staff/filters',
      summary: 'Keep a filter under a name; never with a search text',
      status: 201,
      body: z.strictObject({
        name: z.string().trim().min(1).max(20),
        query: narrowing.omit({ q: true }),
      }),
      handle: async ({ staff, body }) =>
        json(await filters.keep(staff, body.name, body.query), { status: 201 }),
    }),
    staffRoute({
      ...own,
      id: 'staff.filters.forget',
      method: 'delete',
      path: '/api/staff/filters/:id',
      summary: 'Forget one of the own filters',
      params: z.strictObject({ id: z.string().max(40) }),
      handle: async ({ staff, params }) => {
        await filters.forget(staff, params.id);
        return empty();
      },
    }),
  ];
}

function helpRoutes({ tickets, clauses, staff: room }: StaffWorkDeps): readonly Route[] {
  return [
    staffRoute({
      id: 'staff.tickets.outcome-check',
      method: 'post',
      path: '/api/staff/tickets/:number/outcome-check',
      summary: 'What an outcome would lack, and how its plain wording reads; saves nothing',
      limit: 'staff',
      roles: PERMISSIONS['tickets.act'],
      params: numberParams,
      body: z.strictObject({ outcome: outcomeBody }),
      handle: async ({ staff, params, body }) =>
        json(await tickets.checkOutcome(staff, params.number, body.outcome)),
    }),
    staffRoute({
      id: 'staff.clauses',
      method: 'get',
      path: '/api/staff/clauses',
      summary: 'Clauses that may be quoted on a day, by a few words',
      limit: 'staff',
      roles: PERMISSIONS['clauses.search'],
      query: z.strictObject({ q: z.string().max(200), on: z.iso.date() }),
      handle: ({ query: { q, on } }) =>
        json({ clauses: q.trim() === '' ? [] : [...clauses.search(q, on)] }),
    }),
    staffRoute({
      id: 'staff.colleagues',
      method: 'get',
      path: '/api/staff/colleagues',
      summary: 'Names, roles and units of the staff: for timelines and choices',
      limit: 'staff',
      roles: PERMISSIONS['colleagues.read'],
      handle: async () => json({ colleagues: await room.colleagues() }),
    }),
  ];
}
