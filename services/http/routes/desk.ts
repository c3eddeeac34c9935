import { z } from 'zod';
import { type Knowledge } from '../../../knowledge/index.ts';
import { beijingDate, type Clock } from '../../clock.ts';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { STATES, TICKET_CATEGORIES } from '../../tickets/ticket.ts';
import { json } from '../reply.ts';
import { type Route, staffRoute } from '../route.ts';
import { type AnswerMarkDeps, answerMarkRoutes } from './answer-marks.ts';
import { deskCallRoutes } from './desk-calls.ts';
import { type DeskStreamDeps, deskStreamRoute } from './desk-stream.ts';

export interface DeskRouteDeps extends DeskStreamDeps, AnswerMarkDeps {
  readonly knowledge: () => Knowledge;
  readonly clock: Clock;
}

const desk = { limit: 'staff', roles: PERMISSIONS['desk.work'] } as const;

/** All doors of the desk. */
export function deskRoutes(deps: DeskRouteDeps): readonly Route[] {
  return [
    ...deskCallRoutes(deps.calls),
    deskStreamRoute(deps),
    askRoute(deps),
    ...lookUpRoutes(deps),
    ...answerMarkRoutes(deps),
    ...shiftRoutes(deps),
  ];
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

function lookUpRoutes({ knowledge, clock, calls }: DeskRouteDeps): readonly Route[] {
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
      summary:
        'Canned replies for a category and a state, or for a ticket, with what is known filled in',
      query: z.strictObject({
        category: z.enum(TICKET_CATEGORIES).optional(),
        status: z.enum(STATES).optional(),
        ticket: z.string().max(20).optional(),
      }),
      handle: async ({ staff, query }) => json({ replies: await calls.canned(staff, query) }),
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
