/** Requests that break the interface description in one place each: made from the description alone. */

/** A JSON schema as far as ours go. */
export interface Shape {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Shape;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly propertyNames?: Shape;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: Shape;
}

export interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Shape }>>;
  };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, unknown>> }>
  >;
  readonly 'x-roles'?: readonly string[];
}

/** One broken request. `must`: it has to be refused; else it may also be answered, but never with a fault. */
export interface Broken {
  readonly what: string;
  readonly path: string;
  readonly body?: string;
  readonly must: boolean;
}

/** What nobody may set by naming it in a body. */
export const PLANTED: Readonly<Record<string, unknown>> = {
  role: 'administrator',
  status: '办结',
  assignee: 'x',
  createdAt: '2020-01-01T00:00:00Z',
  deptId: 1,
  id: 'planted',
  verified: true,
};

const HOSTILE = [
  'x%00y',
  '..%2f..%2fetc%2fpasswd',
  '%27%20OR%201%3D1--',
  '__proto__',
  '%F0%9F%A6%86',
  '%ED%A0%80',
  'a'.repeat(4000),
];
const WRONG_TYPES: readonly unknown[] = [7, true, null, [], { a: { b: 1 } }, '', '\u0000'];
const FORMATS: Readonly<Record<string, string>> = {
  date: '2026-11-01',
  'date-time': '2026-11-01T08:00:00+08:00',
  uuid: '3f0c8e1a-6f2b-4b43-9f53-0a3b5a3d6f10',
};

/** A value that fits as far as a schema can tell; what only code checks may still be refused. */
export function fitting(shape: Shape): unknown {
  if (shape.const !== undefined) return shape.const;
  if (shape.enum) return shape.enum[0];
  const [first] = shape.oneOf ?? shape.anyOf ?? [];
  if (first) return fitting(first);
  const type = typeof shape.type === 'string' ? shape.type : 'string';
  return (FITTING[type] ?? text)(shape);
}

const text = ({ format = '', minLength = 1 }: Shape): unknown =>
  FORMATS[format] ?? '字'.repeat(Math.max(1, minLength));
const number = ({ minimum = 1 }: Shape): unknown => Math.max(1, minimum);

const FITTING: Readonly<Record<string, (shape: Shape) => unknown>> = {
  string: text,
  number,
  integer: number,
  boolean: () => true,
  null: () => null,
  array: ({ minItems = 0, items = {} }) => Array.from({ length: minItems }, () => fitting(items)),
  object: ({ required = [], properties = {} }) =>
    Object.fromEntries(required.map((name) => [name, fitting(properties[name] ?? {})])),
};

/** Every broken request of one operation. */
export function brokenRequests(template: string, operation: Operation): readonly Broken[] {
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const write = (value: unknown): string =>
    type === 'application/x-www-form-urlencoded' ? asForm(value) : JSON.stringify(value);
  const usual = addressOf(template, operation);
  const around = content === undefined ? {} : { body: write(fitting(content.schema)) };
  const addresses = brokenAddresses(template, operation).map((broken) => ({
    ...around,
    ...broken,
  }));
  if (content === undefined || type === 'application/octet-stream') return addresses;
  const bodies = variantsOf(content.schema).flatMap((shape) =>
    brokenBodies(shape, type === 'application/json').map(({ value, ...broken }) => ({
      ...{ ...broken, path: usual },
      body: write(value),
    })),
  );
  return [...addresses, ...bodies];
}

function brokenAddresses(template: string, operation: Operation): readonly Broken[] {
  const usual = addressOf(template, operation);
  const join = usual.includes('?') ? '&' : '?';
  const places = [...template.matchAll(/\{(\w+)\}/gu)].flatMap(([place]) =>
    HOSTILE.map((text) => ({
      what: `${place} is ${text.slice(0, 20)}`,
      path: addressOf(template.replace(place, text), operation),
      must: false,
    })),
  );
  const queries = operation.parameters.filter((one) => one.in === 'query');
  const asked = queries.flatMap(({ name, required }) => [
    { what: `${name} stands twice`, path: `${usual}${join}${name}=a&${name}=b`, must: true },
    ...HOSTILE.map((text) => ({
      what: `${name} is ${text.slice(0, 20)}`,
      path: `${addressOf(template, operation, name)}${name}=${text}`,
      must: false,
    })),
    ...(required
      ? [{ what: `no ${name}`, path: addressOf(template, operation, name), must: true }]
      : []),
  ]);
  const extra = { what: 'an unknown parameter', path: `${usual}${join}planted=1`, must: false };
  return [...places, ...asked, extra];
}

/** The address with everything that is required, without `left`; ends so that one more parameter can follow. */
function addressOf(template: string, { parameters }: Operation, left?: string): string {
  const path = template.replace(/\{\w+\}/gu, 'no-such-thing');
  const query = parameters
    .filter((one) => one.in === 'query' && one.required && one.name !== left)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(fitting(schema)))}`);
  if (left !== undefined) return `${path}?${query.map((one) => `${one}&`).join('')}`;
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

const variantsOf = (shape: Shape): readonly Shape[] =>
  shape.oneOf?.flatMap(variantsOf) ?? shape.anyOf?.flatMap(variantsOf) ?? [shape];

interface BrokenBody {
  readonly what: string;
  readonly value: unknown;
  readonly must: boolean;
}

function brokenBodies(shape: Shape, typed: boolean): readonly BrokenBody[] {
  const right = fitting(shape) as Record<string, unknown>;
  const closed = shape.additionalProperties === false;
  const planted = Object.entries({ ...PLANTED, planted: 'x' })
    .filter(([name]) => !(name in (shape.properties ?? {})))
    .map(([name, value]) => ({
      ...{ what: `plants ${name}`, value: { ...right, [name]: value }, must: closed },
    }));
  const missing = (shape.required ?? []).map((name) => ({
    ...{ what: `no ${name}`, must: true },
    value: Object.fromEntries(Object.entries(right).filter(([key]) => key !== name)),
  }));
  const fields = Object.entries(shape.properties ?? {}).flatMap(([name, field]) => [
    ...(typed ? WRONG_TYPES : ['', '\u0000', 'null']).map((wrong) => ({
      what: `${name} is ${JSON.stringify(wrong)}`,
      value: { ...right, [name]: wrong },
      must: typed && refuses(field, wrong),
    })),
    {
      what: `${name} is too long`,
      value: { ...right, [name]: '长'.repeat((field.maxLength ?? 3000) + 1) },
      must: field.maxLength !== undefined,
    },
  ]);
  return [...planted, ...missing, ...fields];
}

/** Whether the schema says that this type is wrong here. */
function refuses(shape: Shape, value: unknown): boolean {
  const options = shape.anyOf ?? shape.oneOf;
  if (options) return options.every((one) => refuses(one, value));
  if (shape.const !== undefined || shape.enum) return true;
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const wanted = shape.type === 'integer' ? 'number' : shape.type;
  return typeof wanted === 'string' && wanted !== type;
}

/** As a page without JavaScript would post it. */
function asForm(value: unknown): string {
  const entries = Object.entries((value ?? {}) as Record<string, unknown>);
  return new URLSearchParams(
    Object.fromEntries(entries.map(([name, one]) => [name, String(one)])),
  ).toString();
}
