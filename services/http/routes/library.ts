import { z } from 'zod';
import {
  ASPECTS,
  CATEGORIES,
  type Knowledge,
  LEVELS,
  OUTCOMES,
  PIECE_KINDS,
  PROGRAMMES,
} from '../../../knowledge/index.ts';
import { CHANGE_STATES } from '../../library/change.ts';
import { type Library } from '../../library/library.ts';
import { type TryOut } from '../../library/try-out.ts';
import { type Unanswered } from '../../library/unanswered.ts';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { empty, json } from '../reply.ts';
import { type Route, staffRoute } from '../route.ts';
import { tryRoutes, unansweredRoutes } from './library-tries.ts';

export interface LibraryRouteDeps {
  readonly library: Library;
  readonly tryOut: TryOut;
  readonly unanswered: Unanswered;
  readonly knowledge: () => Knowledge;
  /** `YYYY-MM-DD`. */
  readonly today: () => string;
}

const kind = z.enum(PIECE_KINDS);
const pieceId = z.string().trim().min(1).max(120);
const day = z.union([z.literal(''), z.iso.date()]);
const changeParams = z.strictObject({ id: z.string().max(40) });
const version = z.int().min(1);
const note = z.string().trim().max(500);
/** What it has to hold is told by the checks of the content, in an editor's words. */
const body = z.record(z.string().max(60), z.unknown());
const LARGE = 512 * 1024;

const read = { limit: 'staff', roles: PERMISSIONS['library.read'] } as const;
const write = { limit: 'staff', roles: PERMISSIONS['library.write'], bodyLimit: LARGE } as const;
const review = { limit: 'staff', roles: PERMISSIONS['library.review'] } as const;

/** The knowledge while the service runs: what is in force, drafts, the second person, what was asked and not answered. */
export function libraryRoutes(deps: LibraryRouteDeps): readonly Route[] {
  return [
    ...pieceRoutes(deps),
    ...lookUpRoutes(deps),
    ...draftRoutes(deps),
    ...closingRoutes(deps),
    ...reviewRoutes(deps),
    ...tryRoutes(deps),
    ...unansweredRoutes(deps),
  ];
}

function pieceRoutes({ library }: LibraryRouteDeps): readonly Route[] {
  return [
    staffRoute({
      ...read,
      id: 'library.pieces',
      method: 'get',
      path: '/api/staff/library/pieces',
      summary: 'Entries, documents, amounts or channels with the state of each, 50 a page',
      query: z.strictObject({
        kind,
        q: z.string().max(100).optional(),
        programme: z.enum(PROGRAMMES).optional(),
        state: z.enum(CHANGE_STATES).optional(),
        page: z.coerce.number().int().min(1).max(1000).optional(),
      }),
      handle: async ({ query }) => json(await library.list(query)),
    }),
    staffRoute({
      ...read,
      id: 'library.piece',
      method: 'get',
      path: '/api/staff/library/pieces/:kind/:id',
      summary: 'One piece as it is in force, its versions and who changed it when and why',
      params: z.strictObject({ kind, id: pieceId }),
      handle: async ({ params }) => json(await library.piece(params)),
    }),
    staffRoute({
      ...review,
      id: 'library.withdraw',
      method: 'post',
      path: '/api/staff/library/pieces/:kind/:id/withdraw',
      summary: 'Take a piece out of every answer at once',
      params: z.strictObject({ kind, id: pieceId }),
      body: z.strictObject({ reason: note.min(1) }),
      handle: async ({ staff, params, body: { reason } }) =>
        json(await library.withdraw(staff, params, reason)),
    }),
    staffRoute({
      ...read,
      id: 'library.changes',
      method: 'get',
      path: '/api/staff/library/changes',
      summary: 'Changes in one state, newest first',
      query: z.strictObject({ state: z.enum(CHANGE_STATES) }),
      handle: async ({ query: { state } }) => {
        const changes = await library.changes(state);
        return json({ changes: changes.map((change) => ({ ...change, body: null })) });
      },
    }),
    staffRoute({
      ...read,
      id: 'library.change',
      method: 'get',
      path: '/api/staff/library/changes/:id',
      summary: 'One change beside what stands today, with what is wrong with it',
      params: changeParams,
      handle: async ({ staff, params }) => json(await library.view(staff, params.id)),
    }),
  ];
}

const FOUND = 12;

