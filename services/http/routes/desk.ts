import { z } from 'zod';
import { type Knowledge } from '../../../knowledge/index.ts';
import { beijingDate, type Clock } from '../../clock.ts';
import { type Calls, type CallView } from '../../desk/calls.ts';
import { withoutWords } from '../../desk/call-access.ts';
import { type DeskWords } from '../../desk/desk-words.ts';
import { type DeskHub, type DeskNews, NewsQueue } from '../../desk/hub.ts';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { type StaffMember } from '../../staff/role.ts';
import { STATES, TICKET_CATEGORIES } from '../../tickets/ticket.ts';
import { empty, json, stream, type StreamSink } from '../reply.ts';
import { type Route, staffRoute } from '../route.ts';
import { deskCallRoutes } from './desk-calls.ts';

export interface DeskRouteDeps {
  readonly calls: Calls;
  readonly hub: DeskHub;
  readonly words: DeskWords;
  readonly knowledge: () => Knowledge;
  readonly clock: Clock;
}

const desk = { limit: 'staff', roles: PERMISSIONS['desk.work'] } as const;
/** A comment line often enough that proxies keep the stream open. */
const BEAT_MS = 15_000;

/** All doors of the desk. */
export function deskRoutes(deps: DeskRouteDeps): readonly Route[] {
  return [
    ...deskCallRoutes(deps.calls),
    streamRoute(deps),
    askRoute(deps),
    ...lookUpRoutes(deps),
    ...markRoutes(deps.calls),
    ...shiftRoutes(deps),
  ];
}

function streamRoute({ hub, calls }: DeskRouteDeps): Route {
  return staffRoute({
    ...desk,
    id: 'desk.stream',
    method: 'get',
    path: '/api/staff/desk/stream',
    summary: 'Live news of the desk (server-sent events); `listen` names a call to listen in to',
    query: z.strictObject({ listen: z.string().max(80).optional() }),
    produces: 'text/event-stream',
    handle: async ({ staff, query }) => {
      const { listen } = query;
      if (listen !== undefined) await calls.listenIn(staff, listen);
      return stream('text/event-stream', (sink, gone) =>
        pourNews(hub, { staff, listen: listen ?? null }, sink, gone),
      );
    },
  });
}

interface Audience {
  readonly staff: StaffMember;
  readonly listen: string | null;
}

async function pourNews(
  hub: DeskHub,
  audience: Audience,
  sink: StreamSink,
  gone: AbortSignal,
): Promise<void> {
  const queue = new NewsQueue();
  const stop = hub.subscribe((news) => {
    const shown = forAudience(news, audience);
    if (shown !== null) queue.push(shown);
  });
  try {
    await sink.write('retry: 2000\n\n');
    while (!gone.aborted) {
      const news = await queue.take(BEAT_MS, gone);
      if (news.length === 0) await sink.write(': beat\n\n');
      // A page that missed something asks for everything anew.
      if (queue.lost > 0) await sink.write('event: reload\ndata: {}\n\n');
      queue.lost = 0;
      for (const { kind, callId, body } of news)
        await sink.write(`event: ${kind}\ndata: ${JSON.stringify({ callId, body })}\n\n`);
    }
  } finally {
    stop();
  }
}

/** What is said in a call reaches who has it and who listens in; the others learn only that it is taken. */
function forAudience(news: DeskNews, { staff, listen }: Audience): DeskNews | null {
  const { kind, callId, operator } = news;
  if (callId === null || operator === staff.id || callId === listen) return news;
  if (kind === 'call') {
    const view = news.body as CallView;
    return operator === null ? news : { ...news, body: withoutWords(view) };
  }
  return null;
}

const question = z.strictObject({
  question: z.string().trim().min(1).max(2000),
  district: z.string().max(40).nullish(),
  asOf: z.iso.date().nullish(),
});

function askRoute({ knowledge, clock }: DeskRouteDeps): Route {
  return staffRoute({
    id: 'staff.ask',
    method: 'post',
    path: '/api/staff/ask',
    summary:
      'An answer with rank and matched words of each candidate, spoken form and related questions',
    limit: 'staff',
    roles: PERMISSIONS['answers.try'],
    body: question,
    handle: ({ body }) => {
      const policy = knowledge();
      const today = beijingDate(clock.now());
      const { question: asked, district = null, asOf = null } = body;
      const { answer, trace } = policy.answer({ question: asked, today, district, asOf });
      const on = asOf ?? today;
      const candidates = policy.candidates({ question: asked, limit: 10, asOf: on, district });
      const related = answer.questionIds
        .flatMap((id) => policy.question(id)?.next ?? [])
        .map((id) => ({ questionId: id, title: policy.question(id)?.title ?? id }));
      return json({
        ...answer,
        candidates: candidates.map((candidate, at) => ({ ...candidate, rank: at + 1 })),
        staffWording: answer.questionIds.map((id) => policy.staffWording(id, on, district)),
        related,
        decision: trace.decision,
      });
    },
  });
}

