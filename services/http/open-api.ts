import { z } from 'zod';
import { BODY_TYPES } from './body.ts';
import { type Route } from './route.ts';

const problem = z
  .strictObject({
    error: z.strictObject({
      code: z.string(),
      message: z.string().describe('One plain Chinese sentence'),
      requestId: z.string(),
      fields: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
    }),
  })
  .describe('Every error');

type JsonObject = Readonly<Record<string, unknown>>;

/** The interface description, from the same declarations that check requests. */
export function openApi(routes: readonly Route[], version: string): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const route of routes) {
    const path = route.path.replace(/[:*](\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Mingbai 明白', version },
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: {
        staff: { type: 'apiKey', in: 'cookie', name: 'mingbai' },
        csrf: { type: 'apiKey', in: 'header', name: 'X-CSRF-Token' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function operation(route: Route): JsonObject {
  return {
    operationId: route.id,
    summary: route.summary,
    ...security(route),
    ...(route.access.kind === 'staff' ? { 'x-roles': route.access.roles } : {}),
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...(route.body ? { requestBody: requestBody(route, route.body) } : {}),
    responses: {
      [String(route.status ?? 200)]: reply(route),
      '4XX': problemReply('Refused: the code tells why'),
      '5XX': problemReply('Fault or overload'),
    },
  };
}

function security({ access, method }: Route): JsonObject {
  if (access.kind === 'public') return {};
  if (access.kind === 'signed') return { security: [{ bearer: [] }] };
  return { security: [method === 'get' ? { staff: [] } : { staff: [], csrf: [] }] };
}

function requestBody(
  { bodyForm = 'json', bodyOptional = false }: Route,
  body: z.ZodType,
): JsonObject {
  const schema = schemaOf(body, 'input');
  const content = Object.fromEntries(BODY_TYPES[bodyForm].map((type) => [type, { schema }]));
  return { required: !bodyOptional, content };
}

function reply({ response, produces, summary }: Route): JsonObject {
  if (response)
    return {
      description: summary,
      content: { 'application/json': { schema: schemaOf(response, 'output') } },
    };
  return { description: summary, ...(produces ? { content: { [produces]: {} } } : {}) };
}

function problemReply(description: string): JsonObject {
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description, content: { 'application/json': { schema } } };
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): JsonObject[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, JsonObject>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const described = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return Object.fromEntries(Object.entries(described).filter(([key]) => key !== '$schema'));
}
