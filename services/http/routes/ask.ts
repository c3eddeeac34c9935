import { z } from 'zod';
import {
  ASPECTS,
  CATEGORIES,
  type Knowledge,
  OUTCOMES,
  PROGRAMMES,
} from '../../../knowledge/index.ts';
import { type Enquiries, LONGEST_QUESTION } from '../../enquiry/enquiry.ts';
import { AppError } from '../../errors.ts';
import { json } from '../reply.ts';
import { publicRoute, type Route } from '../route.ts';
import { type HttpWords } from '../words.ts';

export interface AskRouteDeps {
  readonly enquiries: Enquiries;
  /** Asked each time: publishing swaps the knowledge while the service runs. */
  readonly knowledge: () => Knowledge;
  readonly words: HttpWords;
}

const day = z.iso.date();

const citation = z.object({
  sourceId: z.string(),
  clauseId: z.string(),
  title: z.string(),
  docNumber: z.string().nullable(),
  article: z.string(),
  quote: z.string().describe('An exact substring of the stored clause'),
  wording: z.enum(['digest', 'official']),
  inForceFrom: day,
  inForceTo: day.nullable(),
  district: z.string(),
  url: z.string(),
});

const answer = z.object({
  id: z.string(),
  outcome: z.enum(OUTCOMES),
  programme: z.enum(PROGRAMMES).nullable(),
  aspect: z.enum(ASPECTS).nullable(),
  category: z.enum(CATEGORIES).nullable(),
  text: z.string(),
  spoken: z.string(),
  citations: z.array(citation).readonly(),
  asOf: day,
  district: z.string().nullable(),
  confidence: z.number(),
  suggestions: z.array(z.string()).readonly(),
  contacts: z.array(z.object({ name: z.string(), value: z.string() })).readonly(),
  reason: z.string().optional(),
  questionIds: z.array(z.string()).readonly(),
});

/** Asking without a conversation. */
export function askRoutes({ enquiries, knowledge, words }: AskRouteDeps): readonly Route[] {
  return [
    publicRoute({
      id: 'ask',
      method: 'post',
      path: '/api/ask',
      summary: `Ask one question (at most ${LONGEST_QUESTION} characters) and get an answer with its clauses`,
      limit: 'ask',
      body: z.strictObject({
        question: z.string().min(1).max(LONGEST_QUESTION),
        district: z.string().max(40).nullish(),
        asOf: day.nullish(),
      }),
      response: answer,
      handle: async ({ body: { question, district, asOf } }) => {
        const place = district == null || district === '' ? null : named(knowledge(), district);
        if (place === undefined) {
          const fields = [{ field: 'district', message: words.field('district') }];
          throw new AppError('request.invalid', undefined, { fields });
        }
        const asked = { question, asOf, district: place, channel: 'api' } as const;
        return json((await enquiries.ask(asked)).answer);
      },
    }),
  ];
}

/** The official name of a place by any name people use; undefined for one that is not ours. */
export function named(knowledge: Knowledge, name: string): string | undefined {
  return knowledge.findPlace(name).district ?? undefined;
}
