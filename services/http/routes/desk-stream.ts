import { z } from 'zod';
import { withoutWords } from '../../desk/call-access.ts';
import { type Calls, type CallView } from '../../desk/calls.ts';
import { type DeskHub, type DeskNews, type NewsHead, NewsQueue } from '../../desk/hub.ts';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { type StaffMember } from '../../staff/role.ts';
import { type Staff } from '../../staff/staff.ts';
import { stream, type StreamSink } from '../reply.ts';
import { type Route, staffRoute } from '../route.ts';

export interface DeskStreamDeps {
  readonly calls: Calls;
  readonly hub: DeskHub;
  /** Whether a session would still be let in: news end with it. */
  readonly sessions: Pick<Staff, 'isOpen'>;
}

/** A comment line often enough that proxies keep the stream open, and that an ended session does not go on listening. */
const BEAT_MS = 15_000;

/** Live news of the desk. */
export function deskStreamRoute({ hub, calls, sessions }: DeskStreamDeps): Route {
  return staffRoute({
    limit: 'staff',
    roles: PERMISSIONS['desk.work'],
    id: 'desk.stream',
    method: 'get',
    path: '/api/staff/desk/stream',
    summary: 'Live news of the desk (server-sent events); `listen` names a call to listen in to',
    query: z.strictObject({ listen: z.string().max(80).optional() }),
    produces: 'text/event-stream',
    handle: async ({ staff, sessionId, query }) => {
      const { listen = null } = query;
      const begun = listen === null ? null : await calls.listenIn(staff, listen);
      const isOpen = (): Promise<boolean> => sessions.isOpen(staff.id, sessionId);
      return stream(
        'text/event-stream; charset=utf-8',
        (sink, gone) => pourNews(hub, { staff, listen, begun, isOpen }, sink, gone),
        { headers: { 'x-accel-buffering': 'no' } },
      );
    },
  });
}

interface Audience {
  readonly staff: StaffMember;
  readonly listen: string | null;
  /** The call that is listened in to, as it stood at the beginning. */
  readonly begun: CallView | null;
  readonly isOpen: () => Promise<boolean>;
}

async function pourNews(
  hub: DeskHub,
  audience: Audience,
  sink: StreamSink,
  gone: AbortSignal,
): Promise<void> {
  const queue = new NewsQueue();
  const stop = hub.subscribe({
    shown: (head) => sightOf(head, audience) !== 'nothing',
    hear: (news) => queue.push(sightOf(news, audience) === 'all' ? news : outlineOf(news)),
  });
  try {
    await sink.write('retry: 2000\n\n');
    if (audience.begun !== null)
      await sink.write(told('call', { callId: audience.listen, body: audience.begun }));
    let checked = performance.now();
    while (!gone.aborted) {
      const news = await queue.take(BEAT_MS, gone);
      if (performance.now() - checked >= BEAT_MS) {
        if (!(await audience.isOpen())) return;
        checked = performance.now();
      }
      if (news.length === 0) await sink.write(': beat\n\n');
      // A page that missed something asks for everything anew.
      if (queue.lost > 0) await sink.write('event: reload\ndata: {}\n\n');
      queue.lost = 0;
      for (const { kind, callId, body } of news)
        await sink.write(told(kind, { callId, body: body() }));
    }
  } finally {
    stop();
  }
}

function told(kind: DeskNews['kind'], data: object): string {
  return `event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** What is said in a call reaches who has it and who listens in; the others learn only that it is taken. */
function sightOf(
  { kind, callId, operator, wordsOnly = false }: NewsHead,
  { staff, listen }: Pick<Audience, 'staff' | 'listen'>,
): 'all' | 'outline' | 'nothing' {
  if (callId === null || operator === staff.id || callId === listen) return 'all';
  if (kind !== 'call') return 'nothing';
  if (operator === null) return 'all';
  return wordsOnly ? 'nothing' : 'outline';
}

const outlineOf = (news: DeskNews): DeskNews => ({
  ...news,
  body: () => withoutWords(news.body() as CallView),
});
