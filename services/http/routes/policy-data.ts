import { z } from 'zod';
import { type Clause, type Knowledge, PROGRAMMES, type Source } from '../../../knowledge/index.ts';
import { AppError } from '../../errors.ts';
import { json } from '../reply.ts';
import { publicRoute, type Route } from '../route.ts';
import { type HttpWords } from '../words.ts';
import { named } from './ask.ts';

export interface PolicyDataDeps {
  readonly knowledge: () => Knowledge;
  /** `YYYY-MM-DD` in Beijing. */
  readonly today: () => string;
  readonly words: HttpWords;
}

const day = z.iso.date();
const period = z.object({ from: day, to: day.nullable() });
const name = z.string().max(40);

const sourceLine = z.object({
  id: z.string(),
  title: z.string(),
  docNumber: z.string().nullable(),
  issuer: z.string(),
  issued: z.string().nullable(),
  inForce: period,
  level: z.string(),
  jurisdiction: z.string(),
  wording: z.enum(['digest', 'official']),
  programmes: z.array(z.string()).readonly(),
  replaces: z.array(z.string()).readonly(),
  replacedBy: z.string().nullable(),
  doubt: z.string().nullable(),
  published: z.string(),
  checked: z.string(),
  url: z.string(),
});

const clause = z.object({
  id: z.string(),
  article: z.string(),
  heading: z.string(),
  text: z.string(),
  inForce: period,
  district: z.string(),
  replacedBy: z.string().nullable(),
  doubt: z.string().nullable(),
});

const standard = z.object({
  id: z.string(),
  programme: z.string(),
  name: z.string(),
  area: z.string(),
  district: z.string(),
  amount: z.string().describe('Decimal, yuan'),
  unit: z.string(),
  inForce: period,
  clauseId: z.string(),
  hedge: z.string().nullable(),
});

const contact = z.object({
  key: z.string(),
  name: z.string(),
  value: z.string(),
  kind: z.string(),
  district: z.string(),
  hours: z.string().nullable(),
  note: z.string().nullable(),
});

const read = { method: 'get', limit: 'read' } as const;

/** The policy as data: documents, amounts, whom to turn to. */
export function policyDataRoutes(deps: PolicyDataDeps): readonly Route[] {
  return [...sourceRoutes(deps), ...figureRoutes(deps)];
}

function sourceRoutes({ knowledge }: PolicyDataDeps): readonly Route[] {
  return [
    publicRoute({
      ...read,
      id: 'sources',
      path: '/api/sources',
      summary: 'All official documents on file',
      response: z.object({ sources: z.array(sourceLine) }),
      handle: () => json({ sources: knowledge().sources().map(lineOf) }),
    }),
    publicRoute({
      ...read,
      id: 'sources.one',
      path: '/api/sources/:id',
      summary: 'One document with its clauses, each with its period in force',
      params: z.strictObject({ id: z.string().max(80) }),
      response: sourceLine.extend({ clauses: z.array(clause) }),
      handle: ({ params }) => {
        const source = knowledge().source(params.id);
        if (source === null) throw new AppError('not-found');
        return json({ ...lineOf(source), clauses: source.clauses.map(clauseOf) });
      },
    }),
  ];
}

function figureRoutes(deps: PolicyDataDeps): readonly Route[] {
  const { knowledge, today } = deps;
  return [
    publicRoute({
      ...read,
      id: 'standards',
      path: '/api/standards',
      summary: 'Amounts in force on a day (today without `asOf`)',
      query: z.object({
        programme: z.enum(PROGRAMMES).optional(),
        district: name.optional(),
        asOf: day.optional(),
      }),
      response: z.object({ asOf: day, standards: z.array(standard) }),
      handle: ({ query }) => {
        const asOf = query.asOf ?? today();
        const district = districtOf(deps, query.district);
        const found = knowledge().standards({ asOf, district, programme: query.programme ?? null });
        return json({ asOf, standards: found.map((one) => standard.parse(one)) });
      },
    }),
    publicRoute({
      ...read,
      id: 'contacts',
      path: '/api/contacts',
      summary: 'Whom to turn to, in a district and above it',
      query: z.object({ district: name.optional() }),
      response: z.object({ contacts: z.array(contact) }),
      handle: ({ query }) => {
        const found = knowledge().contacts(districtOf(deps, query.district));
        return json({ contacts: found.map((one) => contact.parse(one)) });
      },
    }),
  ];
}

function districtOf(
  { knowledge, words }: PolicyDataDeps,
  given: string | undefined,
): string | null {
  if (given === undefined || given === '') return null;
  const district = named(knowledge(), given);
  if (district !== undefined) return district;
  const fields = [{ field: 'district', message: words.field('district') }];
  throw new AppError('request.invalid', undefined, { fields });
}

function lineOf(source: Source): z.output<typeof sourceLine> {
  return sourceLine.parse({ ...source, url: `/policy/${encodeURIComponent(source.id)}` });
}

function clauseOf(one: Clause): z.input<typeof clause> {
  const { id, article, heading, text, inForce, district, replacedBy, doubt } = one;
  return { id, article, heading, text, inForce, district, replacedBy, doubt };
}
