/** What people of the office and residents look up all day, over a database of years. */
import { STATES, TICKET_CATEGORIES } from '../../../services/tickets/ticket.ts';
import { WORK_LISTS } from '../../../services/tickets/tickets.ts';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Called, type Caller } from '../calls.ts';
import { type City } from './make-city.ts';

export interface Session {
  get(path: string): Promise<Called>;
  /** Writes what is answered into a file: a record of years is larger than any text may be. */
  save(path: string, file: string): Promise<Called>;
}

/** Signs in; throws when that does not work. */
export async function signIn(calls: Caller, login: string, password: string): Promise<Session> {
  const body = { login, password };
  const signed = await calls.call('/api/staff/session', { method: 'POST', body });
  if (signed.status !== 200) throw new Error(`signing in answered ${String(signed.status)}`);
  const cookie = String(signed.headers['set-cookie']).split(';')[0] ?? '';
  return {
    get: (path) => calls.call(path, { headers: { cookie } }),
    save: async (path, file) => {
      const began = performance.now();
      const { status, body: said } = await fetch(calls.base + path, { headers: { cookie } });
      if (said === null) throw new Error('an answer without a body');
      await pipeline(Readable.fromWeb(said), createWriteStream(file));
      return { status, headers: {}, body: '', ms: performance.now() - began };
    },
  };
}

export interface LookUp {
  readonly what: string;
  readonly path: string;
  readonly by: 'supervisor' | 'handler' | 'resident';
}

const LIST = '/api/staff/tickets';

/** Every work list, filter and look-up that the pages have; what narrows little and what narrows much. */
export function lookUps({ unit, known }: City, today: string): readonly LookUp[] {
  const month = today.slice(0, 7);
  const [ticket] = known.slice(-1);
  const [old] = known;
  if (!ticket || !old) throw new Error('a city without tickets');
  const district = encodeURIComponent('芝罘区');
  const encoded = (value: string): string => encodeURIComponent(value);
  const supervised = [
    '',
    ...WORK_LISTS.map((due) => `due=${due}`),
    ...STATES.map((state) => `status=${encoded(state)}`),
    ...TICKET_CATEGORIES.slice(0, 3).map((category) => `category=${encoded(category)}`),
    `district=${district}`,
    `district=${district}&category=${encoded('收取好处费')}&urgency=${encoded('紧急')}&kind=${encoded('建议')}`,
    `urgency=${encoded('紧急')}`,
    `kind=${encoded('举报')}`,
    `unit=${encoded(unit)}`,
    `unit=${encoded(unit)}&due=overdue`,
    `from=${month}-01&to=${today}`,
    `from=2024-03-01&to=2024-03-31&urgency=${encoded('紧急')}`,
    `q=${ticket.number}`,
    `q=${old.number.slice(0, 10)}`,
    `q=${old.number.slice(0, 8)}`,
    `q=${month.replace('-', '')}`,
    `q=${ticket.phone}`,
    `q=${encoded('王秀英')}`,
    `q=${encoded('没有这个人')}`,
  ].map((query) => ({
    ...{ what: query === '' ? 'all' : decodeURIComponent(query), by: 'supervisor' as const },
    path: `${LIST}?${query}`,
  }));
  const handled = WORK_LISTS.map((due) => ({
    ...{ what: `handler: due=${due}`, by: 'handler' as const, path: `${LIST}?due=${due}` },
  }));
  return [
    ...supervised,
    ...handled,
    { what: 'handler: mine', by: 'handler', path: `${LIST}?mine=true` },
    { what: 'counts', by: 'supervisor', path: '/api/staff/counts' },
    { what: 'handler: counts', by: 'handler', path: '/api/staff/counts' },
    { what: 'one ticket', by: 'supervisor', path: `${LIST}/${ticket.number}` },
    { what: 'its notices', by: 'supervisor', path: `${LIST}/${ticket.number}/notices` },
    {
      what: 'its likely duplicates',
      by: 'supervisor',
      path: `${LIST}/${ticket.number}/duplicates`,
    },
    ...known.slice(0, 5).map(({ number, code }) => ({
      ...{ what: 'a resident’s progress', by: 'resident' as const },
      path: `/api/tickets/${number}?code=${code}`,
    })),
  ];
}
