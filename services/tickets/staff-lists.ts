import { beijingDate } from '../clock.ts';
import { AppError } from '../errors.ts';
import { type StaffMember } from '../staff/role.ts';
import { fill } from '../text.ts';
import { actorOf, assertReads } from './staff-view.ts';
import { type TicketDeps } from './deps.ts';
import { COLUMNS } from './ticket-columns.ts';
import { type PageKey } from './ticket-store.ts';
import {
  COUNTED_MOST,
  type TicketLine,
  type TicketPage,
  type TicketQuery,
  type Tickets,
  type TicketTable,
  WORK_LISTS,
  type WorkList,
} from './tickets.ts';
import { OPEN_STATES } from './transition.ts';
import { filterOf } from './work-lists.ts';

const PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 200;
/** Rows read and written between two turns of the event loop: some milliseconds. */
const TABLE_PAGE = 500;
/** Rows of one table: more than a city has in years, less than a spreadsheet opens. */
const TABLE_MOST = 500_000;

/** Lists of tickets: by page, by count, as a table. */
export function staffLists(deps: TicketDeps): Pick<Tickets, 'list' | 'counts' | 'table'> {
  return {
    list: (staff, query) => list(deps, staff, query),
    counts: async (staff) => {
      assertReads(staff);
      const today = beijingDate(deps.clock.now());
      const counted: [WorkList, number][] = [];
      for (const due of WORK_LISTS) {
        const filter = filterOf(deps, staff, { due }, today);
        counted.push([due, await deps.store.count(filter, COUNTED_MOST)]);
      }
      return Object.fromEntries(counted) as Record<WorkList, number>;
    },
    table: (staff, query) => table(deps, staff, query),
  };
}

async function list(deps: TicketDeps, staff: StaffMember, query: TicketQuery): Promise<TicketPage> {
  assertReads(staff);
  const today = beijingDate(deps.clock.now());
  const size = Math.min(Math.max(1, query.size ?? PAGE_SIZE), MAX_PAGE_SIZE);
  const filter = filterOf(deps, staff, query, today);
  const lines = await deps.store.list(filter, pageKey(query.page), size + 1);
  const shown = lines.slice(0, size).map((line) => ({ ...line, overdue: isOverdue(line, today) }));
  const last = lines.length > size ? shown.at(-1) : undefined;
  const next = last ? Buffer.from(`${last.dueDate}|${last.number}`).toString('base64url') : null;
  return { tickets: shown, next };
}

// What is closed is no longer late, whenever its last day was.
function isOverdue({ state, dueDate }: Omit<TicketLine, 'overdue'>, today: string): boolean {
  return dueDate < today && (OPEN_STATES as readonly string[]).includes(state);
}

function pageKey(page: string | undefined): PageKey | null {
  if (page === undefined) return null;
  const [dueDate, number] = Buffer.from(page, 'base64url').toString('utf8').split('|');
  if (dueDate === undefined || number === undefined) throw new AppError('request.malformed');
  return { dueDate, number };
}

async function table(
  deps: TicketDeps,
  staff: StaffMember,
  query: TicketQuery,
): Promise<TicketTable> {
  assertReads(staff);
  const { words, store, clock, audit, unitOfWork } = deps;
  const filter = filterOf(deps, staff, query, beijingDate(clock.now()));
  const rows = await store.count(filter, TABLE_MOST + 1);
  if (rows > TABLE_MOST) {
    const message = fill(words.fields['too-many-rows'] ?? '', { most: TABLE_MOST });
    throw new AppError('request.invalid', undefined, { fields: [{ field: 'rows', message }] });
  }
  const { id: actor, role } = actorOf(staff);
  // What leaves the house is on the record before it does.
  await unitOfWork.transaction(() =>
    audit.append({
      ...{ actor, role, action: 'export-list', objectType: 'ticket-list', objectId: 'all' },
      outcome: 'done',
      requestId: null,
      detail: { rows },
    }),
  );
  return {
    headings: COLUMNS.map((column) => words.columns[column]),
    pages: pagesOf((after) => store.lines(filter, after, TABLE_PAGE)),
  };
}

async function* pagesOf(
  read: (after: string) => Promise<readonly Omit<TicketLine, 'overdue'>[]>,
): TicketTable['pages'] {
  for (let after = ''; ;) {
    const lines = await read(after);
    yield lines.map((line) => COLUMNS.map((column) => line[column] ?? ''));
    const last = lines.at(-1);
    if (!last || lines.length < TABLE_PAGE) return;
    after = last.number;
  }
}