const FOUND = 8;

function lookUpRoutes({ knowledge, clock, words }: DeskRouteDeps): readonly Route[] {
  return [
    staffRoute({
      ...desk,
      id: 'desk.search',
      method: 'get',
      path: '/api/staff/desk/search',
      summary: 'Type-ahead over questions, clauses, contacts and standards',
      query: z.strictObject({
        q: z.string().trim().min(1).max(100),
        district: z.string().max(40).optional(),
      }),
      handle: ({ query: { q, district = null } }) =>
        json(lookUp(knowledge(), { q, district, asOf: beijingDate(clock.now()) })),
    }),
    staffRoute({
      ...desk,
      id: 'desk.canned',
      method: 'get',
      path: '/api/staff/desk/canned',
      summary: 'Canned replies for a category and a state',
      query: z.strictObject({
        category: z.enum(TICKET_CATEGORIES).optional(),
        status: z.enum(STATES).optional(),
      }),
      handle: ({ query: { category, status } }) =>
        json({
          replies: words.canned.filter(
            (one) =>
              (one.category === undefined || one.category === category) &&
              (one.status === undefined || one.status === status),
          ),
        }),
    }),
  ];
}

interface LookUp {
  readonly q: string;
  readonly district: string | null;
  readonly asOf: string;
}

function lookUp(policy: Knowledge, { q, district, asOf }: LookUp): Record<string, unknown> {
  const holds = (...texts: readonly (string | null)[]): boolean =>
    texts.some((text) => text?.includes(q) === true);
  return {
    questions: policy
      .candidates({ question: q, limit: FOUND, asOf, district })
      .map(({ questionId, title, programme, matched }) => ({
        questionId,
        title,
        programme,
        matched,
      })),
    clauses: policy.search({ query: q, limit: FOUND, asOf }).map(({ clause, source }) => ({
      ...{ clauseId: clause.id, title: source.title, docNumber: source.docNumber },
      ...{ article: clause.article, heading: clause.heading, text: clause.text },
    })),
    contacts: policy
      .contacts(district)
      .filter(({ name, value, note }) => holds(name, value, note))
      .slice(0, FOUND),
    standards: policy
      .standards({ asOf, district })
      .filter(({ name, programme }) => holds(name, programme))
      .slice(0, FOUND),
  };
}

function markRoutes(calls: Calls): readonly Route[] {
  return [
    staffRoute({
      id: 'desk.wrong',
      method: 'post',
      path: '/api/staff/desk/wrong',
      summary: 'This answer is wrong: into the editor’s queue',
      limit: 'staff',
      roles: PERMISSIONS['answers.try'],
      body: z.strictObject({
        questionId: z.string().max(120).nullable(),
        callId: z.string().max(80).nullable(),
        asked: z.string().max(2000),
        note: z.string().max(500),
      }),
      status: 204,
      handle: async ({ staff, body }) => {
        await calls.markWrong(staff, body);
        return empty();
      },
    }),
    staffRoute({
      id: 'knowledge.marks',
      method: 'get',
      path: '/api/staff/knowledge/marks',
      summary: 'Answers that were marked as wrong, newest first',
      limit: 'staff',
      roles: PERMISSIONS['answers.marks'],
      handle: async () => json({ marks: await calls.wrongMarks(200) }),
    }),
    staffRoute({
      id: 'knowledge.marks.close',
      method: 'post',
      path: '/api/staff/knowledge/marks/:id/close',
      summary: 'A marked answer was looked at',
      limit: 'staff',
      roles: PERMISSIONS['answers.marks'],
      params: z.strictObject({ id: z.string().max(40) }),
      body: z.strictObject({}),
      status: 204,
      handle: async ({ staff, params }) => {
        await calls.closeMark(staff, params.id);
        return empty();
      },
    }),
  ];
}

function shiftRoutes({ calls }: DeskRouteDeps): readonly Route[] {
  return [
    staffRoute({
      ...desk,
      id: 'desk.presence',
      method: 'post',
      path: '/api/staff/desk/presence',
      summary: 'I am here: say it again every half minute',
      body: z.strictObject({ state: z.enum(['ready', 'busy', 'away']) }),
      handle: async ({ staff, body }) => {
        await calls.setPresence(staff, body.state);
        return json({ present: await calls.present() });
      },
    }),
    staffRoute({
      ...desk,
      id: 'desk.shift',
      method: 'get',
      path: '/api/staff/desk/shift',
      summary: 'Figures of one’s own shift; for a supervisor one line an operator',
      query: z.strictObject({
        from: z.iso.datetime({ offset: true }),
        to: z.iso.datetime({ offset: true }),
      }),
      handle: async ({ staff, query }) =>
        json({
          figures: await calls.shift(
            staff,
            new Date(query.from).toISOString(),
            new Date(query.to).toISOString(),
          ),
        }),
    }),
  ];
}
