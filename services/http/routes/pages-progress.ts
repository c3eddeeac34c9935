import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { type Progress } from '../../tickets/tickets.ts';
import { lookUpPage, type Look, progressPage } from '../pages/progress.ts';
import { page, type Reply } from '../reply.ts';
import { publicRoute, type Route, type RouteRequest } from '../route.ts';
import { assertSameOrigin } from '../same-origin.ts';
import { type PageRouteDeps } from './pages-deps.ts';

type Deps = Pick<PageRouteDeps, 'words' | 'tickets'>;

const short = z.string().max(60).default('');
const look = z.strictObject({ number: short, code: short });

const posted = {
  method: 'post',
  limit: 'look-up',
  produces: 'text/html',
  bodyForm: 'form',
} as const;

/** Progress and what a person may do about it. Number and code travel in bodies only. */
export function progressRoutes(deps: Deps): readonly Route[] {
  return [...lookRoutes(deps), ...actionRoutes(deps)];
}

function lookRoutes(deps: Deps): readonly Route[] {
  const { words, tickets } = deps;
  return [
    publicRoute({
      id: 'page.progress',
      method: 'get',
      path: '/progress',
      summary: 'The form that asks how a matter stands',
      limit: 'read',
      produces: 'text/html',
      query: z.object({ number: z.string().max(40).catch('').default('') }),
      handle: ({ query }) =>
        page(lookUpPage({ words, look: { number: query.number, code: '' }, problems: [] })),
    }),
    publicRoute({
      ...posted,
      id: 'page.progress.look',
      path: '/progress',
      summary: 'How a matter stands; wrong code and unknown number alike',
      body: look,
      handle: (request) =>
        shown(deps, request, null, ({ number, code }) => tickets.progress(number, code)),
    }),
  ];
}

function actionRoutes(deps: Deps): readonly Route[] {
  const { tickets } = deps;
  return [
    publicRoute({
      ...posted,
      id: 'page.progress.receipt',
      path: '/progress/receipt',
      summary: 'The person has read the notice',
      body: look,
      handle: (request) =>
        shown(deps, request, 'done.receipt', ({ number, code }) => tickets.receipt(number, code)),
    }),
    publicRoute({
      ...posted,
      id: 'page.progress.rating',
      path: '/progress/rating',
      summary: 'Two ratings apart',
      body: look.extend({ treatment: short, outcome: short, comment: z.string().default('') }),
      handle: (request) =>
        shown(deps, request, 'done.rating', ({ number, code }) => {
          const { treatment, outcome, comment } = request.body;
          return tickets.rate(number, code, {
            treatment: Number(treatment),
            outcome: Number(outcome),
            comment: comment.trim() === '' ? null : comment,
          });
        }),
    }),
    publicRoute({
      ...posted,
      id: 'page.progress.reopen',
      path: '/progress/reopen',
      summary: 'Asks for the matter to be handled again',
      body: look.extend({ reason: z.string().default('') }),
      handle: (request) =>
        shown(deps, request, 'done.reopen', ({ number, code }) =>
          tickets.reopen(number, code, request.body.reason),
        ),
    }),
    publicRoute({
      ...posted,
      id: 'page.progress.answer',
      path: '/progress/answer',
      summary: 'Agrees or not that a complaint is handled as something else',
      body: look.extend({ agrees: z.enum(['yes', 'no']) }),
      handle: (request) =>
        shown(deps, request, 'done.answer', ({ number, code }) =>
          tickets.confirmRelabel(number, code, request.body.agrees === 'yes'),
        ),
    }),
  ];
}

type LookRequest = Pick<RouteRequest<undefined, undefined, Look>, 'body' | 'header'>;

/** The progress after an action; a refusal of the office stands above the progress as it is. */
async function shown(
  { words, tickets }: Deps,
  { body: { number, code }, header }: LookRequest,
  done: string | null,
  act: (look: Look) => Promise<Progress>,
): Promise<Reply<never>> {
  assertSameOrigin(header);
  const asked = { number: number.trim(), code: code.trim() };
  try {
    const progress = await act(asked);
    const said = done === null ? null : words.page(done);
    return page(progressPage({ words, progress, look: asked, done: said, problems: [] }));
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    const { code: reason, fields, status } = thrown;
    if (reason === 'not-found') {
      const problems = [{ field: 'number', message: words.page('progress.unknown') }];
      return page(lookUpPage({ words, look: asked, problems }), { status });
    }
    if (reason !== 'request.invalid' && reason !== 'transition.refused') throw thrown;
    const progress = await tickets.progress(asked.number, asked.code);
    return page(progressPage({ words, progress, look: asked, done: null, problems: fields }), {
      status,
    });
  }
}
