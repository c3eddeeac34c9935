import { z } from 'zod';
import { type Knowledge, PROGRAMMES } from '../../../knowledge/index.ts';
import { LONGEST_QUESTION } from '../../enquiry/enquiry.ts';
import { AppError } from '../../errors.ts';
import { answerPage } from '../pages/answer.ts';
import { helpPage } from '../pages/help.ts';
import { homePage, type HomeParts } from '../pages/home.ts';
import { policyPage } from '../pages/policy.ts';
import { sourcePage } from '../pages/source.ts';
import { standardsPage } from '../pages/standards.ts';
import { statisticsPage } from '../pages/statistics.ts';
import { page } from '../reply.ts';
import { publicRoute, type Route } from '../route.ts';
import { assertSameOrigin } from '../same-origin.ts';
import { type HttpWords } from '../words.ts';
import { complaintRoutes } from './pages-complaint.ts';
import { type PageRouteDeps } from './pages-deps.ts';
import { progressRoutes } from './pages-progress.ts';

const MOST_HITS = 20;

// Pages are linked from elsewhere, with parameters of others: unknown ones are left out instead of refused.
const placeQuery = z.object({ district: z.string().max(40).catch('').default('') });
const html = { produces: 'text/html', method: 'get', limit: 'read' } as const;

/** Every page that residents see, rendered here and complete without script. */
export function pageRoutes(deps: PageRouteDeps): readonly Route[] {
  return [
    ...homeRoutes(deps),
    ...policyRoutes(deps),
    ...figureRoutes(deps),
    ...complaintRoutes(deps),
    ...progressRoutes(deps),
  ];
}

function homeParts({ words, needs, chat, knowledge }: PageRouteDeps): HomeParts {
  const policy = knowledge();
  return {
    ...{ words, needs, chat, place: policy.place },
    districts: policy.districts(),
    longestQuestion: LONGEST_QUESTION,
    embedded: false,
  };
}

function homeRoutes(deps: PageRouteDeps): readonly Route[] {
  return [
    publicRoute({
      ...html,
      id: 'page.home',
      path: '/',
      summary: 'The resident page: chat, or forms without script',
      query: z.object({ embed: z.string().optional() }),
      handle: ({ query }) =>
        page(homePage({ ...homeParts(deps), embedded: query.embed !== undefined })),
    }),
    publicRoute({
      id: 'page.ask',
      method: 'post',
      path: '/ask',
      summary: 'A question and its answer without script',
      limit: 'ask',
      produces: 'text/html',
      bodyForm: 'form',
      body: z.strictObject({
        question: z.string().max(20_000).default(''),
        district: z.string().max(40).default(''),
      }),
      handle: async ({ body, header }) => {
        assertSameOrigin(header);
        const question = body.question.trim();
        const parts = homeParts(deps);
        if (question === '') return page(homePage(parts));
        const district = canonical(deps.knowledge(), body.district);
        try {
          const asked = { question, district, channel: 'web' } as const;
          const { answer } = await deps.enquiries.ask(asked);
          return page(answerPage(parts, question, answer));
        } catch (thrown) {
          // What was typed comes back with the reason, to be shortened or sent again.
          if (!(thrown instanceof AppError)) throw thrown;
          const problem = deps.words.error(thrown.code);
          const typed = { question, district: district ?? '', problem };
          return page(homePage({ ...parts, typed, chat: null }), { status: thrown.status });
        }
      },
    }),
  ];
}

function policyRoutes({ words, needs, knowledge, today }: PageRouteDeps): readonly Route[] {
  return [
    publicRoute({
      ...html,
      id: 'page.policy',
      path: '/policy',
      summary: 'The policy by need, programme and search',
      query: z.object({
        q: z.string().max(200).catch('').default(''),
        programme: z.enum(PROGRAMMES).nullable().catch(null).default(null),
      }),
      handle: ({ query }) => {
        const wanted = query.q.trim();
        const hits = wanted === '' ? [] : knowledge().search({ query: wanted, limit: MOST_HITS });
        const { programme } = query;
        const parts = { words, needs, knowledge: knowledge(), today: today() };
        return page(policyPage({ ...parts, query: wanted, hits, programme }));
      },
    }),
    publicRoute({
      ...html,
      id: 'page.source',
      path: '/policy/:sourceId',
      summary: 'One document by article, with its period in force',
      params: z.strictObject({ sourceId: z.string().max(80) }),
      handle: ({ params }) => {
        const source = knowledge().source(params.sourceId);
        if (source === null) throw new AppError('not-found');
        return page(sourcePage(source, { words, knowledge: knowledge(), today: today() }));
      },
    }),
  ];
}

const day = z.iso.date();

function figureRoutes({ words, knowledge, today, statistics }: PageRouteDeps): readonly Route[] {
  return [
    publicRoute({
      ...html,
      id: 'page.standards',
      path: '/standards',
      summary: 'Amounts in force by district and day',
      query: placeQuery.extend({ asOf: z.string().max(20).catch('').default('') }),
      handle: ({ query }) => {
        const { district, problem } = placeOf(query.district, knowledge(), words);
        const typed = day.safeParse(query.asOf);
        const wrongDay = query.asOf !== '' && !typed.success ? words.field('date') : null;
        return page(
          standardsPage({
            ...{ words, knowledge: knowledge(), district },
            asOf: typed.success ? typed.data : today(),
            problem: problem ?? wrongDay,
          }),
        );
      },
    }),
    publicRoute({
      ...html,
      id: 'page.help',
      path: '/help',
      summary: 'Whom to turn to, by district',
      query: placeQuery,
      handle: ({ query }) =>
        page(
          helpPage({
            ...{ words, knowledge: knowledge() },
            ...placeOf(query.district, knowledge(), words),
          }),
        ),
    }),
    publicRoute({
      ...html,
      id: 'page.statistics',
      path: '/statistics',
      summary: 'Anonymous figures of the last twelve months',
      handle: async () => page(statisticsPage(await statistics(), words)),
    }),
  ];
}

interface PlaceAsked {
  readonly district: string | null;
  readonly problem: string | null;
}

function placeOf(name: string, knowledge: Knowledge, words: HttpWords): PlaceAsked {
  if (name.trim() === '') return { district: null, problem: null };
  const district = canonical(knowledge, name);
  return { district, problem: district === null ? words.field('district') : null };
}

/** The official name of a district by any name people use; null for none. */
function canonical(knowledge: Knowledge, name: string): string | null {
  const wanted = name.trim();
  const districts = knowledge.districts();
  const found = districts.find((one) => one.name === wanted || one.names.includes(wanted));
  return found?.name ?? null;
}