function lookUpRoutes({ knowledge, today }: LibraryRouteDeps): readonly Route[] {
  return [
    staffRoute({
      ...read,
      id: 'library.clauses',
      method: 'get',
      path: '/api/staff/library/clauses',
      summary: 'Stored clauses for the clause picker: by words, or by their ids',
      query: z.strictObject({
        q: z.string().max(100).optional(),
        ids: z.string().max(4000).optional(),
      }),
      handle: ({ query: { q = '', ids = '' } }) => {
        const policy = knowledge();
        const found =
          ids === ''
            ? policy.search({ query: q, limit: FOUND }).map((hit) => hit.clause)
            : ids.split(',').flatMap((id) => policy.clause(id) ?? []);
        return json({
          clauses: found.map(({ id, sourceId, article, heading, text, inForce, basis }) => {
            const { title = sourceId, docNumber = null } = policy.source(sourceId) ?? {};
            return { ...{ id, title, docNumber, article, heading, text, basis }, ...inForce };
          }),
        });
      },
    }),
    staffRoute({
      ...read,
      id: 'library.choices',
      method: 'get',
      path: '/api/staff/library/choices',
      summary: 'What can be chosen in a draft: programmes, districts, channels, figures',
      handle: () => {
        const policy = knowledge();
        return json({
          programmes: PROGRAMMES,
          aspects: ASPECTS,
          categories: CATEGORIES,
          outcomes: OUTCOMES,
          levels: LEVELS,
          districts: ['全国', '山东省', ...policy.districts().map(({ name }) => name)],
          contacts: policy.contacts().map(({ key, name, value }) => ({ key, name, value })),
          standards: policy.standards({ asOf: today() }).map(({ key, name }) => ({ key, name })),
          questions: policy.questions().map(({ id, title }) => ({ id, title })),
          coverage: policy.coverage(),
        });
      },
    }),
  ];
}

function draftRoutes({ library }: LibraryRouteDeps): readonly Route[] {
  return [
    staffRoute({
      ...write,
      id: 'library.begin',
      method: 'post',
      path: '/api/staff/library/changes',
      summary: 'Begin a draft: of a piece as it stands, or of a new one',
      status: 201,
      body: z.strictObject({ kind, id: pieceId.optional(), body: body.optional() }),
      handle: async ({ staff, body: { kind: of, ...from } }) =>
        json(await library.begin(staff, of, from), { status: 201 }),
    }),
    staffRoute({
      ...write,
      id: 'library.save',
      method: 'put',
      path: '/api/staff/library/changes/:id',
      summary: 'Keep a draft, however unfinished; the reply tells what is wrong with it',
      params: changeParams,
      body: z.strictObject({
        version,
        body,
        source: z.string().trim().max(300),
        sourceDate: day,
        reason: note,
      }),
      handle: async ({ staff, params, body: { version: seen, ...draft } }) =>
        json(await library.save(staff, params.id, seen, draft)),
    }),
    staffRoute({
      ...write,
      id: 'library.submit',
      method: 'post',
      path: '/api/staff/library/changes/:id/submit',
      summary: 'Hand a draft to the second person',
      params: changeParams,
      body: z.strictObject({ version }),
      handle: async ({ staff, params, body: { version: seen } }) =>
        json(await library.submit(staff, params.id, seen)),
    }),
  ];
}

function closingRoutes({ library }: LibraryRouteDeps): readonly Route[] {
  return [
    staffRoute({
      ...write,
      id: 'library.discard',
      method: 'post',
      path: '/api/staff/library/changes/:id/discard',
      summary: 'Throw a draft away',
      status: 204,
      params: changeParams,
      body: z.strictObject({ version }),
      handle: async ({ staff, params, body: { version: seen } }) => {
        await library.discard(staff, params.id, seen);
        return empty();
      },
    }),
    staffRoute({
      ...write,
      id: 'library.check',
      method: 'post',
      path: '/api/staff/library/check',
      summary: 'What would be wrong with a draft if it were in force',
      body: z.strictObject({ kind, id: pieceId, body }),
      handle: async ({ body: { kind: of, id, body: draft } }) =>
        json({ problems: await library.check({ kind: of, id }, draft) }),
    }),
  ];
}

function reviewRoutes({ library }: LibraryRouteDeps): readonly Route[] {
  return [
    staffRoute({
      ...review,
      id: 'library.return',
      method: 'post',
      path: '/api/staff/library/changes/:id/return',
      summary: 'Give a draft back with a reason',
      params: changeParams,
      body: z.strictObject({ version, note: note.min(1) }),
      handle: async ({ staff, params, body: { version: seen, note: why } }) =>
        json(await library.giveBack(staff, params.id, seen, why)),
    }),
    staffRoute({
      ...review,
      id: 'library.publish',
      method: 'post',
      path: '/api/staff/library/changes/:id/publish',
      summary: 'Put a draft of somebody else in force; every answer shows it when this returns',
      params: changeParams,
      body: z.strictObject({ version, note: note.default('') }),
      handle: async ({ staff, params, body: { version: seen, note: why } }) =>
        json(await library.publish(staff, params.id, seen, why)),
    }),
  ];
}
